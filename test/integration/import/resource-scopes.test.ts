import { hasChanges } from '../../../src/storage/import/import-report';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { everything, id, importing, now, select, user } from './importing';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const root = '/providers/Microsoft.Management/managementGroups/contoso';
const west = '/providers/Microsoft.Management/managementGroups/west';
const subscription = '/subscriptions/DFA2A084-766f-4003-8ae1-c4aeb893a99f';
const group = `${subscription}/resourceGroups/Web`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/logs`;
const service = `${account}/blobServices/default`;

const scope = (path: string, more: object = {}) => ({ id: path, displayName: path.split('/').at(-1), ...more });
const all = [
  scope(service),
  scope(account),
  scope(group),
  scope(subscription, { displayName: 'Pay-As-You-Go', parent: { id: west } }),
  scope(west, { parent: root.toUpperCase() }),
  scope(root),
];

const scopes = () =>
  select<{ id: string; spelling: string; type: string; covered_by: string[]; parent_id: string | null }>(
    database,
    'select * from resource_scope order by cardinality(covered_by), id',
  );
const above = (...paths: readonly string[]) => paths.map((path) => path.toLowerCase());

describe('the tree of resources', () => {
  test('is read in any order, with every scope covered by itself and all above it (12.1)', async () => {
    const report = await importing(database, { azureScopes: all });
    expect(report.azureScopes).toEqual({ added: 6, changed: 0, unchanged: 0 });
    const found = await scopes();
    expect(found.map(({ spelling }) => spelling)).toEqual([root, west, subscription, group, account, service]);
    expect(found.map(({ type }) => type)).toEqual([
      'managementgroup',
      'managementgroup',
      'subscription',
      'resourcegroup',
      'Microsoft.Storage/storageAccounts',
      'Microsoft.Storage/storageAccounts/blobServices',
    ]);
    expect(found.at(-1)?.covered_by).toEqual(above(service, account, group, subscription, west, root));
  });

  test('imported twice, in other letter case, changes nothing and keeps the first spelling', async () => {
    await importing(database, { azureScopes: all });
    const before = await everything(database);
    const spelt = await scopes();
    const again = all.map((one) => ({ ...one, id: one.id.toUpperCase() }));
    const report = await importing(database, { azureScopes: again });
    expect(report.azureScopes).toEqual({ added: 0, changed: 0, unchanged: 6 });
    expect(hasChanges(report)).toBe(false);
    expect(await scopes()).toEqual(spelt);
    expect(await everything(database)).toBe(before);
  });

  test('a subscription that says nothing stands below the one root, and stays where it stands', async () => {
    await importing(database, { azureScopes: [scope(root), scope(west, { parent: root })] });
    await importing(database, { azureScopes: [scope(subscription, { parent: null })] });
    expect((await scopes()).at(-1)?.covered_by).toEqual(above(subscription, root));
    await importing(database, { azureScopes: [scope(subscription, { parent: west })] });
    const report = await importing(database, { azureScopes: [scope(subscription)] });
    expect(report.azureScopes).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect((await scopes()).at(-1)?.covered_by).toEqual(above(subscription, west, root));
  });

  test('where there are two roots, such a subscription stands at the top', async () => {
    await importing(database, { azureScopes: [scope(root), scope(west), scope(subscription)] });
    expect((await scopes()).find(({ type }) => type === 'subscription')).toMatchObject({ parent_id: null });
  });

  test('what moves takes all below it along', async () => {
    await importing(database, { azureScopes: all });
    const report = await importing(database, { azureScopes: [scope(subscription, { parent: root })] });
    expect(report.azureScopes).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const found = await scopes();
    expect(found.at(-1)?.covered_by).toEqual(above(service, account, group, subscription, root));
  });

  test('a move ends the activations that rest on what is held above the old place (W-1)', async () => {
    const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
    await importing(database, { users: [user(1)], azureScopes: all });
    const held = (kind: string, scopeId: string, n: number, more = 'null, null') =>
      select(
        database,
        `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, end_at, created_at, activated_using, assignment_type)
         values ('${id('f', n)}', '${kind}', 'azure', '${id('a', 1)}', '${contributor}', '${scopeId.toLowerCase()}', '${now.toISOString()}', '2026-01-02T00:00:00Z', '${now.toISOString()}', ${more})`,
      );
    await held('eligibility', west, 1);
    await held('assignment', group, 2, `'${id('f', 1)}', 'Activated'`);
    const later = new Date('2026-01-01T01:00:00.000Z');
    const stays = await importing(database, { azureScopes: [scope(root, { displayName: 'All' })] }, { now: later });
    expect(stays.activationsEnded).toBe(0);
    const report = await importing(database, { azureScopes: [scope(subscription, { parent: root })] }, { now: later });
    expect(report.activationsEnded).toBe(1);
    const [ended] = await select(database, `select revoked_at from schedule where id = '${id('f', 2)}'`);
    expect(ended).toEqual({ revoked_at: later });
  });
});

/** One object a line, so that the object at index n stands on line n + 2. */
const file = (objects: readonly object[], section = 'azureScopes'): string =>
  `{"${section}": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]}`;

describe('a scope that has no place is refused with its line, and nothing is stored', () => {
  const chain = Array.from({ length: 8 }, (_, n) => scope(`${west}${n}`, n === 0 ? {} : { parent: `${west}${n - 1}` }));
  test.each([
    [[{ displayName: 'x' }], 'line 2: azureScopes[0]: the property "id" is missing.'],
    [[scope('/subscriptions/x')], 'line 2: azureScopes[0].id: expected the path of a scope, found "/subscriptions/x".'],
    [[scope(root, { displayName: ' ' })], 'line 2: azureScopes[0].displayName: this may not be empty.'],
    [[scope(root, { parent: 7 })], 'line 2: azureScopes[0].parent: expected text, found a number.'],
    [[scope(root), scope(root.toLowerCase())], 'line 3: azureScopes[1].id: '],
    [
      [scope(root), scope(group)],
      `line 3: azureScopes[1].id: the scope above it, ${subscription.toLowerCase()}, is neither in the file nor stored.`,
    ],
    [
      [scope(west, { parent: root })],
      `line 2: azureScopes[0].parent: the scope above it, ${root.toLowerCase()}, is neither`,
    ],
    [
      [scope(root), scope(subscription), scope(group, { parent: root })],
      'line 4: azureScopes[2].parent: the path says that it stands below',
    ],
    [
      [scope(subscription), scope(west, { parent: subscription })],
      'line 3: azureScopes[1].parent: expected a management group, found',
    ],
    [[scope(root, { parent: root })], 'line 2: azureScopes[0].parent: a management group cannot stand below itself'],
    [
      [scope(root, { parent: west }), scope(west, { parent: root })],
      'line 2: azureScopes[0].parent: a management group cannot stand below itself',
    ],
    [chain, 'azureScopes[0].id: at most 7 management groups can stand one below the other'],
  ])('%j', async (objects, message) => {
    await expect(importing(database, file(objects))).rejects.toThrow(message);
    expect(await scopes()).toEqual([]);
  });
});

describe('roles on resources', () => {
  const role = {
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${id('e', 1)}`,
    name: id('e', 1),
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: 'Log Reader',
      type: 'CustomRole',
      description: 'Reads logs.',
      assignableScopes: [subscription],
      permissions: [{ actions: ['*/read'], notActions: [], dataActions: ['x/read'], notDataActions: [] }],
    },
  };
  const flat = { name: id('e', 1), roleType: 'CustomRole', ...role.properties, type: role.type };

  test('are read as ARM writes them, flat or not, and twice they change nothing (S-7)', async () => {
    const report = await importing(database, { azureRoleDefinitions: [role] });
    expect(report.azureRoleDefinitions).toEqual({ added: 1, changed: 0, unchanged: 0 });
    const [stored] = await select(database, `select * from role_definition where id = '${id('e', 1)}'`);
    expect(stored).toMatchObject({
      provider: 'azure',
      display_name: 'Log Reader',
      is_built_in: false,
      resource_scopes: [subscription],
      role_permissions: [{ allowedResourceActions: ['*/read'], allowedDataActions: ['x/read'] }],
    });
    const again = await importing(database, { azureRoleDefinitions: [flat] });
    expect(again.azureRoleDefinitions).toEqual({ added: 0, changed: 0, unchanged: 1 });
  });

  test.each([
    [{ ...flat, roleName: undefined }, 'azureRoleDefinitions[0]: the property "roleName" is missing.'],
    [{ ...flat, assignableScopes: undefined }, 'azureRoleDefinitions[0]: the property "assignableScopes" is missing.'],
    [{ ...flat, assignableScopes: ['x'] }, 'azureRoleDefinitions[0].assignableScopes[0]: expected the path of a scope'],
    [
      { ...flat, roleType: 'Other' },
      'azureRoleDefinitions[0].type: expected BuiltInRole or CustomRole, found "Other".',
    ],
    [{ ...flat, name: 'x' }, 'azureRoleDefinitions[0].id: expected a GUID, found "x".'],
    [{ ...flat, permissions: [7] }, 'azureRoleDefinitions[0].permissions[0]: expected an object, found a number.'],
    [
      { ...flat, name: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' },
      'azureRoleDefinitions[0]: 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 is the built-in role Owner',
    ],
    [
      { ...flat, name: '62e90394-69f5-4237-9190-012177145e10' },
      'azureRoleDefinitions[0].id: 62e90394-69f5-4237-9190-012177145e10 is the role Global Administrator of another kind.',
    ],
  ])('refused: %j', async (object, message) => {
    await expect(importing(database, file([object], 'azureRoleDefinitions'))).rejects.toThrow(message);
  });
});
