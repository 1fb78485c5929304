import { type Change, insert, update } from '../../../src/domain/outcome';
import type { Schedule } from '../../../src/domain/schedule';
import { groups } from '../../support/cast';
import { aPrincipal, at, tick } from '../domain/builders';
import { activation, ended, following, inBothOrders, membership, shortened, waiting } from './hanging';

describe('nothing follows', () => {
  const hanging = [activation('a', ['m'])];
  test.each<{ when: string; changes: readonly Change[] }>([
    { when: 'from no change', changes: [] },
    { when: 'from a new membership', changes: [insert('schedule', membership('new'))] },
    { when: 'from the end of another one', changes: [ended('n')] },
    { when: 'from a membership that loses its end', changes: [update('schedule', 'm', {}, { endAt: null })] },
    { when: 'from a mark on it', changes: [update('schedule', 'm', {}, { startAnnouncedAt: at(0) })] },
    {
      when: 'from a request of the same id',
      changes: [update('schedule_request', 'm', {}, { status: 'Failed', completedAt: at(60) })],
    },
  ])('$when', ({ changes }) => {
    const { made, followed } = following(changes, hanging);
    expect(followed).toEqual([]);
    expect(made.events).toEqual([]);
  });

  test('where nothing hangs on it', () => expect(following([ended('m')], []).followed).toEqual([]));
});

describe('W-1, G-9 a membership that ends takes with it what was activated through it', () => {
  test('at that instant, with an event', () => {
    const { followed, told, made } = following([ended('m')], [activation('a', ['m'])]);
    expect(followed).toEqual([
      update('schedule', 'a', { revokedAt: null }, { revokedAt: at(60), modifiedAt: at(60), endAnnouncedAt: at(60) }),
    ]);
    expect(told).toEqual(['schedule.ended a']);
    expect(made.events[0].audit).toMatchObject({ activityAt: at(60), subjectId: aPrincipal().id });
  });

  test('one that has not begun never does, and its request has failed', () => {
    const { followed } = following([ended('m')], [waiting('a', ['m'], {})]);
    expect(followed[0]).toMatchObject({ update: 'schedule_request', id: 'a', set: { status: 'Failed' } });
    expect(followed[1]).toMatchObject({ update: 'schedule', id: 'a', set: { revokedAt: at(60) } });
  });

  test('one that the outcome ends by itself is not ended twice', () => {
    expect(following([ended('m'), ended('a')], [activation('a', ['m'])]).followed).toEqual([]);
  });

  test('so does the eligibility that it was made from', () => {
    expect(inBothOrders([ended('eligibility')], [activation('a', ['m'])])).toEqual([['a', 60, 'm']]);
  });
});

describe('W-1 a membership that is to end sooner', () => {
  test.each([
    { when: 'before the activation', minutes: 90, until: 90 },
    { when: 'an instant before it', minutes: 480 - tick, until: 480 - tick },
    { when: 'with it', minutes: 480, until: 480 },
    { when: 'after it', minutes: 481, until: 480 },
    { when: 'an instant from now', minutes: 60 + tick, until: 60 + tick },
    { when: 'now', minutes: 60, until: 60 },
    { when: 'before now', minutes: 30, until: 60 },
  ])('$when: until $until', ({ minutes, until }) => {
    const [[, end] = []] = inBothOrders([shortened('m', minutes)], [activation('a', ['m'])]);
    expect(end).toBeCloseTo(until, 6);
  });

  test('no event tells of that, as nothing has ended', () =>
    expect(following([shortened('m', 90)], [activation('a', ['m'])]).told).toEqual([]));
});

describe('a membership that is replaced hands on what hangs on it', () => {
  const replacedBy = (differing: Partial<Schedule>): readonly Change[] => [
    ended('m'),
    insert('schedule', membership('next', { startAt: at(60), ...differing })),
  ];
  const hanging = [activation('a', ['m', 'n'])];
  test.each([
    { when: 'without an end', next: {}, yields: ['a', 480, 'next,n'] },
    { when: 'with a later end', next: { endAt: at(481) }, yields: ['a', 480, 'next,n'] },
    { when: 'with an earlier end', next: { endAt: at(90) }, yields: ['a', 90, 'next,n'] },
    { when: 'that began before', next: { startAt: at(0) }, yields: ['a', 480, 'next,n'] },
    { when: 'that begins an instant later: it ends', next: { startAt: at(60 + tick) }, yields: ['a', 60, 'm,n'] },
    { when: 'that is over already: it ends', next: { startAt: at(0), endAt: at(60) }, yields: ['a', 60, 'm,n'] },
    {
      when: 'by an eligibility: it ends',
      next: { kind: 'eligibility', assignmentType: null } as const,
      yields: ['a', 60, 'm,n'],
    },
    { when: 'by one of another group: it ends', next: { scopeId: groups.helpdesk }, yields: ['a', 60, 'm,n'] },
  ])('$when', ({ next, yields }) => expect(inBothOrders(replacedBy(next), hanging)).toEqual([yields]));

  test('one that is not known to have held is replaced by nothing', () =>
    expect(inBothOrders(replacedBy({}), hanging, [])).toEqual([['a', 60, 'm,n']]));

  test('no event tells of that', () => expect(following(replacedBy({}), hanging).told).toEqual([]));
});

