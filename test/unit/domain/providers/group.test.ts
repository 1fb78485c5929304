import { adminRole, can } from '../../../../src/domain/authorization';
import { groupProvider } from '../../../../src/domain/providers/group';
import { type TargetAction, targetActions } from '../../../../src/domain/providers/provider';
import { type Place, placeOf } from '../../../../src/domain/scope';
import { cast, groups, unit } from '../../../support/cast';
import { anActor, aPrincipal, groupAsScope } from '../builders';

const { canonicalRole, canonicalScope, principalFault, scopeFault } = groupProvider;
const upper = groups.plain.toUpperCase();

describe('resources 4 what names a group, and what is held there', () => {
  test.each([
    [groups.plain, groups.plain],
    [upper, groups.plain],
    ['', null],
    ['/', null],
    [` ${groups.plain}`, null],
    [`${groups.plain}\n`, null],
    [`${groups.plain}/`, null],
    [`{${groups.plain}}`, null],
    [groups.plain.replaceAll('-', ''), null],
    [groups.plain.replace('b', 'g'), null],
    [`/administrativeUnits/${unit}`, null],
    [`/groups/${groups.plain}`, null],
  ])('the group %j is %j', (written, canonical) => expect(canonicalScope(written)).toBe(canonical));

  test.each([
    ['member', 'member'],
    ['owner', 'owner'],
    ['Owner', null],
    [' member', null],
    ['members', null],
    ['', null],
    ['unknownFutureValue', null],
    ['constructor', null],
    [adminRole.globalAdministrator, null],
  ])('the access %j is %j', (written, canonical) => expect(canonicalRole(written)).toBe(canonical));
});

describe('G-1 groups that cannot be managed', () => {
  test.each([
    { what: 'a security group', group: {}, refused: null },
    { what: 'a role-assignable group', group: { isAssignableToRole: true }, refused: null },
    { what: 'a Microsoft 365 group', group: { groupTypes: ['Unified'] }, refused: null },
    { what: 'a group that was synchronised once', group: { onPremisesSyncEnabled: false }, refused: null },
    { what: 'a dynamic group', group: { groupTypes: ['DynamicMembership'] }, refused: 'dynamic membership' },
    {
      what: 'a dynamic Microsoft 365 group',
      group: { groupTypes: ['Unified', 'DynamicMembership'] },
      refused: 'dynamic membership',
    },
    { what: 'a synchronised group', group: { onPremisesSyncEnabled: true }, refused: 'synchronised' },
  ])('$what: $refused', ({ group, refused }) => {
    const fault = scopeFault(groupAsScope(group));
    expect(fault).toEqual(refused === null ? null : expect.stringContaining(refused));
  });
});

type RoleName = keyof typeof adminRole;
const everyRole = Object.keys(adminRole).filter((name): name is RoleName => name in adminRole);

/** G-7 and L.3, written out a second time. */
const assignableManagers: readonly RoleName[] = ['globalAdministrator', 'privilegedRoleAdministrator'];
const otherManagers: readonly RoleName[] = [
  'globalAdministrator',
  'groupsAdministrator',
  'userAdministrator',
  'identityGovernanceAdministrator',
  'directoryWriters',
];
const readers: readonly RoleName[] = ['globalReader', 'securityReader'];
const reading: readonly TargetAction[] = ['request.read', 'schedule.read', 'approval.read', 'policy.read'];
const managing: readonly TargetAction[] = ['assignment.manage', 'request.cancel', 'policy.manage'];
const allowed = (action: TargetAction, managers: readonly RoleName[]): readonly RoleName[] => {
  if (reading.includes(action)) return [...managers, ...readers];
  return managing.includes(action) ? managers : [];
};

const assignable = placeOf('group', groupAsScope({ id: groups.helpdesk, isAssignableToRole: true }));
const other = placeOf('group', groupAsScope({ isAssignableToRole: false }));
const unsaid = placeOf('group', groupAsScope({ isAssignableToRole: null }));

const holding = (roleDefinitionId: string, scopeId = '/') =>
  anActor({ roles: [{ provider: 'directory', roleDefinitionId, scopeId }] });
const owning = (groupId: string) =>
  anActor({ roles: [{ provider: 'group', roleDefinitionId: 'owner', scopeId: groupId }] });
const belonging = (groupId: string) =>
  anActor({ roles: [{ provider: 'group', roleDefinitionId: 'member', scopeId: groupId }] });

test('every action is of one of the sorts', () =>
  expect(new Set(targetActions)).toEqual(new Set([...reading, ...managing, 'approval.decideByDefault'])));

