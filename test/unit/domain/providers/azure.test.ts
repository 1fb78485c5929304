import { adminRole, can } from '../../../../src/domain/authorization';
import {
  azureProvider,
  canonicalResourceScope,
  parentInPath,
  resourceRole,
  resourceScopeType,
  resourceTypeIn,
} from '../../../../src/domain/providers/azure';
import { type TargetAction, targetActions } from '../../../../src/domain/providers/provider';
import { placeOf, type Scope } from '../../../../src/domain/scope';
import { cast } from '../../../support/cast';
import { anActor, aPrincipal, groupAsScope } from '../builders';

const { canonicalRole, principalFault } = azureProvider;
const subscriptionId = '5ab50000-0000-4000-8000-00000000000a';
const root = '/providers/microsoft.management/managementgroups/contoso';
const subscription = `/subscriptions/${subscriptionId}`;
const web = `${subscription}/resourcegroups/web`;
const store = `${web}/providers/microsoft.storage/storageaccounts/store`;
const container = `${store}/blobservices/default`;

describe('resources 12.1 scopes: in lower case, by whole segments', () => {
  test.each([
    [root, root],
    ['/providers/Microsoft.Management/managementGroups/Contoso', root],
    [subscription, subscription],
    [subscription.toUpperCase(), subscription],
    [`${subscription}/`, subscription],
    [`${subscription}/resourceGroups/Web`, web],
    [`${web}/`, web],
    [`${subscription}/resourceGroups/Web/providers/Microsoft.Storage/storageAccounts/Store`, store],
    [container, container],
    [`${subscription}/resourcegroups/(a).b_c-d`, `${subscription}/resourcegroups/(a).b_c-d`],
  ])('%s is %s', (written, canonical) => expect(canonicalResourceScope(written)).toBe(canonical));

  test.each([
    ['nothing', ''],
    ['the tenant', '/'],
    ['a path that does not begin with a slash', subscription.slice(1)],
    ['two slashes at the end', `${subscription}//`],
    ['two slashes within', `${subscription}//resourcegroups/web`],
    ['a space before it', ` ${subscription}`],
    ['a line end behind it', `${subscription}\n`],
    ['a space within', `${subscription}/resourcegroups/a b`],
    ['an escape', `${subscription}/resourcegroups/a%2fb`],
    ['a query', `${subscription}?api-version=1`],
    ['a fragment', `${subscription}#x`],
    ['a backslash', `${subscription}/resourcegroups/a\\b`],
    ['a subscription without an id', '/subscriptions/'],
    ['a subscription that is no GUID', '/subscriptions/contoso'],
    ['an administrative unit', `/administrativeUnits/${subscriptionId}`],
    ['a group', subscriptionId],
    ['a word that only begins like one', `${subscription}/resourcegroupsx/web`],
    ['a resource group without a name', `${subscription}/resourcegroups`],
    ['a provider without a resource', `${web}/providers/microsoft.storage`],
    ['a type without a name', `${web}/providers/microsoft.storage/storageaccounts`],
    ['a resource below a resource, without its name', `${store}/blobservices`],
    ['something below a management group', `${root}/subscriptions/${subscriptionId}`],
    ['another host', `https://management.azure.com${subscription}`],
    ['letters that lower case makes others', '/subscriptions/5ab50000-0000-4000-8000-00000000000\u212a'],
  ])('%s is none', (_what, written) => expect(canonicalResourceScope(written)).toBeNull());

  test('a name has up to 260 characters, a scope up to 2000', () => {
    const named = (length: number) => `${subscription}/resourcegroups/${'x'.repeat(length)}`;
    expect(canonicalResourceScope(named(260))).toBe(named(260));
    expect(canonicalResourceScope(named(261))).toBeNull();
    const deep = (last: number) =>
      `${named(260)}/providers/${'y'.repeat(260)}${`/${'t'.repeat(260)}`.repeat(5)}/${'n'.repeat(last)}`;
    const room = 2_000 - deep(0).length;
    expect(deep(room)).toHaveLength(2_000);
    expect(canonicalResourceScope(deep(room))).toBe(deep(room));
    expect(canonicalResourceScope(deep(room + 1))).toBeNull();
  });

  test('hostile text is none', () => {
    const hostile = [
      `${web}/providers/${'a/'.repeat(990)}`,
      '/'.repeat(1_999),
      `${web}${'/providers'.repeat(150)}`,
      'x'.repeat(5e6),
    ];
    expect(hostile.map(canonicalResourceScope)).toEqual(hostile.map(() => null));
  });
});

describe('resources 12.1 what a scope is, and what its path says of the one above', () => {
  test.each([
    [root, 'managementgroup', null],
    [subscription, 'subscription', null],
    [web, 'resourcegroup', subscription],
    [store, 'resource', web],
    [container, 'resource', store],
    ['/', null, null],
    ['', null, null],
  ])('%s is a %s, below %s', (scope, type, parent) => {
    expect(resourceScopeType(scope)).toBe(type);
    expect(parentInPath(scope)).toBe(parent);
  });

  test('a resource group may be named like a part of a path', () => {
    const named = `${subscription}/resourcegroups/providers`;
    expect(parentInPath(`${named}/providers/a/b/c`)).toBe(named);
    expect(parentInPath(`${subscription}/resourcegroups/resourcegroups`)).toBe(subscription);
  });
});

