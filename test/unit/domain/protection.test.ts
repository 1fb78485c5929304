import { type Holding, holdersAt, isProtected, keepingOf, lostBy, refuseLast } from '../../../src/domain/protection';
import type { Schedule } from '../../../src/domain/schedule';
import { roles, unit } from '../../support/cast';
import { aSchedule, at } from './builders';

const now = at(60);

/** An assignment since noon that one person holds for ever, unless told otherwise. */
const held = (id: string, differing: Partial<Schedule> = {}, people = 1): Holding => ({
  schedule: aSchedule({ id, kind: 'assignment', assignmentType: 'Assigned', ...differing }),
  people,
  subject: null,
});
const keptUntil = (end: Date): Partial<Schedule> => ({ endAt: null, suspendedEndAt: end });
const idsOf = (holdings: readonly Holding[]) => holdings.map(({ schedule }) => schedule.id);

describe('K-1 which roles', () => {
  const target = { provider: 'directory', roleDefinitionId: roles.globalAdministrator, scopeId: '/' } as const;

  test.each([
    { what: 'Global Administrator', given: target, is: true },
    { what: 'PRA', given: { ...target, roleDefinitionId: roles.privilegedRoleAdministrator }, is: true },
    { what: 'another role', given: { ...target, roleDefinitionId: roles.userAdministrator }, is: false },
    { what: 'at a unit', given: { ...target, scopeId: `/administrativeUnits/${unit}` }, is: false },
    { what: 'a group', given: { ...target, provider: 'group' as const }, is: false },
  ])('$what: $is', ({ given, is }) => expect(isProtected(given)).toBe(is));
});

describe('K-1 who counts as a holder', () => {
  test.each([
    { what: 'one without an end', one: held('a'), counts: true },
    { what: 'one that begins at this instant', one: held('a', { startAt: now }), counts: true },
    { what: 'one that begins later', one: held('a', { startAt: at(61) }), counts: false },
    { what: 'one that ends later', one: held('a', { endAt: at(61) }), counts: true },
    { what: 'one that ends at this instant', one: held('a', { endAt: now }), counts: false },
    { what: 'one that was revoked', one: held('a', { revokedAt: now }), counts: false },
    { what: 'one that is kept past its end', one: held('a', keptUntil(at(30))), counts: true },
    { what: 'a group of three', one: held('a', {}, 3), counts: true },
    { what: 'nobody behind it: disabled, an application, an empty group', one: held('a', {}, 0), counts: false },
  ])('$what: $counts', ({ one, counts }) => expect(holdersAt([one], now)).toHaveLength(counts ? 1 : 0));
});

describe('K-1, K-3 what a change would leave to nobody', () => {
  const eligible = held('e', { kind: 'eligibility', assignmentType: null });
  const nobody = { assignments: [], eligible: [] };
  const somebody = { assignments: [held('a')], eligible: [] };

  test.each([
    { what: 'the last one goes', before: somebody, after: nobody, lost: 'active' },
    {
      what: 'eligible people are no holders',
      before: somebody,
      after: { ...nobody, eligible: [eligible] },
      lost: 'active',
    },
    {
      what: 'another one stays',
      before: { ...somebody, assignments: [held('a'), held('b')] },
      after: somebody,
      lost: null,
    },
    {
      what: 'the one that stays is disabled',
      before: somebody,
      after: { ...nobody, assignments: [held('b', {}, 0)] },
      lost: 'active',
    },
    {
      what: 'the one that stays begins later',
      before: somebody,
      after: { ...nobody, assignments: [held('b', { startAt: at(61) })] },
      lost: 'active',
    },
    {
      what: 'nobody held it before either',
      before: { ...nobody, assignments: [held('a', {}, 0)] },
      after: nobody,
      lost: null,
    },
    {
      what: 'K-3 the last eligible one goes and nobody holds it',
      before: { ...nobody, eligible: [eligible] },
      after: nobody,
      lost: 'eligible',
    },
    {
      what: 'K-3 the last eligible one goes while somebody holds it',
      before: { ...somebody, eligible: [eligible] },
      after: somebody,
      lost: null,
    },
    {
      what: 'K-3 a disabled eligible one goes',
      before: { ...nobody, eligible: [{ ...eligible, people: 0 }] },
      after: nobody,
      lost: null,
    },
  ])('$what: $lost', ({ before, after, lost }) => expect(lostBy(before, after, now)).toBe(lost));

  test('the refusal names the role and says what to do first', () => {
    const role = { id: 'x', displayName: 'Global Administrator', isBuiltIn: true, isEnabled: true, templateId: null };
    const refused = (before: typeof nobody) => () => refuseLast(before, nobody, role, now);
    expect(refused(somebody as never)).toThrow('make another person Global Administrator first');
    expect(refused({ ...nobody, eligible: [eligible] } as never)).toThrow('make another person eligible');
    expect(refused(nobody)).not.toThrow();
  });
});

