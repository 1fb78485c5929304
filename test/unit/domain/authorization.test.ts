import { type Action, adminRole, can, rolesFor } from '../../../src/domain/authorization';
import { roles, unit } from '../../support/cast';
import { anActor, target } from './builders';

type RoleName = keyof typeof adminRole;
const everyRole = Object.keys(adminRole).filter((name): name is RoleName => name in adminRole);
const everyAction = Object.keys(rolesFor).filter((name): name is Action => name in rolesFor);

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
  'directory.read': [...viewers, 'directoryReaders'],
  'assignment.manage': managers,
  'request.cancel': managers,
  'policy.manage': managers,
  'approval.decideByDefault': managers,
  'directory.import': ['globalAdministrator'],
  'alert.read': [...managers, 'securityAdministrator', 'securityReader', 'globalReader'],
  'emergencyAccount.manage': ['globalAdministrator'],
};

const holding = (roleDefinitionId: string, scopeId: string) => anActor({ roles: [{ roleDefinitionId, scopeId }] });

describe.each(everyAction)('L.1 %s', (action) => {
  test.each(everyRole)('as %s', (name) => {
    const may = allowed[action].includes(name);
    expect(can(holding(adminRole[name], '/'), action)).toBe(may);
    expect(can(holding(adminRole[name], '/'), action, { ...target, scopeId: `/administrativeUnits/${unit}` })).toBe(
      may,
    );
  });

  test('as somebody without a role, or with one that administers something else', () => {
    expect(can(anActor(), action)).toBe(false);
    expect(can(holding(roles.userAdministrator, '/'), action)).toBe(false);
  });

  test('a role at an administrative unit reaches that unit, and nothing else', () => {
    const name = allowed[action][0] ?? 'globalAdministrator';
    const actor = holding(adminRole[name], `/administrativeUnits/${unit}`);
    const other = '/administrativeUnits/a0000a00-0000-4000-8000-000000000002';
    expect(can(actor, action, { ...target, scopeId: `/administrativeUnits/${unit}` })).toBe(true);
    expect(can(actor, action, { ...target, scopeId: other })).toBe(false);
    expect(can(actor, action, target)).toBe(false);
    expect(can(actor, action)).toBe(false);
  });
});

test('one role of several is enough', () => {
  const reader = { roleDefinitionId: adminRole.globalReader, scopeId: '/' };
  const manager = { roleDefinitionId: adminRole.globalAdministrator, scopeId: '/' };
  expect(can(anActor({ roles: [reader, manager] }), 'policy.manage')).toBe(true);
});
