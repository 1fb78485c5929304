import { defaultResourceRules } from '../policy/default-rules';
import { type Holder, holdersOf, type ProviderRules } from './provider';

/** Roles on resources that the rules know by name; ids of the cloud's built-in roles. */
export const resourceRole = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1',
  // The role of the published requests, which state a condition for it (examples.md 11.1, 11.2).
  acrQuarantineWriter: 'c8d4ff99-41c3-41a8-9f60-21dfdad59608',
} as const;

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const name = '[^/\\s?#%\\\\]{1,260}';
const managementGroup = `/providers/microsoft\\.management/managementgroups/${name}`;
const subscription = `/subscriptions/${guid}`;
const resourceGroup = `${subscription}/resourcegroups/${name}`;
const resource = `${resourceGroup}/providers/${name}(?:/${name}/${name}){1,8}`;

const kinds = [
  { type: 'managementgroup', pattern: new RegExp(`^${managementGroup}$`) },
  { type: 'subscription', pattern: new RegExp(`^${subscription}$`) },
  { type: 'resourcegroup', pattern: new RegExp(`^${resourceGroup}$`) },
  { type: 'resource', pattern: new RegExp(`^${resource}$`) },
] as const;

/** What a scope of the cloud is (resources.md 12.1). */
export type ResourceScopeType = (typeof kinds)[number]['type'];

const longest = 2_000;

/** What the cloud is called where callers read it: in the names of the API and the properties of a directory file. */
export const resourceNames = {
  typePrefix: 'Azure',
  fieldPrefix: 'azureRole',
  scope: 'azureScope',
  scopes: 'azureScopes',
  roleDefinition: 'azureRoleDefinition',
  roleDefinitions: 'azureRoleDefinitions',
  /** The filter that finds what reaches a scope (resources.md 12.4). */
  atScope: 'atScope',
} as const;

/** The canonical id of a scope: in lower case, without a slash at its end; null for what is none. */
export function canonicalResourceScope(text: string): string | null {
  if (text.length > longest) return null;
  const id = text.toLowerCase().replace(/\/$/, '');
  return kinds.some(({ pattern }) => pattern.test(id)) ? id : null;
}

/** What a canonical scope id names. */
export const resourceScopeType = (scopeId: string): ResourceScopeType | null =>
  kinds.find(({ pattern }) => pattern.test(scopeId))?.type ?? null;

/** What a scope is, in the cloud's words: `subscription` and the like, for a resource its type, such as `Microsoft.Storage/storageAccounts`. */
export function resourceTypeIn(spelling: string): string {
  const type = resourceScopeType(spelling.toLowerCase());
  if (type !== 'resource') return type ?? '';
  const [namespace = '', ...names] = spelling
    .slice(spelling.toLowerCase().lastIndexOf('/providers/') + 1)
    .split('/')
    .slice(1);
  return [namespace, ...names.filter((_, index) => index % 2 === 0)].join('/');
}

/** The scope above one that its own path tells; null for subscriptions and management groups, which are placed in the tree. */
export function parentInPath(scopeId: string): string | null {
  switch (resourceScopeType(scopeId)) {
    case 'resourcegroup':
      return scopeId.slice(0, scopeId.lastIndexOf('/resourcegroups/'));
    case 'resource':
      // Without its own type and name, and without the namespace where that is all that is left of what follows it.
      return scopeId.replace(/\/[^/]+\/[^/]+$/, '').replace(/\/providers\/[^/]+$/, '');
    default:
      return null;
  }
}

const rolePath = new RegExp(
  `^(?:(?:${managementGroup}|${subscription}(?:/resourcegroups/${name})?)?/providers/microsoft\\.authorization/roledefinitions/)?(${guid})$`,
);

const of = (...roles: readonly string[]): readonly Holder[] =>
  roles.map((roleDefinitionId) => ({ provider: 'azure', roleDefinitionId }));

const managers = of(resourceRole.owner, resourceRole.userAccessAdministrator);
const viewers = [...managers, ...of(resourceRole.contributor, resourceRole.reader)];

/**
 * Who manages a scope, and who reads what is held there: holders at the scope or above; no directory role (L.2, S-1).
 * Approvers have to be named (S-12).
 */
const holders = holdersOf(viewers, managers, []);

/** Roles on resources: held in a tree of management groups, subscriptions, resource groups and resources (resources.md 12). */
export const azureProvider: ProviderRules = {
  provider: 'azure',
  canonicalScope: canonicalResourceScope,
  canonicalRole: (text) => (text.length > longest ? null : (rolePath.exec(text.toLowerCase())?.[1] ?? null)),
  // S-3: never that of a scope above.
  policyScope: (scopeId) => scopeId,
  holders,
  scopeFault: () => null,
  roleFault: ({ displayName, resourceScopes = ['/'] }, { coveredBy }) =>
    resourceScopes.some((scope) => scope === '/' || coveredBy.includes(canonicalResourceScope(scope) ?? ''))
      ? null
      : `The role ${displayName} can be assigned only at its assignableScopes and below them: ${resourceScopes.join(', ')}.`,
  principalFault: ({ principal, kind }) =>
    principal.type === 'servicePrincipal' && kind === 'eligibility'
      ? 'Service principals cannot be eligible, as they cannot activate.'
      : null,
  conditionalRoles: [
    resourceRole.storageBlobDataOwner,
    resourceRole.storageBlobDataContributor,
    resourceRole.storageBlobDataReader,
    resourceRole.acrQuarantineWriter,
  ],
  defaultRules: defaultResourceRules,
  policyId: ({ scopeId, unique }) => `${scopeId}/providers/Microsoft.Authorization/roleManagementPolicies/${unique}`,
  isManagedFromStart: false,
  rolesManagedTogether: (roleDefinitionId) => [roleDefinitionId],
  policyScopeType: 'AzureRole',
  alwaysHeld: {
    includes: () => false,
    keptFor: null,
    refusal: (role) => `Nobody would be ${role} any more; make another person ${role} first.`,
  },
  audit: {
    category: 'ResourceManagement',
    onboarded: 'Onboarded resource from PIM',
    otherNames: {},
    isScopeTheDirectory: true,
  },
  names: {
    role: 'roleDefinitionId',
    scope: 'scope',
    scopeHint: 'use the path of an existing management group, subscription, resource group or resource',
    managers: 'an Owner or User Access Administrator at the scope or above it',
  },
};

const authorization = '/providers/Microsoft.Authorization';

/** The path of a role at a scope, as ARM writes it: that of the scope's subscription, where it stands in one. */
export function rolePathAt(scopeId: string, roleDefinitionId: string): string {
  const [inSubscription = ''] = new RegExp(`^${subscription}`).exec(scopeId) ?? [];
  return `${inSubscription}${authorization}/roleDefinitions/${roleDefinitionId}`;
}

/** What a path of a role assignment has between its scope and its GUID. */
export const assignmentPath = `${authorization}/roleAssignments/`;
