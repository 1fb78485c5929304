import { type Holding, isProtected, keepingOf, lostBy, refuseLast } from '../../../src/domain/protection';
import { keptOwnerDays } from '../../../src/domain/providers/group';
import type { Schedule } from '../../../src/domain/schedule';
import { groups } from '../../support/cast';
import { aSchedule, at, tick } from './builders';

const now = at(60);
const ownership = { provider: 'group', roleDefinitionId: 'owner', scopeId: groups.plain } as const;

/** An activated ownership since noon, without an end unless told otherwise. */
const owned = (id: string, differing: Partial<Schedule> = {}, people = 1): Holding => ({
  schedule: aSchedule({ id, ...ownership, kind: 'assignment', assignmentType: 'Activated', ...differing }),
  people,
  subject: null,
});
const keptUntil = (end: Date): Partial<Schedule> => ({ endAt: null, suspendedEndAt: end });
const idsOf = (holdings: readonly Holding[]) => holdings.map(({ schedule }) => schedule.id);

describe('K-4 of a group it is the ownership that somebody always has to hold', () => {
  test.each([
    { what: 'the ownership', given: ownership, is: true },
    { what: 'the membership', given: { ...ownership, roleDefinitionId: 'member' }, is: false },
    { what: 'a role on a resource', given: { ...ownership, provider: 'azure' as const }, is: false },
  ])('$what: $is', ({ given, is }) => expect(isProtected(given)).toBe(is));
});

describe('G-13 what a change would leave without an owner', () => {
  test.each([
    { what: 'the only one goes', before: [owned('a')], outside: 0, lost: 'active' },
    { what: 'the directory names another one', before: [owned('a')], outside: 1, lost: null },
    { what: 'the only one was disabled', before: [owned('a', {}, 0)], outside: 0, lost: null },
    {
      what: 'the only one was so through a membership',
      before: [owned('a', { activatedThrough: ['m'] })],
      outside: 0,
      lost: null,
    },
  ])('$what: $lost', ({ before, outside, lost }) => {
    const standing = { assignments: before, eligible: [], outside };
    expect(lostBy(standing, { ...standing, assignments: [] }, now)).toBe(lost);
  });

  test('the refusal speaks of the group', () => {
    const standing = { assignments: [owned('a')], eligible: [] };
    expect(() => refuseLast(standing, { ...standing, assignments: [] }, null, now)).toThrow(
      'The group would have no active owner any more; make somebody else its owner first.',
    );
  });
});

describe('G-13 whose end is kept, and for how long', () => {
  const soon = at(120);
  const days = (count: number): Date => at(60 - count * 24 * 60);
  const beforeThen = at(60 - keptOwnerDays * 24 * 60 + tick);

  test.each([
    { what: 'an activation alone', all: [owned('a', { endAt: soon })], outside: 0, comes: [['a'], [], []] },
    { what: 'beside the directory’s', all: [owned('a', { endAt: soon })], outside: 1, comes: [[], [], []] },
    {
      what: 'kept, and the directory names one',
      all: [owned('a', keptUntil(soon))],
      outside: 1,
      comes: [[], ['a'], []],
    },
    { what: 'kept for less than 30 days', all: [owned('a', keptUntil(beforeThen))], outside: 0, comes: [[], [], []] },
    { what: 'kept for 30 days', all: [owned('a', keptUntil(days(30)))], outside: 0, comes: [[], [], ['a']] },
    { what: 'kept for longer', all: [owned('a', keptUntil(days(31)))], outside: 0, comes: [[], [], ['a']] },
    {
      what: 'kept for less than 30 days, and another one',
      all: [owned('a', keptUntil(beforeThen)), owned('b')],
      outside: 0,
      comes: [[], ['a'], []],
    },
    {
      what: 'kept for 30 days, and another one: he came too late',
      all: [owned('a', keptUntil(days(30))), owned('b', { endAt: soon })],
      outside: 0,
      comes: [[], [], ['a']],
    },
    {
      what: 'a role is kept for as long as it takes',
      all: [owned('a', { ...keptUntil(days(400)), provider: 'directory', assignmentType: 'Assigned' })],
      outside: 0,
      comes: [[], [], []],
    },
  ])('$what: keeps, releases, lets stay $comes', ({ all, outside, comes }) => {
    const { kept, released, staying } = keepingOf({ assignments: all, outside }, now);
    expect([idsOf(kept), idsOf(released), idsOf(staying)]).toEqual(comes);
  });
});
