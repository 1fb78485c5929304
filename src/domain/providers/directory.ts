import type { ProviderRules } from './provider';

const unitScope = /^\/administrativeUnits\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;

/** The scope that covers the whole organisation. */
export const tenantScope = '/';

/** The administrative unit that a scope names, or null for the tenant. */
export const unitIdIn = (scopeId: string): string | null => unitScope.exec(scopeId)?.[1] ?? null;

/** Directory roles: held at the tenant `/` or at one administrative unit (resources.md 7.4). */
export const directoryProvider: ProviderRules = {
  provider: 'directory',
  canonicalScope: (scopeId) => {
    if (scopeId === tenantScope) return tenantScope;
    const unitId = unitIdIn(scopeId);
    return unitId ? `/administrativeUnits/${unitId.toLowerCase()}` : null;
  },
  covers: (holder, wanted) => holder === tenantScope || holder === wanted,
  auditCategory: 'RoleManagement',
  policyScopeType: 'DirectoryRole',
};
