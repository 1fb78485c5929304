import type { Brought, HeldBy, SeparationLevel, SeparationRule, Way } from '../../../src/domain/separation';
import { separationConflict, separationConflicts, type WantedHolding } from '../../../src/domain/separation-checks';
import { cast, groups, roles } from '../../support/cast';
import { aSchedule, at, tick } from './builders';

const aRule = (level: SeparationLevel): SeparationRule => ({
  id: '00000000-0000-4000-8000-0000000000c1',
  displayName: 'Asks or grants',
  description: null,
  provider: 'directory',
  roleDefinitionIds: [roles.groupsAdministrator, roles.userAdministrator],
  level,
  createdAt: at(0),
  modifiedAt: null,
  deletedAt: null,
});

const assigned = { kind: 'assignment', assignmentType: 'Assigned' } as const;
const active = (startAt: Date | null, endAt: Date | null): Way => ({ kind: 'assignment', startAt, endAt });
const eligible: Way = { kind: 'eligibility', startAt: null, endAt: null };

/** Alice is User Administrator from noon on. */
const held = (differing: Partial<HeldBy> = {}): HeldBy => ({
  personId: cast.alice,
  personName: 'Alice',
  roleName: 'User Administrator',
  schedule: aSchedule({ ...assigned, roleDefinitionId: roles.userAdministrator }),
  ...differing,
});

/** The group holds Groups Administrator from noon on. */
const brings = (differing: Partial<Brought> = {}): Brought => ({
  schedule: aSchedule(assigned),
  way: null,
  ...differing,
});

/** The membership from one o'clock to three. */
const membership = (differing: Partial<WantedHolding> = {}): WantedHolding => ({
  kind: 'assignment',
  action: 'adminAssign',
  target: { provider: 'group', roleDefinitionId: 'member', scopeId: groups.plain },
  span: { startAt: at(60), endAt: at(180) },
  ...differing,
});
const role = (differing: Partial<WantedHolding> = {}): WantedHolding =>
  membership({
    target: { provider: 'directory', roleDefinitionId: roles.groupsAdministrator, scopeId: '/' },
    ...differing,
  });

const isRefused = (level: SeparationLevel, wanted: WantedHolding, one: HeldBy, brought?: readonly Brought[]): boolean =>
  separationConflict([{ rule: aRule(level), held: [one], ...(brought && { brought }) }], wanted, at(30)) !== null;

describe('item 9: a membership is judged as the roles that it leads to', () => {
  test.each([
    { what: 'the role is held', brought: brings(), one: held(), refused: true },
    { what: 'the group’s ends as the membership begins', until: at(60), one: held(), refused: false },
    { what: 'the group’s ends an instant later', until: at(60 + tick), one: held(), refused: true },
    {
      what: 'the way to it opens as the membership ends',
      brought: brings({ way: active(at(180), null) }),
      one: held(),
      refused: false,
    },
    {
      what: 'the way to it opens before',
      brought: brings({ way: active(at(180 - tick), null) }),
      one: held(),
      refused: true,
    },
    { what: 'the way to it has to be activated', brought: brings({ way: eligible }), one: held(), refused: false },
    {
      what: 'the other one is the same role',
      brought: brings(),
      one: held({ schedule: aSchedule(assigned) }),
      refused: false,
    },
    {
      what: 'the other one’s way is over',
      brought: brings(),
      one: held({ way: active(null, at(60)) }),
      refused: false,
    },
    {
      what: 'the other one’s way is not over',
      brought: brings(),
      one: held({ way: active(null, at(60 + tick)) }),
      refused: true,
    },
    {
      what: 'the person is reached too late',
      brought: brings(),
      one: held({ reach: active(at(180), null) }),
      refused: false,
    },
  ])('$what: $refused', ({ brought, until = null, one, refused }) => {
    const found = brought ?? brings({ schedule: aSchedule({ ...assigned, endAt: until }) });
    expect(isRefused('Assignment', membership(), one, [found])).toBe(refused);
  });

  test.each<{
    what: string;
    level: SeparationLevel;
    wanted: Partial<WantedHolding>;
    group: 'assignment' | 'eligibility';
    refused: boolean;
  }>([
    {
      what: 'an eligible membership',
      level: 'Assignment',
      wanted: { kind: 'eligibility' },
      group: 'assignment',
      refused: false,
    },
    {
      what: 'an eligible membership',
      level: 'Eligibility',
      wanted: { kind: 'eligibility' },
      group: 'assignment',
      refused: true,
    },
    {
      what: 'a membership of an eligible group',
      level: 'Assignment',
      wanted: {},
      group: 'eligibility',
      refused: false,
    },
    {
      what: 'a membership of an eligible group',
      level: 'Eligibility',
      wanted: {},
      group: 'eligibility',
      refused: true,
    },
    {
      what: 'its activation',
      level: 'Eligibility',
      wanted: { action: 'selfActivate' },
      group: 'assignment',
      refused: true,
    },
    {
      what: 'its activation, the group being eligible',
      level: 'Eligibility',
      wanted: { action: 'selfActivate' },
      group: 'eligibility',
      refused: false,
    },
  ])('$level: $what: $refused', ({ level, wanted, group, refused }) => {
    const schedule = aSchedule({ kind: group, assignmentType: group === 'assignment' ? 'Assigned' : null });
    expect(isRefused(level, membership(wanted), held(), [brings({ schedule })])).toBe(refused);
  });

  test('the refusal names rule and person, and neither role', () => {
    const facts = [{ rule: aRule('Assignment'), held: [held()], brought: [brings()] }];
    const refusal = separationConflict(facts, membership(), at(30));
    expect(refusal).toMatchObject({ code: 'SeparationOfDutiesViolation', details: { path: ['input', 'groupId'] } });
    expect(refusal?.message).toContain(
      '"Asks or grants" forbids it: by this membership Alice would come to both roles',
    );
    expect(refusal?.message).not.toMatch(/Administrator/);
    expect(separationConflicts(facts, membership(), at(30))[0]?.overlap).toEqual({ startAt: at(60), endAt: at(180) });
  });
});

describe('item 9: a role, and what is held or reached through memberships', () => {
  test.each<{ what: string; level: SeparationLevel; one: HeldBy; refused: boolean }>([
    { what: 'held through a membership', level: 'Assignment', one: held({ way: active(null, at(90)) }), refused: true },
    {
      what: 'through one that is over by then',
      level: 'Assignment',
      one: held({ way: active(null, at(60)) }),
      refused: false,
    },
    { what: 'through one to be activated', level: 'Assignment', one: held({ way: eligible }), refused: false },
    { what: 'through one to be activated', level: 'Eligibility', one: held({ way: eligible }), refused: true },
    {
      what: 'of whoever is to join the group',
      level: 'Assignment',
      one: held({ reach: active(at(120), null) }),
      refused: true,
    },
    { what: 'of whoever may join the group', level: 'Assignment', one: held({ reach: eligible }), refused: false },
  ])('$level: $what: $refused', ({ level, one, refused }) => expect(isRefused(level, role(), one)).toBe(refused));

  test('the refusal tells until when it is held', () => {
    const facts = [{ rule: aRule('Assignment'), held: [held({ way: active(null, at(90)) })] }];
    expect(separationConflict(facts, role(), at(30))?.message).toContain(
      'Alice holds User Administrator until 2026-01-01T13:30:00.000Z',
    );
  });
});
