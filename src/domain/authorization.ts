import type { Actor } from './actor';
import { tenantScope } from './providers/directory';
import { covers, type Target } from './target';

/** Directory roles whose active holders manage or read PIM itself (L.1); template ids. */
export const adminRole = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  securityAdministrator: '194ae4cb-b126-40b2-bd5b-6091b380977d',
  securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  securityOperator: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  directoryReaders: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
} as const;

const managers = [adminRole.globalAdministrator, adminRole.privilegedRoleAdministrator];
const viewers = [
  ...managers,
  adminRole.securityAdministrator,
  adminRole.globalReader,
  adminRole.securityReader,
  adminRole.securityOperator,
];

/**
 * The whole permission table: what can be done to others' things, and by holders of which role (L.1).
 *
 * A role held at a scope allows the action on what that scope covers. What everybody may do with his own things stands
 * with the commands (`permits`) and in `storage/visibility.ts`, which turns this same table into SQL.
 */
export const rolesFor = {
  'request.read': viewers,
  'schedule.read': viewers,
  'approval.read': viewers,
  'policy.read': viewers,
  'roleDefinition.read': [...viewers, adminRole.directoryReaders],
  'directory.read': [...viewers, adminRole.directoryReaders],
  'audit.read': viewers,
  'assignment.manage': managers,
  'request.cancel': managers,
  'policy.manage': managers,
  'approval.decideByDefault': managers,
  'directory.import': [adminRole.globalAdministrator],
  'alert.read': [...managers, adminRole.securityAdministrator, adminRole.globalReader, adminRole.securityReader],
  'emergencyAccount.manage': [adminRole.globalAdministrator],
} as const satisfies Record<string, readonly string[]>;

export type Action = keyof typeof rolesFor;

/** A place in the tenant that is not a target of its own, such as a policy, the audit or the directory. */
export const tenant: Target = { provider: 'directory', roleDefinitionId: '', scopeId: tenantScope };

/** Whether the actor's roles allow the action on the target. */
export function can(actor: Actor, action: Action, target: Target = tenant): boolean {
  const roles: readonly string[] = rolesFor[action];
  return actor.roles.some(
    ({ roleDefinitionId, scopeId }) => roles.includes(roleDefinitionId) && covers(scopeId, target),
  );
}