describe('K-2 whose end is kept', () => {
  const [soon, late] = [at(120), at(240)];

  test.each([
    { what: 'nobody', all: [], kept: [], released: [] },
    { what: 'one without an end', all: [held('a')], kept: [], released: [] },
    { what: 'one with an end alone', all: [held('a', { endAt: soon })], kept: ['a'], released: [] },
    {
      what: 'one with an end beside one without',
      all: [held('a', { endAt: soon }), held('b')],
      kept: [],
      released: [],
    },
    {
      what: 'two with ends: the one that ends last',
      all: [held('a', { endAt: late }), held('b', { endAt: soon })],
      kept: ['a'],
      released: [],
    },
    {
      what: 'two with ends, the other way round',
      all: [held('a', { endAt: soon }), held('b', { endAt: late })],
      kept: ['b'],
      released: [],
    },
    { what: 'one that is kept already', all: [held('a', keptUntil(soon))], kept: [], released: [] },
    { what: 'one that is kept past its end', all: [held('a', keptUntil(at(30)))], kept: [], released: [] },
    {
      what: 'a kept one beside one without an end',
      all: [held('a', keptUntil(soon)), held('b')],
      kept: [],
      released: ['a'],
    },
    {
      what: 'a kept one beside one that ends later',
      all: [held('a', keptUntil(soon)), held('b', { endAt: late })],
      kept: ['b'],
      released: ['a'],
    },
    {
      what: 'a kept one beside one that ends earlier',
      all: [held('a', keptUntil(late)), held('b', { endAt: soon })],
      kept: [],
      released: [],
    },
    {
      what: 'a kept one beside one that ends together with it',
      all: [held('b', { endAt: soon }), held('a', keptUntil(soon))],
      kept: [],
      released: [],
    },
    {
      what: 'the same, the other way round',
      all: [held('a', keptUntil(soon)), held('b', { endAt: soon })],
      kept: [],
      released: [],
    },
    {
      what: 'one without an end that nobody is behind',
      all: [held('a', { endAt: soon }), held('b', {}, 0)],
      kept: ['a'],
      released: [],
    },
    {
      what: 'one without an end that begins later',
      all: [held('a', { endAt: soon }), held('b', { startAt: at(61) })],
      kept: ['a'],
      released: [],
    },
    {
      what: 'one without an end that begins now',
      all: [held('a', keptUntil(soon)), held('b', { startAt: now })],
      kept: [],
      released: ['a'],
    },
    {
      what: 'somebody holds it, and one to come has an end',
      all: [held('a'), held('b', { startAt: at(61), endAt: soon })],
      kept: [],
      released: [],
    },
    {
      what: 'somebody holds it, and one to come is kept',
      all: [held('a'), held('b', { startAt: at(61), ...keptUntil(soon) })],
      kept: [],
      released: ['b'],
    },
    {
      what: 'nobody holds it, and two are to come',
      all: [held('a', { startAt: at(61), endAt: soon }), held('b', { startAt: at(90), endAt: late })],
      kept: ['a', 'b'],
      released: [],
    },
    {
      what: 'nobody holds it, and nobody is behind the one to come',
      all: [held('a', { startAt: at(61), endAt: soon }, 0)],
      kept: [],
      released: [],
    },
    {
      what: 'a kept one whose person is disabled, while somebody else holds it',
      all: [held('a', keptUntil(soon), 0), held('b')],
      kept: [],
      released: ['a'],
    },
    {
      what: 'a kept one whose person is disabled, and nobody else',
      all: [held('a', keptUntil(soon), 0)],
      kept: [],
      released: [],
    },
  ])('$what: keeps $kept, releases $released', ({ all, kept, released }) => {
    const keeping = keepingOf({ assignments: all }, now);
    expect([idsOf(keeping.kept), idsOf(keeping.released)]).toEqual([kept, released]);
  });
});
