import { cloneDatabase, type TestDatabase } from '../../support/database';
import { everything, group, id, importing, select, user } from './importing';

let database: TestDatabase;
let before: string;
beforeAll(async () => {
  database = await cloneDatabase();
  await importing(database, {
    users: [user(1), user(2)],
    groups: [
      group(1, { isAssignableToRole: true }),
      group(2, { members: [id('b', 3)] }),
      group(3),
      group(4, { isAssignableToRole: true, members: [id('a', 1)] }),
    ],
    servicePrincipals: [{ id: id('c', 1), displayName: 'App' }],
    administrativeUnits: [{ id: id('d', 1), displayName: 'Unit' }],
    roleDefinitions: [
      { id: id('e', 1), displayName: 'Custom' },
      { id: id('e', 2), displayName: 'Off', isEnabled: false },
    ],
  });
  before = await everything(database);
});
afterAll(() => database.drop());

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const unified = { groupTypes: ['DynamicMembership'], securityEnabled: true };

/** One object a line, so that the object at index n stands on line n + 2. */
const file = (section: string, objects: readonly object[]): string =>
  `{"${section}": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n]}`;

describe('an object by itself', () => {
  test.each([
    ['users', { id: id('a', 9), displayName: 'x' }, 'users[1]: the property "userPrincipalName" is missing.'],
    ['users', user(9, { id: '9' }), 'users[1].id: expected a GUID, found "9".'],
    ['users', user(9, { id: null }), 'users[1].id: expected a GUID, found null.'],
    ['users', user(9, { displayName: '' }), 'users[1].displayName: this may not be empty.'],
    ['users', user(9, { displayName: 'x'.repeat(257) }), 'users[1].displayName: at most 256 characters fit'],
    ['users', user(9, { displayName: 'a\0b' }), 'users[1].displayName: the character U+0000 cannot be stored.'],
    ['users', user(9, { displayName: 'a\ud800' }), 'users[1].displayName: half of a surrogate pair cannot be stored.'],
    ['users', user(9, { displayName: ['x'] }), 'users[1].displayName: expected text, found a list.'],
    ['users', user(9, { accountEnabled: 'true' }), 'users[1].accountEnabled: expected true or false, found "true".'],
    ['users', user(9, { accountEnabled: null }), 'users[1].accountEnabled: expected true or false, found null.'],
    ['users', user(9, { isEmergencyAccount: 1 }), 'users[1].isEmergencyAccount: expected true or false, found'],
    [
      'users',
      user(9, { isEmergencyAccount: null }),
      'users[1].isEmergencyAccount: expected true or false, found null.',
    ],
    ['users', user(9, { userPrincipalName: 'nobody' }), 'users[1].userPrincipalName: expected a name such as'],
    ['users', user(9, { userPrincipalName: 'a b@c' }), 'users[1].userPrincipalName: expected a name such as'],
    ['users', user(9, { userType: 'guest' }), 'users[1].userType: expected Member or Guest, found "guest".'],
    ['users', user(9, { usageLocation: 'USA' }), 'users[1].usageLocation: expected a country code of two letters'],
    ['users', user(9, { createdDateTime: '2026-01-01' }), 'users[1].createdDateTime: expected an instant such as'],
    ['users', user(9, { createdDateTime: '2026-02-30T99:00:00Z' }), 'users[1].createdDateTime: expected an instant'],
    ['users', user(9, { createdDateTime: '0001-01-01T00:00:00Z' }), 'users[1].createdDateTime: expected an instant'],
    ['users', user(9, { manager: {} }), 'users[1].manager: this object has no "id". Add it.'],
    [
      'users',
      user(9, { signInActivity: { lastSignInDateTime: 5 } }),
      'users[1].signInActivity.lastSignInDateTime: exp',
    ],
    ['users', 7, 'users[1]: expected an object, found a number.'],
    ['groups', group(9, { groupTypes: 'Unified' }), 'groups[1].groupTypes: expected a list, found text.'],
    ['groups', group(9, { groupTypes: [1] }), 'groups[1].groupTypes[0]: expected text, found a number.'],
    ['groups', group(9, { members: id('a', 1) }), 'groups[1].members: expected a list, found text.'],
    ['groups', group(9, { members: [id('a', 1), 'x'] }), 'groups[1].members[1]: expected a GUID, found "x".'],
    [
      'servicePrincipals',
      { id: id('c', 9), displayName: 'x', appId: 'x' },
      'servicePrincipals[1].appId: expected a GUID',
    ],
    ['administrativeUnits', { id: id('d', 9) }, 'administrativeUnits[1]: the property "displayName" is missing.'],
    [
      'roleDefinitions',
      { id: id('e', 9), displayName: 'x', rolePermissions: [{}] },
      'roleDefinitions[1].rolePermissions[0]: the property "allowedResourceActions" is missing.',
    ],
    [
      'roleDefinitions',
      { id: id('e', 9), displayName: 'x', allowedPrincipalTypes: 'user,robot' },
      'roleDefinitions[1].allowedPrincipalTypes: expected some of user, servicePrincipal, group; "robot" is none',
    ],
  ])('%s %#: %s %s', async (section, object, says) => {
    const good = { users: user(8), groups: group(8), servicePrincipals: { id: id('c', 8), displayName: 'x' } }[section];
    const other = good ?? { id: id('f', 8), displayName: 'x' };
    await expect(importing(database, file(section, [other, object as object]))).rejects.toThrow(`line 3: ${says}`);
    expect(await everything(database)).toBe(before);
  });
});

