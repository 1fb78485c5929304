import { defaultGroupRules } from '../policy/default-rules';
import type { ScopeGroup } from '../scope';
import { oneDay } from '../time';
import { adminRole } from './admin-role';
import { type Giving, type Holder, holdersOf, type ProviderRules } from './provider';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What is held at a group: Graph's `accessId`. */
export const groupAccess = ['member', 'owner'] as const;
export type GroupAccess = (typeof groupAccess)[number];

const isAccess = (text: string): text is GroupAccess => groupAccess.some((access) => access === text);

/** For how many days the last active owner is kept past his end while nobody else becomes one; then he stays (G-13). */
export const keptOwnerDays = 30;

/** What kind of group it is, as the audit says it (resources.md 11). */
export const auditGroupType = ({ groupTypes }: ScopeGroup): string =>
  groupTypes.includes('Unified') ? 'unifiedGroups' : 'azureAD';

const owner: Holder = { provider: 'group', roleDefinitionId: 'owner' };

const ofRole = (roleDefinitionId: string, isAssignableToRole?: boolean): Holder => ({
  provider: 'directory',
  roleDefinitionId,
  ...(isAssignableToRole !== undefined && { isAssignableToRole }),
});

const managers: readonly Holder[] = [
  owner,
  ofRole(adminRole.globalAdministrator),
  ofRole(adminRole.privilegedRoleAdministrator, true),
  ofRole(adminRole.groupsAdministrator, false),
  ofRole(adminRole.userAdministrator, false),
  ofRole(adminRole.identityGovernanceAdministrator, false),
  ofRole(adminRole.directoryWriters, false),
];
const viewers: readonly Holder[] = [...managers, ofRole(adminRole.globalReader), ofRole(adminRole.securityReader)];

/** Who manages a group, and who reads what is held there (G-7, L.3); approvers have to be named (D-14, E-4). */
const holders = holdersOf(viewers, managers, []);

/** Who cannot be given a membership or an ownership (G-8, G-15, M-2). */
function principalFault({ principal, kind, roleDefinitionId, scope }: Giving): string | null {
  if (principal.id === scope.id) return 'A group cannot be its own member or owner.';
  if (principal.type === 'servicePrincipal' && kind === 'eligibility')
    return 'Service principals cannot be eligible, as they cannot activate.';
  if (principal.type !== 'group' || kind === 'eligibility') return null;
  if (roleDefinitionId === 'owner') return 'A group cannot own a group.';
  return scope.group?.isAssignableToRole === true
    ? 'A group cannot be an active member of a role-assignable group; make it eligible, or choose its members.'
    : null;
}

/** Memberships and ownerships of groups: the scope is the group (resources.md 4). */
export const groupProvider: ProviderRules = {
  provider: 'group',
  canonicalScope: (scopeId) => (guid.test(scopeId) ? scopeId.toLowerCase() : null),
  canonicalRole: (accessId) => (isAccess(accessId) ? accessId : null),
  policyScope: (scopeId) => scopeId,
  holders,
  scopeFault: ({ group }) => {
    if (group?.groupTypes.includes('DynamicMembership') === true)
      return 'A group with dynamic membership cannot be managed: its rule decides who belongs to it.';
    return group?.onPremisesSyncEnabled === true
      ? 'A group that is synchronised from on-premises cannot be managed here: change it there.'
      : null;
  },
  roleFault: () => null,
  principalFault,
  conditionalRoles: [],
  defaultRules: defaultGroupRules,
  policyId: ({ scopeId, unique }) => `Group_${scopeId}_${unique}`,
  isManagedFromStart: false,
  rolesManagedTogether: () => groupAccess,
  policyScopeType: 'Group',
  alwaysHeld: {
    includes: (accessId) => accessId === 'owner',
    keptFor: keptOwnerDays * oneDay,
    refusal: () => 'The group would have no active owner any more; make somebody else its owner first.',
  },
  audit: {
    category: 'GroupManagement',
    onboarded: 'Onboarded resource to PIM',
    otherNames: {
      'Process role update request': 'Process request',
      'Add eligible member to role in PIM canceled (permanent)': 'Cancel request',
      'Restore eligible member from role in PIM completed': 'Restore eligible member from role in PIM comleted',
    },
    isScopeTheDirectory: true,
  },
  names: {
    role: 'accessId',
    scope: 'groupId',
    scopeHint: 'use the id of an existing group',
    managers: 'an owner of the group, or an administrator of such groups,',
  },
};