describe('an activation through two memberships needs both', () => {
  const hanging = [activation('a', ['m', 'n'])];
  const next = insert('schedule', membership('next', { startAt: at(60), endAt: at(200) }));
  test.each<{ when: string; changes: readonly Change[]; yields: readonly [string, number, string] }>([
    { when: 'the first ends', changes: [ended('m')], yields: ['a', 60, 'm,n'] },
    { when: 'the second ends', changes: [ended('n')], yields: ['a', 60, 'm,n'] },
    { when: 'both end', changes: [ended('m'), ended('n')], yields: ['a', 60, 'm,n'] },
    { when: 'one is cut, the other ends', changes: [shortened('m', 90), ended('n')], yields: ['a', 60, 'm,n'] },
    { when: 'both are cut', changes: [shortened('m', 120), shortened('n', 90)], yields: ['a', 90, 'm,n'] },
    { when: 'one is replaced, the other ends', changes: [ended('m'), next, ended('n')], yields: ['a', 60, 'm,n'] },
    {
      when: 'one is replaced, the other cut to less',
      changes: [ended('m'), next, shortened('n', 90)],
      yields: ['a', 90, 'next,n'],
    },
    {
      when: 'one is replaced, the other cut to more',
      changes: [ended('m'), next, shortened('n', 300)],
      yields: ['a', 200, 'next,n'],
    },
  ])('$when', ({ changes, yields }) => expect(inBothOrders(changes, hanging)).toEqual([yields]));

  test('both ending, it ends once', () =>
    expect(following([ended('m'), ended('n')], hanging).told).toEqual(['schedule.ended a']));
});

describe('G-9 a chain: what was activated through what was activated', () => {
  const chain = [activation('a', ['m']), activation('b', ['a']), activation('c', ['a', 'b'])];
  const beside = activation('d', ['n']);
  test('all of it ends with the first, each once, and nothing beside it', () => {
    const all = [...chain, beside];
    expect(inBothOrders([ended('m')], all)).toEqual([
      ['a', 60, 'm'],
      ['b', 60, 'a'],
      ['c', 60, 'a,b'],
      ['d', 480, 'n'],
    ]);
    expect(following([ended('m')], all).told).toEqual(['schedule.ended a', 'schedule.ended b', 'schedule.ended c']);
  });

  test('all of it is cut with the first', () =>
    expect(inBothOrders([shortened('m', 90)], chain)).toEqual([
      ['a', 90, 'm'],
      ['b', 90, 'a'],
      ['c', 90, 'a,b'],
    ]));

  test('what ends in its middle ends what comes after alone', () =>
    expect(inBothOrders([ended('b')], [activation('a', ['m']), activation('c', ['a', 'b'])])).toEqual([
      ['a', 480, 'm'],
      ['c', 60, 'a,b'],
    ]));

  test('what replaces the first takes its place there alone', () => {
    const changes = [ended('m'), insert('schedule', membership('next', { startAt: at(60), endAt: at(90) }))];
    expect(inBothOrders(changes, chain)).toEqual([
      ['a', 90, 'next'],
      ['b', 90, 'a'],
      ['c', 90, 'a,b'],
    ]);
  });
});

test('through two, one cut and one ending: it ends, in whatever order they were found', () => {
  const hanging = [activation('c', ['m', 'a']), activation('a', ['n'])];
  expect(inBothOrders([shortened('m', 90), ended('n')], hanging)).toEqual([
    ['c', 60, 'm,a'],
    ['a', 60, 'n'],
  ]);
});

test('nothing is changed of an activation that lasts no longer than its membership anyway', () => {
  expect(following([shortened('m', 480)], [activation('a', ['m'])]).followed).toEqual([]);
});

describe('K-2 an activation that is kept past its end', () => {
  const kept = (suspendedEndAt: Date) => activation('a', ['m'], { endAt: null, suspendedEndAt });
  const next = insert('schedule', membership('next', { startAt: at(60) }));

  test('stays when its membership is replaced', () => {
    const { changed, followed } = following([ended('m'), next], [kept(at(50))]);
    expect(followed).toHaveLength(1);
    expect(changed.get('a')?.set).toEqual({ activatedThrough: ['next'], modifiedAt: at(60) });
  });

  test('stays when its membership is cut to more than was planned', () =>
    expect(following([shortened('m', 300)], [kept(at(100))]).followed).toEqual([]));

  test('has its planned end moved when its membership is cut to less', () =>
    expect(following([shortened('m', 90)], [kept(at(100))]).changed.get('a')?.set).toEqual({
      suspendedEndAt: at(90),
      activatedThrough: ['m'],
      modifiedAt: at(60),
    }));
});