describe('what objects are to each other', () => {
  const assignable = { isAssignableToRole: true };
  test.each([
    [
      'an id twice',
      'users',
      [user(8), user(9, { id: id('a', 8) })],
      `line 3: users[1].id: ${id('a', 8)} is also the id of users[0] (line 2).`,
    ],
    [
      'a name twice, in any letter case',
      'users',
      [user(8), user(9, { userPrincipalName: 'USER8@contoso.example' })],
      'line 3: users[1].userPrincipalName: "USER8@contoso.example" is also the name of users[0] (line 2)',
    ],
    [
      'a name that is stored',
      'users',
      [user(8), user(9, { userPrincipalName: 'User1@Contoso.example' })],
      `line 3: users[1].userPrincipalName: "User1@Contoso.example" is also the name of the stored user ${id('a', 1)}`,
    ],
    [
      'another type',
      'groups',
      [group(8), group(9, { id: id('a', 1) })],
      `line 3: groups[1]: ${id('a', 1)} is stored as a user and cannot become a group.`,
    ],
    [
      'an unknown manager',
      'users',
      [user(8), user(9, { manager: { id: id('a', 77) } })],
      `line 3: users[1].manager: ${id('a', 77)} is neither in the file nor in the directory.`,
    ],
    [
      'a group as the manager',
      'users',
      [user(8), user(9, { managerId: id('b', 1) })],
      `line 3: users[1].managerId: ${id('b', 1)} is a group, which cannot stand here.`,
    ],
    [
      'an unknown member',
      'groups',
      [group(8), group(9, { members: [id('a', 1), id('a', 77)] })],
      `line 3: groups[1].members[1]: ${id('a', 77)} is neither in the file nor`,
    ],
    [
      'a group as an owner',
      'servicePrincipals',
      [
        { id: id('c', 8), displayName: 'x' },
        { id: id('c', 9), displayName: 'x', owners: [id('b', 1)] },
      ],
      `line 3: servicePrincipals[1].owners[0]: ${id('b', 1)} is a group, which`,
    ],
    [
      'an application in a unit',
      'administrativeUnits',
      [
        { id: id('d', 8), displayName: 'x' },
        { id: id('d', 9), displayName: 'x', members: [id('c', 1)] },
      ],
      `line 3: administrativeUnits[1].members[0]: ${id('c', 1)} is a servicePrincipal, which`,
    ],
    [
      'G-21: made role-assignable later',
      'groups',
      [group(8), group(3, assignable)],
      'line 3: groups[1].isAssignableToRole: a group is role-assignable from its making on, or never.',
    ],
    [
      'G-21: role-assignable no more',
      'groups',
      [group(8), group(1, { isAssignableToRole: null })],
      'line 3: groups[1].isAssignableToRole: a group is role-assignable',
    ],
    [
      'G-21: role-assignable, not for security',
      'groups',
      [group(8), group(9, { ...assignable, securityEnabled: false })],
      'line 3: groups[1]: a role-assignable group has securityEnabled true',
    ],
    [
      'G-21: role-assignable and dynamic',
      'groups',
      [group(8), group(9, { ...assignable, ...unified })],
      'line 3: groups[1]: a role-assignable group has securityEnabled true and no Dynamic',
    ],
    [
      'G-21: a stored one becoming dynamic',
      'groups',
      [group(8), group(1, unified)],
      'line 3: groups[1]: a role-assignable group has securityEnabled true and no Dynamic',
    ],
    [
      'G-8: a group in a role-assignable one',
      'groups',
      [group(8), group(9, { ...assignable, members: [id('a', 1), id('b', 8)] })],
      `line 3: groups[1].members[1]: ${id('b', 8)} is a group, and groups cannot be members`,
    ],
    [
      'a group in itself',
      'groups',
      [group(8), group(9, { members: [id('b', 9)] })],
      'line 3: groups[1].members[0]: a group cannot be a member of itself.',
    ],
    [
      'a circle with stored groups',
      'groups',
      [group(8, { members: [id('b', 2)] }), group(3, { members: [id('b', 8)] })],
      'line 3: groups[1].members[0]: groups cannot be members of each other in a circle: "Group',
    ],
    [
      'a built-in role changed',
      'roleDefinitions',
      [
        { id: id('e', 8), displayName: 'x' },
        { id: globalAdministrator, displayName: 'Global Administrator', isBuiltIn: false },
      ],
      `line 3: roleDefinitions[1]: ${globalAdministrator} is the built-in role Global Administrator, which cannot be changed.`,
    ],
    [
      'a built-in role renamed',
      'roleDefinitions',
      [
        { id: id('e', 8), displayName: 'x' },
        { id: globalAdministrator, displayName: 'King', isBuiltIn: true },
      ],
      `line 3: roleDefinitions[1]: ${globalAdministrator} is the built-in role Global`,
    ],
    [
      'a built-in role made up',
      'roleDefinitions',
      [
        { id: id('e', 8), displayName: 'x' },
        { id: id('e', 9), displayName: 'x', isBuiltIn: true },
      ],
      `line 3: roleDefinitions[1]: ${id('e', 9)} is none of the built-in roles.`,
    ],
  ])('%s', async (_case, section, objects, says) => {
    await expect(importing(database, file(section, objects))).rejects.toThrow(
      expect.objectContaining({ code: 'Request_BadRequest', message: expect.stringContaining(says) }),
    );
    expect(await everything(database)).toBe(before);
  });

  test('G-2: the 501st role-assignable group, and not the 500th', async () => {
    const groups = (count: number) =>
      Array.from({ length: count }, (_, n) => group(100 + n, { isAssignableToRole: true }));
    await expect(importing(database, file('groups', groups(499)))).rejects.toThrow(
      'line 500: groups[498]: this would be role-assignable group 501; a directory may have 500.',
    );
    expect((await importing(database, file('groups', groups(498)), { isDryRun: true })).groups.added).toBe(498);
  });

  test('one id for a user and a group', async () => {
    const both = { users: [user(8)], groups: [group(8, { id: id('a', 8) })] };
    await expect(importing(database, both)).rejects.toThrow(`groups[0].id: ${id('a', 8)} is also the id of users[0]`);
  });
});

