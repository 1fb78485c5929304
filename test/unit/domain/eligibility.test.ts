import { type Eligibility, eligibilityFor, reachOf } from '../../../src/domain/eligibility';
import { cast, groups, roles, unit } from '../../support/cast';
import { aSchedule, at, role, tick, unitAsScope } from './builders';

const unitScope = `/administrativeUnits/${unit}`;
const otherUnit = '/administrativeUnits/a0000a00-0000-4000-8000-000000000002';
const wanted = { roleDefinitionId: role, coveredBy: ['/'] };
const atUnit = { roleDefinitionId: role, coveredBy: unitAsScope(unit).coveredBy };

describe('B-1, B-12 which eligibility reaches the wanted scope', () => {
  const wide = aSchedule();
  const narrow = aSchedule({ scopeId: unitScope });
  test.each([
    { when: 'the same scope', held: wide, wanted, yields: true },
    { when: 'B-12 a narrower scope', held: wide, wanted: atUnit, yields: true },
    { when: 'the same unit', held: narrow, wanted: atUnit, yields: true },
    { when: 'a wider scope than held', held: narrow, wanted, yields: false },
    { when: 'another unit', held: aSchedule({ scopeId: otherUnit }), wanted: atUnit, yields: false },
    {
      when: 'a scope that is not known',
      held: wide,
      wanted: { ...wanted, coveredBy: [] },
      yields: false,
    },
    {
      when: 'another role',
      held: wide,
      wanted: { ...wanted, roleDefinitionId: roles.userAdministrator },
      yields: false,
    },
    {
      when: 'an assignment in place of an eligibility',
      held: aSchedule({ kind: 'assignment', assignmentType: 'Assigned' }),
      wanted,
      yields: false,
    },
  ])('$when -> $yields', ({ held, wanted: asked, yields }) => {
    expect(eligibilityFor([held], asked, at(1), at(1))).toBe(yields ? held : null);
  });
});

describe('B-1 it holds now and at the start', () => {
  const held = aSchedule({ endAt: at(60) });
  test.each([
    { when: 'now and at once', now: at(0), startAt: at(0), yields: true },
    { when: 'not yet eligible', now: at(-tick), startAt: at(0), yields: false },
    { when: 'the last instant', now: at(60 - tick), startAt: at(60 - tick), yields: true },
    { when: 'at its end', now: at(60), startAt: at(60), yields: false },
    { when: 'a later start within it', now: at(0), startAt: at(60 - tick), yields: true },
    { when: 'a later start at its end', now: at(0), startAt: at(60), yields: false },
    { when: 'a later start beyond its end', now: at(0), startAt: at(90), yields: false },
  ])('$when -> $yields', ({ now, startAt, yields }) => {
    expect(eligibilityFor([held], wanted, startAt, now)).toBe(yields ? held : null);
  });

  test('a revoked one is none, from that instant on', () => {
    const cut = aSchedule({ revokedAt: at(30) });
    expect(eligibilityFor([cut], wanted, at(30 - tick), at(30 - tick))).toBe(cut);
    expect(eligibilityFor([cut], wanted, at(30), at(30))).toBeNull();
  });
});

describe('B-13 the one that lasts longest is taken, whatever the order', () => {
  const short = aSchedule({ id: 'short', endAt: at(60) });
  const long = aSchedule({ id: 'long', principalId: groups.helpdesk, endAt: at(120) });
  const permanent = aSchedule({ id: 'permanent', principalId: cast.alice });
  test.each([
    { of: [short, long], yields: 'long' },
    { of: [long, short], yields: 'long' },
    { of: [long, permanent, short], yields: 'permanent' },
    { of: [permanent, long], yields: 'permanent' },
  ])('$yields', ({ of, yields }) => expect(eligibilityFor(of, wanted, at(0), at(0))?.id).toBe(yields));

  test('none at all', () => expect(eligibilityFor([], wanted, at(0), at(0))).toBeNull());
});

describe('W-1 an eligibility reaches somebody for as long as the membership that brings it', () => {
  const reached = (endAt: Date | null, reachedUntil: Date | null): Eligibility => ({
    ...aSchedule({ principalId: groups.helpdesk, endAt }),
    reachedUntil,
  });
  test.each([
    { when: 'both without an end', held: reached(null, null), until: null },
    { when: 'the membership ends', held: reached(null, at(60)), until: 60 },
    { when: 'the eligibility ends first', held: reached(at(60), at(60 + tick)), until: 60 },
    { when: 'the membership ends first', held: reached(at(60 + tick), at(60)), until: 60 },
    { when: 'nothing is said of a membership', held: aSchedule({ endAt: at(60) }), until: 60 },
    { when: 'it was revoked before either', held: { ...reached(at(90), at(80)), revokedAt: at(60) }, until: 60 },
  ])('$when: until $until', ({ held, until }) => {
    expect(reachOf(held)).toEqual({ startAt: at(0), endAt: until === null ? null : at(until) });
    const last = until ?? 1_000_000;
    expect(eligibilityFor([held], wanted, at(last - tick), at(last - tick))).toBe(held);
    expect(eligibilityFor([held], wanted, at(last), at(last))).toBe(until === null ? held : null);
    expect(eligibilityFor([held], wanted, at(last), at(0))).toBe(until === null ? held : null);
  });

  test('B-13 the one that reaches him longest is taken, not the one that lasts longest', () => {
    const lasting = { ...reached(null, at(30)), id: 'lasting' };
    const reaching = { ...aSchedule({ endAt: at(60) }), id: 'reaching' };
    for (const of of [
      [lasting, reaching],
      [reaching, lasting],
    ])
      expect(eligibilityFor(of, wanted, at(0), at(0))?.id).toBe('reaching');
  });
});

describe('B-13 the one that the caller has picked', () => {
  const short = aSchedule({ id: 'short', endAt: at(60) });
  const long = aSchedule({ id: 'long', principalId: groups.helpdesk });
  const narrow = aSchedule({ id: 'narrow', scopeId: unitScope });
  test.each([
    { picked: 'short', yields: 'short' },
    { picked: 'long', yields: 'long' },
    { picked: null, yields: 'long' },
    { picked: undefined, yields: 'long' },
    { picked: 'unknown', yields: undefined },
    { picked: 'narrow', yields: undefined },
  ])('$picked of those at hand: $yields', ({ picked, yields }) => {
    const asked = { ...wanted, ...(picked !== undefined && { linkedEligibilityId: picked }) };
    expect(eligibilityFor([short, long, narrow], asked, at(0), at(0))?.id).toBe(yields);
  });

  test('none takes its place when it is over', () => {
    const asked = { ...wanted, linkedEligibilityId: 'short' };
    expect(eligibilityFor([short, long], asked, at(60 - tick), at(60 - tick))).toBe(short);
    expect(eligibilityFor([short, long], asked, at(60), at(60))).toBeNull();
  });
});
