/** The three variants of PIM: directory roles, groups, and resources of the cloud. */
export type Provider = 'directory' | 'group' | 'azure';

/** What differs between the variants, and nothing else. */
export interface ProviderRules {
  readonly provider: Provider;
  /** The canonical spelling of a scope as a caller wrote it, or null when it is not a scope of this provider. */
  readonly canonicalScope: (scopeId: string) => string | null;
  /** Whether what is held at `holder` reaches `wanted`; every scope covers itself. */
  readonly covers: (holder: string, wanted: string) => boolean;
  /** The category of this provider's audit entries (resources.md 11.2). */
  readonly auditCategory: 'RoleManagement' | 'GroupManagement' | 'ResourceManagement';
  /** Text in policy ids and `scopeType` (resources.md 6.1). */
  readonly policyScopeType: 'DirectoryRole' | 'Group' | 'AzureRole';
}