describe('role assignments', () => {
  const good = { principalId: id('a', 1), roleDefinitionId: id('e', 1), directoryScopeId: '/' };
  test.each([
    [{ principalId: undefined }, 'roleAssignments[1]: the property "principalId" is missing.'],
    [{ principalId: id('a', 77) }, `roleAssignments[1].principalId: ${id('a', 77)} is neither in the file nor`],
    [
      { principalId: id('b', 3) },
      `roleAssignments[1].principalId: ${id('b', 3)} is a group that is not role-assignable.`,
    ],
    [{ roleDefinitionId: id('e', 77) }, `roleAssignments[1].roleDefinitionId: there is no role ${id('e', 77)}.`],
    [{ roleDefinitionId: id('e', 2) }, 'roleAssignments[1].roleDefinitionId: the role Off is disabled'],
    [
      { directoryScopeId: '/x' },
      'roleAssignments[1].directoryScopeId: expected "/" or "/administrativeUnits/{id}", found "/x"',
    ],
    [
      { directoryScopeId: `/administrativeUnits/${id('d', 77)}` },
      'roleAssignments[1].directoryScopeId: /administrativeUnits/',
    ],
  ])('%j', async (change, says) => {
    const text = file('roleAssignments', [good, { ...good, ...change }]);
    await expect(importing(database, text)).rejects.toThrow(`line 3: ${says}`);
    expect(await everything(database)).toBe(before);
  });

  test('of a role-assignable group at a unit are stored (G-16)', async () => {
    const scoped = {
      ...good,
      principalId: id('b', 1),
      directoryScopeId: `/administrativeUnits/${id('d', 1).toUpperCase()}`,
    };
    const report = await importing(database, file('roleAssignments', [good, scoped]), { isDryRun: true });
    expect(report.roleAssignments).toEqual({ added: 2, changed: 0, unchanged: 0 });
  });
});

describe('the file as a whole', () => {
  test.each([
    ['{\n"users": [],\n"devices": []}', 'line 3: devices: a directory file has no such property. It may have users,'],
    ['{\n"azureScopes": {}}', 'line 2: azureScopes: expected a list, found an object.'],
    ['{\n"users": {}}', 'line 2: users: expected a list, found an object.'],
    ['{\n"organization": "x"}', 'line 2: organization: expected an object with the "id" of the organization.'],
    ['{"users": [\n{]', 'line 2: users[0]: this is not JSON: expected a name or }, found "]".'],
    ['{"__proto__": []}', 'line 1: __proto__: a directory file has no such property.'],
  ])('%j', async (text, says) => {
    await expect(importing(database, text)).rejects.toThrow(says);
    expect(await everything(database)).toBe(before);
  });

  test('an early fault ends the reading, and the source is let go', async () => {
    let given = 0;
    const endless = async function* () {
      yield Buffer.from('{"users":[7');
      for (; given < 1_000; given += 1) yield Buffer.from(`,${JSON.stringify(user(given))}`);
    };
    await expect(importing(database, '', { source: endless() })).rejects.toThrow(
      'line 1: users[0]: expected an object',
    );
    expect(given).toBeLessThan(2);
    const [left] = await select(
      database,
      `select count(*)::int from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
    );
    expect(left).toEqual({ count: 0 });
  });
});
