import type { Schedule } from '../../../src/domain/schedule';
import type { HeldBy, SeparationFacts, SeparationLevel, SeparationRule } from '../../../src/domain/separation';
import {
  separationConflict,
  separationConflicts,
  separationFailure,
  type WantedHolding,
} from '../../../src/domain/separation-checks';
import { isWithin } from '../../../src/domain/time';
import { cast, groups, roles, unit } from '../../support/cast';
import { aSchedule, at, target, tick } from './builders';

const unitScope = `/administrativeUnits/${unit}`;
const otherUnit = '/administrativeUnits/b0000a00-0000-4000-8000-000000000002';

const aRule = (differing: Partial<SeparationRule> = {}): SeparationRule => ({
  id: '00000000-0000-4000-8000-0000000000c1',
  displayName: 'Asks or grants',
  description: null,
  provider: 'directory',
  roleDefinitionIds: [roles.groupsAdministrator, roles.userAdministrator],
  level: 'Assignment',
  createdAt: at(0),
  modifiedAt: null,
  deletedAt: null,
  ...differing,
});

/** Alice holds User Administrator from noon to two o'clock. */
const held = (differing: Partial<Schedule> = {}, person: Partial<HeldBy> = {}): HeldBy => ({
  personId: cast.alice,
  personName: 'Alice',
  roleName: 'User Administrator',
  schedule: aSchedule({
    kind: 'assignment',
    assignmentType: 'Assigned',
    roleDefinitionId: roles.userAdministrator,
    startAt: at(0),
    endAt: at(120),
    ...differing,
  }),
  ...person,
});

/** Groups Administrator from one o'clock to three. */
const wanted = (differing: Partial<WantedHolding> = {}): WantedHolding => ({
  kind: 'assignment',
  action: 'adminAssign',
  target,
  span: { startAt: at(60), endAt: at(180) },
  ...differing,
});

const separated = (rule: SeparationRule, ...holdings: readonly HeldBy[]): readonly SeparationFacts[] => [
  { rule, held: holdings },
];

const isRefused = (rule: SeparationRule, holding: HeldBy, want: WantedHolding, now = at(30)): boolean =>
  separationConflict(separated(rule, holding), want, now) !== null;

type Wish = 'eligibility' | 'assignment' | 'activation';
type Holds = 'eligible' | 'assigned' | 'activated';

const wish: Readonly<Record<Wish, Partial<WantedHolding>>> = {
  eligibility: { kind: 'eligibility' },
  assignment: { kind: 'assignment' },
  activation: { kind: 'assignment', action: 'selfActivate' },
};
const holding: Readonly<Record<Holds, Partial<Schedule>>> = {
  eligible: { kind: 'eligibility', assignmentType: null },
  assigned: { kind: 'assignment', assignmentType: 'Assigned' },
  activated: { kind: 'assignment', assignmentType: 'Activated' },
};

describe('item 9: what each level parts', () => {
  test.each<{ level: SeparationLevel; wants: Wish; while: Holds; refused: boolean }>([
    { level: 'Assignment', wants: 'eligibility', while: 'eligible', refused: false },
    { level: 'Assignment', wants: 'eligibility', while: 'assigned', refused: false },
    { level: 'Assignment', wants: 'eligibility', while: 'activated', refused: false },
    { level: 'Assignment', wants: 'assignment', while: 'eligible', refused: false },
    { level: 'Assignment', wants: 'assignment', while: 'assigned', refused: true },
    { level: 'Assignment', wants: 'assignment', while: 'activated', refused: true },
    { level: 'Assignment', wants: 'activation', while: 'eligible', refused: false },
    { level: 'Assignment', wants: 'activation', while: 'assigned', refused: true },
    { level: 'Assignment', wants: 'activation', while: 'activated', refused: true },
    { level: 'Eligibility', wants: 'eligibility', while: 'eligible', refused: true },
    { level: 'Eligibility', wants: 'eligibility', while: 'assigned', refused: true },
    { level: 'Eligibility', wants: 'eligibility', while: 'activated', refused: true },
    { level: 'Eligibility', wants: 'assignment', while: 'eligible', refused: true },
    { level: 'Eligibility', wants: 'assignment', while: 'assigned', refused: true },
    { level: 'Eligibility', wants: 'assignment', while: 'activated', refused: true },
    { level: 'Eligibility', wants: 'activation', while: 'eligible', refused: false },
    { level: 'Eligibility', wants: 'activation', while: 'assigned', refused: true },
    { level: 'Eligibility', wants: 'activation', while: 'activated', refused: true },
  ])('$level: $wants while $while -> $refused', ({ level, wants, while: holds, refused }) => {
    expect(isRefused(aRule({ level }), held(holding[holds]), wanted(wish[wants]))).toBe(refused);
  });
});

describe('item 9: within the same scope', () => {
  test.each([
    { wants: '/', holds: '/', refused: true },
    { wants: '/', holds: unitScope, refused: true },
    { wants: unitScope, holds: '/', refused: true },
    { wants: unitScope, holds: unitScope, refused: true },
    { wants: unitScope, holds: otherUnit, refused: false },
  ])('$wants while held at $holds -> $refused', ({ wants, holds, refused }) => {
    const want = wanted({ target: { ...target, scopeId: wants } });
    expect(isRefused(aRule(), held({ scopeId: holds }), want)).toBe(refused);
  });
});

