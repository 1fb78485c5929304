import type { Actor, HeldRole } from './actor';
import { adminRole } from './providers/admin-role';
import { directoryProvider, tenantScope } from './providers/directory';
import { type Holder, type TargetAction, targetActions } from './providers/provider';
import type { Place } from './scope';
import { rulesOf, type Target } from './target';

export { adminRole };

const viewers = directoryProvider.holders['request.read'].map(({ roleDefinitionId }) => roleDefinitionId);

/**
 * What is done in the tenant as a whole, and by holders of which directory role (L.1).
 *
 * Together with the providers' `holders`, which say it of their things, this is the whole permission table. What everybody
 * may do with his own things stands with the commands (`permits`) and in `storage/visibility.ts`, which turns this same
 * table into SQL.
 */
export const tenantRoles = {
  'roleDefinition.read': [...viewers, adminRole.directoryReaders],
  'directory.read': [
    ...viewers,
    adminRole.directoryReaders,
    adminRole.directoryWriters,
    adminRole.groupsAdministrator,
    adminRole.userAdministrator,
    adminRole.identityGovernanceAdministrator,
  ],
  'audit.read': viewers,
  'directory.import': [adminRole.globalAdministrator],
  'alert.read': [
    adminRole.globalAdministrator,
    adminRole.privilegedRoleAdministrator,
    adminRole.securityAdministrator,
    adminRole.globalReader,
    adminRole.securityReader,
  ],
  'emergencyAccount.manage': [adminRole.globalAdministrator],
  'resource.rule': [adminRole.globalAdministrator],
  'guest.withdraw': [adminRole.globalAdministrator, adminRole.privilegedRoleAdministrator, adminRole.userAdministrator],
} as const satisfies Record<string, readonly string[]>;

type TenantAction = keyof typeof tenantRoles;
export type Action = TargetAction | TenantAction;

const isTargetAction = (action: Action): action is TargetAction => targetActions.some((known) => known === action);

/** What is no target of its own, such as the directory, as the audit tells of it. */
export const tenant: Target = { provider: 'directory', roleDefinitionId: '', scopeId: tenantScope };

/** The tenant as a whole: where policies of directory roles, the audit and the directory stand. */
export const wholeTenant: Place = { provider: 'directory', coveredBy: [tenantScope], isAssignableToRole: false };

/** Who may do something to things of a provider; what is done in the tenant is the same for all. */
export const holdersFor = (action: Action, { provider }: Pick<Place, 'provider'>): readonly Holder[] =>
  isTargetAction(action)
    ? rulesOf(provider).holders[action]
    : tenantRoles[action].map((roleDefinitionId) => ({ provider: 'directory', roleDefinitionId }));

/** Whether the actor's roles allow the action at the place. */
export function can(actor: Actor, action: Action, place: Place = wholeTenant): boolean {
  const holders = holdersFor(action, place);
  return actor.roles.some(
    (role) => reaches(role, place) && holders.some((holder) => isHeldBy(holder, role) && countsAt(holder, place)),
  );
}

const isHeldBy = ({ provider, roleDefinitionId }: Holder, role: HeldRole): boolean =>
  role.provider === provider && role.roleDefinitionId === roleDefinitionId;

const countsAt = ({ isAssignableToRole }: Holder, place: Place): boolean =>
  isAssignableToRole === undefined || isAssignableToRole === place.isAssignableToRole;

/** Whether a role reaches the place: held in the whole tenant where it is a directory role, else at a scope that covers it. */
const reaches = ({ provider, scopeId }: HeldRole, { provider: wanted, coveredBy }: Place): boolean =>
  (provider === 'directory' && scopeId === tenantScope) || (provider === wanted && coveredBy.includes(scopeId));