test.each([
  [root, 'managementgroup'],
  [subscription.toUpperCase(), 'subscription'],
  [`${subscription}/resourceGroups/Web`, 'resourcegroup'],
  [`${web}/providers/Microsoft.Storage/storageAccounts/Store`, 'Microsoft.Storage/storageAccounts'],
  [
    `${web}/Providers/Microsoft.Storage/storageAccounts/S/blobServices/D`,
    'Microsoft.Storage/storageAccounts/blobServices',
  ],
  ['/', ''],
])('resources 12.1 the type of %s is %j', (spelling, type) => expect(resourceTypeIn(spelling)).toBe(type));

describe('resources 12.2 roles: by their GUID, or by any path that ends in it', () => {
  const { owner } = resourceRole;
  const path = `/providers/Microsoft.Authorization/roleDefinitions/${owner}`;
  test.each([
    ['the GUID', owner],
    ['the GUID in capitals', owner.toUpperCase()],
    ['the path of the tenant', path],
    ['the path of a subscription', `${subscription}${path}`],
    ['the path of a resource group', `${subscription}/resourceGroups/Web${path}`],
    ['the path of a management group', `/providers/Microsoft.Management/managementGroups/contoso${path}`],
    ['a path in capitals', `${subscription}${path}`.toUpperCase()],
  ])('%s', (_what, written) => expect(canonicalRole(written)).toBe(owner));

  test.each([
    ['nothing', ''],
    ['a name', 'Owner'],
    ['half a path', `/roleDefinitions/${owner}`],
    ['a path without its slash', path.slice(1)],
    ['something behind it', `${path}/x`],
    ['a slash behind it', `${path}/`],
    ['a line end behind it', `${owner}\n`],
    ['a path of something else', `${subscription}/providers/Microsoft.Authorization/roleAssignments/${owner}`],
    ['a foreign path before it', `/x${path}`],
    ['too long a text', `${' '.repeat(2_000)}${owner}`],
  ])('%s is none', (_what, written) => expect(canonicalRole(written)).toBeNull());
});

/** A scope as the tree has it: all above it are the first words of what covers it. */
const covered = (...coveredBy: readonly string[]): Scope => ({
  id: coveredBy.at(-1) ?? '',
  displayName: null,
  coveredBy,
  group: null,
});
const place = placeOf('azure', covered(root, subscription, web));
const reading: readonly TargetAction[] = ['request.read', 'schedule.read', 'approval.read', 'policy.read'];
const managing: readonly TargetAction[] = ['assignment.manage', 'request.cancel', 'policy.manage'];

type RoleName = keyof typeof resourceRole;
const everyRole = Object.keys(resourceRole).filter((name): name is RoleName => name in resourceRole);
const managers: readonly RoleName[] = ['owner', 'userAccessAdministrator'];

/** L.2, written out a second time. */
const allowed = (action: TargetAction): readonly RoleName[] => {
  if (reading.includes(action)) return [...managers, 'contributor', 'reader'];
  return managing.includes(action) ? managers : [];
};
const holding = (name: RoleName, scopeId: string) =>
  anActor({ roles: [{ provider: 'azure', roleDefinitionId: resourceRole[name], scopeId }] });

describe.each(targetActions)('L.2, S-1 %s', (action) => {
  test.each(everyRole)('as %s: at the scope and above it, not below, beside or at one of a like name', (name) => {
    const may = allowed(action).includes(name);
    for (const scopeId of [root, subscription, web]) expect(can(holding(name, scopeId), action, place)).toBe(may);
    for (const scopeId of [store, `${subscription}/resourcegroups/we`, `${web}2`, `${root}2`, '/', ''])
      expect(can(holding(name, scopeId), action, place)).toBe(false);
  });

  test('no directory role may, wherever it is held (GA must elevate first)', () => {
    for (const roleDefinitionId of Object.values(adminRole))
      for (const scopeId of ['/', web, subscription])
        expect(can(anActor({ roles: [{ provider: 'directory', roleDefinitionId, scopeId }] }), action, place)).toBe(
          false,
        );
  });

  test('a role on resources may nothing in the directory, nor with a group, nor at a scope that is not known', () => {
    const owner = holding('owner', root);
    expect(can(owner, action)).toBe(false);
    expect(can(holding('owner', '/'), action)).toBe(false);
    expect(can(owner, action, placeOf('group', groupAsScope({ id: root })))).toBe(false);
    expect(can(owner, action, placeOf('azure', null))).toBe(false);
  });
});

describe('M-1, M-2 who can be given a role on resources', () => {
  const application = aPrincipal({ id: cast.robot, type: 'servicePrincipal' });
  const cannotActivate = 'Service principals cannot be eligible, as they cannot activate.';
  test.each([
    { who: 'a person', principal: aPrincipal(), active: null, eligible: null },
    { who: 'M-1 any group', principal: aPrincipal({ type: 'group' }), active: null, eligible: null },
    { who: 'M-2 a service principal', principal: application, active: null, eligible: cannotActivate },
  ])('$who', ({ principal, active, eligible }) => {
    const giving = { principal, roleDefinitionId: resourceRole.owner, scope: covered(root) };
    expect(principalFault({ ...giving, kind: 'assignment' })).toBe(active);
    expect(principalFault({ ...giving, kind: 'eligibility' })).toBe(eligible);
  });
});

test('S-3 a scope has policies of its own, a role by itself', () => {
  const { policyScope, policyId, rolesManagedTogether } = azureProvider;
  expect(policyScope(web)).toBe(web);
  expect(rolesManagedTogether(resourceRole.owner)).toEqual([resourceRole.owner]);
  expect(policyId({ scopeId: web, tenantId: 'tenant', unique: 'unique' })).toBe(
    `${web}/providers/Microsoft.Authorization/roleManagementPolicies/unique`,
  );
});