describe('item 9: at the same time, both ends half-open', () => {
  test.each([
    { when: 'it begins when the other one ends', span: { startAt: at(120), endAt: at(180) }, refused: false },
    { when: 'one tick before that', span: { startAt: at(120 - tick), endAt: at(180) }, refused: true },
    { when: 'it ends when the other one begins', span: { startAt: at(-60), endAt: at(0) }, refused: false },
    { when: 'one tick after that', span: { startAt: at(-60), endAt: at(tick) }, refused: true },
    { when: 'it has no end', span: { startAt: at(60), endAt: null }, refused: true },
    { when: 'it has no end and begins too late', span: { startAt: at(120), endAt: null }, refused: false },
  ])('$when -> $refused', ({ span, refused }) => {
    expect(isRefused(aRule(), held(), wanted({ span }), at(-60))).toBe(refused);
  });

  test.each([
    { when: 'both have no end', differing: { endAt: null }, refused: true },
    { when: 'the other one begins later on', differing: { startAt: at(179), endAt: null }, refused: true },
    { when: 'it begins when this one ends', differing: { startAt: at(180), endAt: null }, refused: false },
    { when: 'it was ended before', differing: { endAt: null, revokedAt: at(60) }, refused: false },
    { when: 'it was ended a tick too late', differing: { endAt: null, revokedAt: at(60 + tick) }, refused: true },
    { when: 'it was ended before it began', differing: { startAt: at(90), revokedAt: at(10) }, refused: false },
  ])('$when -> $refused', ({ differing, refused }) => {
    expect(isRefused(aRule(), held(differing), wanted())).toBe(refused);
  });

  test.each([
    { now: at(120 - tick), refused: true },
    { now: at(120), refused: false },
  ])('what both held in the past does not count: at $now -> $refused', ({ now, refused }) => {
    expect(isRefused(aRule(), held(), wanted({ span: { startAt: at(60), endAt: null } }), now)).toBe(refused);
  });
});

describe('the refusal', () => {
  test('names the rule, the person, the role and until when', () => {
    const refusal = separationConflict(separated(aRule(), held()), wanted(), at(30));
    expect(refusal).toMatchObject({
      code: 'SeparationOfDutiesViolation',
      message:
        'The separation of duties "Asks or grants" forbids it: Alice holds User Administrator until 2026-01-01T14:00:00.000Z; end that first, or start when it has ended.',
      details: { path: ['input', 'roleDefinitionId'] },
      others: [],
    });
  });

  test('tells an eligibility from an assignment, and what has no end', () => {
    const eligible = held({ kind: 'eligibility', assignmentType: null, endAt: null }, { roleName: null });
    const refusal = separationConflict(separated(aRule({ level: 'Eligibility' }), eligible), wanted(), at(30));
    expect(refusal?.message).toContain(
      `Alice is eligible for the role ${roles.userAdministrator} without an end; end that first.`,
    );
  });

  test('groups: one person behind it is enough, and what lasts longest is told', () => {
    const ofGroup = { principalId: groups.helpdesk };
    const facts = separated(
      aRule(),
      held({ endAt: at(90) }),
      held({ ...ofGroup, endAt: at(150) }, { personId: cast.ben, personName: 'Ben' }),
    );
    expect(separationConflict(facts, wanted(), at(30))?.message).toContain('Ben holds');
    expect(separationConflicts(facts, wanted(), at(30))).toMatchObject([
      { held: { personId: cast.ben }, overlap: { startAt: at(60), endAt: at(150) } },
    ]);
  });

  test('each rule that would be broken is told once', () => {
    const facts = [
      ...separated(aRule({ displayName: 'one' }), held(), held()),
      ...separated(aRule({ displayName: 'two' }), held()),
      ...separated(aRule({ displayName: 'three' })),
    ];
    const refusal = separationConflict(facts, wanted(), at(30));
    expect([refusal, ...(refusal?.others ?? [])].map((one) => one?.message.split('"')[1])).toEqual(['one', 'two']);
  });

  test('an approver is told the rule, but not the role that he may not see', () => {
    const [conflict] = separationConflicts(separated(aRule(), held()), wanted(), at(30));
    const told = conflict ? separationFailure(conflict) : '';
    expect(told).toContain('"Asks or grants"');
    expect(told).not.toContain('User Administrator');
  });

  test('nothing is refused without a rule, or without anybody behind the principal', () => {
    expect(separationConflict([], wanted(), at(30))).toBeNull();
    expect(separationConflict(separated(aRule()), wanted(), at(30))).toBeNull();
  });
});

test.each([
  { inner: [0, 10], outer: [0, 10], within: true },
  { inner: [0, 10 + tick], outer: [0, 10], within: false },
  { inner: [-tick, 10], outer: [0, 10], within: false },
  { inner: [1, 9], outer: [0, null], within: true },
  { inner: [1, null], outer: [0, null], within: true },
  { inner: [1, null], outer: [0, 10], within: false },
] as const)('isWithin($inner, $outer) -> $within', ({ inner, outer, within }) => {
  const span = ([start, end]: readonly [number, number | null]) => ({
    startAt: at(start),
    endAt: end === null ? null : at(end),
  });
  expect(isWithin(span(inner), span(outer))).toBe(within);
});
