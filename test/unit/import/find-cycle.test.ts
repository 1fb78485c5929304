import { findCycle, type Nesting } from '../../../src/storage/import/find-cycle';

/** `a>b` says that b is a member of a. */
const nestings = (text: string): readonly Nesting[] =>
  text.split(' ').flatMap((pair) => {
    const [groupId = '', memberId = ''] = pair.split('>');
    return memberId === '' ? [] : [{ groupId, memberId }];
  });

describe('findCycle', () => {
  test.each([
    { graph: '', cycle: null },
    { graph: 'a>b b>c a>c', cycle: null },
    { graph: 'a>b a>c b>d c>d', cycle: null },
    { graph: 'a>a', cycle: ['a'] },
    { graph: 'a>b b>a', cycle: ['a', 'b'] },
    { graph: 'x>a a>b b>c c>a', cycle: ['a', 'b', 'c'] },
    { graph: 'a>b b>c d>e e>f f>e', cycle: ['e', 'f'] },
    { graph: 'b>a a>c c>d d>c c>b', cycle: ['c', 'd'] },
  ])('$graph -> $cycle', ({ graph, cycle }) => expect(findCycle(nestings(graph))).toEqual(cycle));

  test('walks chains and fans of a hundred thousand groups', () => {
    const chain = Array.from({ length: 100_000 }, (_, n) => ({ groupId: `g${n}`, memberId: `g${n + 1}` }));
    expect(findCycle(chain)).toBeNull();
    expect(findCycle([...chain, { groupId: 'g100000', memberId: 'g99999' }])).toEqual(['g99999', 'g100000']);
    const fan = Array.from({ length: 100_000 }, (_, n) => ({ groupId: 'hub', memberId: `g${n}` }));
    expect(findCycle(fan)).toBeNull();
  });
});
