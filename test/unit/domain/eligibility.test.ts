import { eligibilityFor } from '../../../src/domain/eligibility';
import { cast, groups, roles, unit } from '../../support/cast';
import { aSchedule, at, target, tick } from './builders';

const unitScope = `/administrativeUnits/${unit}`;
const otherUnit = '/administrativeUnits/a0000a00-0000-4000-8000-000000000002';
const atUnit = { ...target, scopeId: unitScope };

describe('B-1, B-12 which eligibility reaches the wanted scope', () => {
  const wide = aSchedule();
  const narrow = aSchedule({ scopeId: unitScope });
  test.each([
    { when: 'the same scope', held: wide, wanted: target, yields: true },
    { when: 'B-12 a narrower scope', held: wide, wanted: atUnit, yields: true },
    { when: 'the same unit', held: narrow, wanted: atUnit, yields: true },
    { when: 'a wider scope than held', held: narrow, wanted: target, yields: false },
    { when: 'another unit', held: aSchedule({ scopeId: otherUnit }), wanted: atUnit, yields: false },
    {
      when: 'another role',
      held: wide,
      wanted: { ...target, roleDefinitionId: roles.userAdministrator },
      yields: false,
    },
    {
      when: 'an assignment in place of an eligibility',
      held: aSchedule({ kind: 'assignment', assignmentType: 'Assigned' }),
      wanted: target,
      yields: false,
    },
  ])('$when -> $yields', ({ held, wanted, yields }) => {
    expect(eligibilityFor([held], wanted, at(1), at(1))).toBe(yields ? held : null);
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
    expect(eligibilityFor([held], target, startAt, now)).toBe(yields ? held : null);
  });

  test('a revoked one is none, from that instant on', () => {
    const cut = aSchedule({ revokedAt: at(30) });
    expect(eligibilityFor([cut], target, at(30 - tick), at(30 - tick))).toBe(cut);
    expect(eligibilityFor([cut], target, at(30), at(30))).toBeNull();
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
  ])('$yields', ({ of, yields }) => expect(eligibilityFor(of, target, at(0), at(0))?.id).toBe(yields));

  test('none at all', () => expect(eligibilityFor([], target, at(0), at(0))).toBeNull());
});
