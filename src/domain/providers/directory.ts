import { defaultDirectoryRules } from '../policy/default-rules';
import { adminRole } from './admin-role';
import { type Holder, holdersOf, type ProviderRules } from './provider';

const unitScope = /^\/administrativeUnits\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** The scope that covers the whole organisation. */
export const tenantScope = '/';

/** The administrative unit that a scope names, or null for the tenant. */
export const unitIdIn = (scopeId: string): string | null => unitScope.exec(scopeId)?.[1] ?? null;

const administering: readonly string[] = [adminRole.globalAdministrator, adminRole.privilegedRoleAdministrator];

const of = (roles: readonly string[]): readonly Holder[] =>
  roles.map((roleDefinitionId) => ({ provider: 'directory', roleDefinitionId }));

const managers = of([adminRole.globalAdministrator, adminRole.privilegedRoleAdministrator]);
const viewers = [
  ...managers,
  ...of([
    adminRole.securityAdministrator,
    adminRole.globalReader,
    adminRole.securityReader,
    adminRole.securityOperator,
  ]),
];

/** Who manages directory roles, and who reads them (L.1). */
const holders = holdersOf(viewers, managers, managers);

/** Directory roles: held at the tenant `/` or at one administrative unit (resources.md 7.4). */
export const directoryProvider: ProviderRules = {
  provider: 'directory',
  canonicalScope: (scopeId) => {
    if (scopeId === tenantScope) return tenantScope;
    const unitId = unitIdIn(scopeId);
    return unitId ? `/administrativeUnits/${unitId.toLowerCase()}` : null;
  },
  canonicalRole: (roleDefinitionId) => roleDefinitionId,
  policyScope: () => tenantScope,
  holders,
  scopeFault: () => null,
  roleFault: () => null,
  principalFault: ({ principal, kind }) => {
    // G-16
    if (principal.type === 'group' && principal.isAssignableToRole !== true)
      return 'Only role-assignable groups can be given directory roles.';
    return principal.type === 'servicePrincipal' && kind === 'eligibility'
      ? 'Service principals cannot be eligible, as they cannot activate.'
      : null;
  },
  conditionalRoles: [],
  defaultRules: defaultDirectoryRules,
  policyId: ({ tenantId, unique }) => `DirectoryRole_${tenantId}_${unique}`,
  isManagedFromStart: true,
  rolesManagedTogether: (roleDefinitionId) => [roleDefinitionId],
  policyScopeType: 'DirectoryRole',
  alwaysHeld: {
    // The two roles that administer PIM itself (K-1).
    includes: (roleDefinitionId, scopeId) => scopeId === tenantScope && administering.includes(roleDefinitionId),
    keptFor: null,
    refusal: (role) => `Nobody would be ${role} any more; make another person ${role} first.`,
  },
  audit: {
    category: 'RoleManagement',
    onboarded: 'Onboarded resource from PIM',
    otherNames: {},
    isScopeTheDirectory: false,
  },
  names: {
    role: 'roleDefinitionId',
    scope: 'directoryScopeId',
    scopeHint: 'use / or /administrativeUnits/{id} of an existing unit',
    managers: 'a Privileged Role Administrator or Global Administrator',
  },
};
