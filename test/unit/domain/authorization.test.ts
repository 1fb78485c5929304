import { type Action, adminRole, can, holdersFor, tenantRoles, wholeTenant } from '../../../src/domain/authorization';
import { targetActions } from '../../../src/domain/providers/provider';
import { placeOf } from '../../../src/domain/scope';
import { unit } from '../../support/cast';
import { anActor, tenantAsScope, unitAsScope } from './builders';

type RoleName = keyof typeof adminRole;
const everyRole = Object.keys(adminRole).filter((name): name is RoleName => name in adminRole);
type TenantAction = keyof typeof tenantRoles;
const everyTenantAction = Object.keys(tenantRoles).filter((name): name is TenantAction => name in tenantRoles);
const everyAction: readonly Action[] = [...targetActions, ...everyTenantAction];

const managers: readonly RoleName[] = ['globalAdministrator', 'privilegedRoleAdministrator'];
const viewers: readonly RoleName[] = [
  ...managers,
  'securityAdministrator',
  'securityReader',
  'securityOperator',
  'globalReader',
];

/** Section L.1, written out a second time. */
const allowed: Readonly<Record<Action, readonly RoleName[]>> = {
  'request.read': viewers,
  'schedule.read': viewers,
  'approval.read': viewers,
  'policy.read': viewers,
  'audit.read': viewers,
  'roleDefinition.read': [...viewers, 'directoryReaders'],
  'directory.read': [
    ...viewers,
    'directoryReaders',
    'directoryWriters',
    'groupsAdministrator',
    'userAdministrator',
    'identityGovernanceAdministrator',
  ],
  'assignment.manage': managers,
  'request.cancel': managers,
  'policy.manage': managers,
  'approval.decideByDefault': managers,
  'directory.import': ['globalAdministrator'],
  'alert.read': [...managers, 'securityAdministrator', 'securityReader', 'globalReader'],
  'emergencyAccount.manage': ['globalAdministrator'],
  'resource.rule': ['globalAdministrator'],
  'guest.withdraw': ['globalAdministrator', 'privilegedRoleAdministrator', 'userAdministrator'],
};

const teamsAdministrator = '69091246-20e8-4a56-aa4d-066075b2a7a8';
const holding = (roleDefinitionId: string, scopeId: string) =>
  anActor({ roles: [{ provider: 'directory', roleDefinitionId, scopeId }] });

const inUnit = placeOf('directory', unitAsScope(unit));
const inOtherUnit = placeOf('directory', unitAsScope('a0000a00-0000-4000-8000-000000000002'));
const inTenant = placeOf('directory', tenantAsScope);

test('the tenant as a place is the scope that covers all of the directory', () =>
  expect(inTenant).toEqual(wholeTenant));

describe.each(everyAction)('L.1 %s', (action) => {
  test.each(everyRole)('as %s', (name) => {
    const may = allowed[action].includes(name);
    expect(can(holding(adminRole[name], '/'), action)).toBe(may);
    expect(can(holding(adminRole[name], '/'), action, inUnit)).toBe(may);
  });

  test('as somebody without a role, or with one that administers something else', () => {
    expect(can(anActor(), action)).toBe(false);
    expect(can(holding(teamsAdministrator, '/'), action)).toBe(false);
  });

  test('a role at an administrative unit reaches that unit, and nothing else', () => {
    const name = allowed[action][0] ?? 'globalAdministrator';
    const actor = holding(adminRole[name], `/administrativeUnits/${unit}`);
    expect(can(actor, action, inUnit)).toBe(true);
    expect(can(actor, action, inOtherUnit)).toBe(false);
    expect(can(actor, action, inTenant)).toBe(false);
    expect(can(actor, action)).toBe(false);
  });

  test('a role of another provider is none here, whatever its id and scope', () => {
    const roleDefinitionId = adminRole.globalAdministrator;
    for (const provider of ['group', 'azure'] as const)
      expect(can(anActor({ roles: [{ provider, roleDefinitionId, scopeId: '/' }] }), action)).toBe(false);
  });
});

test('one role of several is enough', () => {
  const reader = { provider: 'directory', roleDefinitionId: adminRole.globalReader, scopeId: '/' } as const;
  const manager = { ...reader, roleDefinitionId: adminRole.globalAdministrator };
  expect(can(anActor({ roles: [reader, manager] }), 'policy.manage')).toBe(true);
});

test('the roles have to come together in one: what one allows is not to be had where another one is held', () => {
  const readerOfAll = { provider: 'directory', roleDefinitionId: adminRole.globalReader, scopeId: '/' } as const;
  const managerOfUnit = {
    ...readerOfAll,
    roleDefinitionId: adminRole.globalAdministrator,
    scopeId: `/administrativeUnits/${unit}`,
  };
  const actor = anActor({ roles: [readerOfAll, managerOfUnit] });
  expect(can(actor, 'assignment.manage', inUnit)).toBe(true);
  expect(can(actor, 'assignment.manage', inOtherUnit)).toBe(false);
});

test.each(everyTenantAction)('%s is the same for the things of every provider', (action) => {
  const [directory, ...others] = (['directory', 'group', 'azure'] as const).map((provider) =>
    holdersFor(action, { provider }),
  );
  for (const other of others) expect(other).toEqual(directory);
});