describe.each(targetActions)('G-7, L.3 %s', (action) => {
  test.each(everyRole)('as %s', (name) => {
    const actor = holding(adminRole[name]);
    expect(can(actor, action, assignable)).toBe(allowed(action, assignableManagers).includes(name));
    expect(can(actor, action, other)).toBe(allowed(action, otherManagers).includes(name));
    expect(can(actor, action, unsaid)).toBe(allowed(action, otherManagers).includes(name));
  });

  test.each(everyRole)('as %s of a unit: never, only what is held in the whole tenant counts', (name) => {
    const actor = holding(adminRole[name], `/administrativeUnits/${unit}`);
    expect([assignable, other, unsaid].some((place) => can(actor, action, place))).toBe(false);
  });

  test('as owner: of that group, role-assignable or not, and of no other', () => {
    const may = action !== 'approval.decideByDefault';
    expect(can(owning(groups.helpdesk), action, assignable)).toBe(may);
    expect(can(owning(groups.plain), action, other)).toBe(may);
    expect(can(owning(groups.plain), action, assignable)).toBe(false);
    expect(can(owning(groups.helpdesk), action, other)).toBe(false);
  });

  test('as member, as somebody without a role, and as owner of a group that is not known: never', () => {
    const unknown: Place = placeOf('group', null);
    expect(can(belonging(groups.plain), action, other)).toBe(false);
    expect(can(anActor(), action, other)).toBe(false);
    expect(can(owning(groups.plain), action, unknown)).toBe(false);
  });

  test('an ownership is none of a directory role, nor of the tenant', () => {
    expect(can(owning(groups.plain), action)).toBe(false);
    expect(can(owning('/'), action)).toBe(false);
  });
});

describe('G-8, G-15, M-2 who can be given a membership or an ownership', () => {
  const person = aPrincipal();
  const application = aPrincipal({ id: cast.robot, type: 'servicePrincipal' });
  const group = aPrincipal({ id: groups.approvers, type: 'group' });
  const itself = aPrincipal({ id: groups.plain, type: 'group' });
  const itselfAssignable = { ...itself, isAssignableToRole: true };
  const [given, eligible] = ['assignment', 'eligibility'] as const;
  const cannotActivate = 'Service principals cannot be eligible, as they cannot activate.';
  const cannotOwn = 'A group cannot own a group.';
  const cannotBeActive =
    'A group cannot be an active member of a role-assignable group; make it eligible, or choose its members.';
  const ownMember = 'A group cannot be its own member or owner.';
  test.each([
    ['a person', person, given, 'member', null, null],
    ['a person', person, eligible, 'member', null, null],
    ['a person', person, given, 'owner', null, null],
    ['a person', person, eligible, 'owner', null, null],
    ['G-15 a service principal', application, given, 'member', null, null],
    ['G-15 a service principal', application, given, 'owner', null, null],
    ['M-2 a service principal', application, eligible, 'member', cannotActivate, cannotActivate],
    ['M-2 a service principal', application, eligible, 'owner', cannotActivate, cannotActivate],
    ['G-8 a group', group, given, 'member', null, cannotBeActive],
    ['G-8 a group', group, eligible, 'member', null, null],
    ['a group', group, given, 'owner', cannotOwn, cannotOwn],
    ['a group', group, eligible, 'owner', null, null],
    ['the group itself', itself, given, 'member', ownMember, ownMember],
    ['the group itself', itself, eligible, 'member', ownMember, ownMember],
    ['the group itself', itselfAssignable, eligible, 'owner', ownMember, ownMember],
  ] as const)(
    '%s: %j, %s, %s: %j, and of a role-assignable group %j',
    (_who, principal, kind, access, plain, assigned) => {
      const giving = { principal, kind, roleDefinitionId: access };
      expect(principalFault({ ...giving, scope: groupAsScope() })).toBe(plain);
      expect(principalFault({ ...giving, scope: groupAsScope({ isAssignableToRole: null }) })).toBe(plain);
      expect(principalFault({ ...giving, scope: groupAsScope({ isAssignableToRole: true }) })).toBe(assigned);
    },
  );
});

test('G-3, D-1 each group has its own two policies, in the spelling of Graph', () => {
  const { policyId, policyScope, policyScopeType, rolesManagedTogether } = groupProvider;
  expect(policyScope(groups.plain)).toBe(groups.plain);
  expect(rolesManagedTogether('owner')).toEqual(['member', 'owner']);
  expect(policyId({ scopeId: groups.plain, tenantId: 'tenant', unique: 'unique' })).toBe(
    `${policyScopeType}_${groups.plain}_unique`,
  );
});
