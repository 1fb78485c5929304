import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { hasChanges } from '../../../src/storage/import/import-report';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { everything, group, id, importing, now, select, user } from './importing';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const demo = () => createReadStream(join(__dirname, '../../../src/demo/directory.json'));

describe('the demo directory', () => {
  test('is imported whole', async () => {
    const report = await importing(database, '', { source: demo() });
    expect(report).toMatchObject({
      users: { added: 15 },
      groups: { added: 10 },
      servicePrincipals: { added: 2 },
      administrativeUnits: { added: 2 },
      roleDefinitions: { added: 1 },
      roleAssignments: { added: 3 },
      organizationId: '00000000-0000-4000-8000-000000000001',
    });
    const [dave] = await select(database, `select * from principal where user_principal_name like 'dave@%'`);
    expect(dave).toMatchObject({ account_enabled: false, user_type: 'Member', manager_id: id('1', 3) });
    const nested = await select(database, `select groups_of('${id('1', 1)}')`);
    expect(nested[0]?.groups_of).toEqual(expect.arrayContaining([id('2', 4), id('2', 3), id('2', 6)]));
  });

  test('makes role assignments as if outside of PIM: no request, no end (A-4)', async () => {
    await importing(database, '', { source: demo() });
    const held = await select(database, `select * from roles_of('${id('1', 4)}', '${now.toISOString()}')`);
    expect(held).toEqual([{ role_definition_id: '62e90394-69f5-4237-9190-012177145e10', scope_id: '/' }]);
    const [row] = await select(database, `select * from schedule where principal_id = '${id('1', 4)}'`);
    const outside = { assignment_type: 'Assigned', end_at: null, created_using: null, start_at: now };
    expect(row).toMatchObject({ kind: 'assignment', provider: 'directory', ...outside });
  });

  test('gives every directory role, the custom one too, its one policy', async () => {
    await importing(database, '', { source: demo() });
    const policies = await select<{ id: string }>(
      database,
      `select p.id from role_definition as r join policy as p on p.role_definition_id = r.id and p.scope_id = '/'`,
    );
    expect(policies).toHaveLength(61);
    const shape = /^DirectoryRole_00000000-0000-4000-8000-000000000001_[0-9a-f-]{36}$/;
    expect(policies.filter(({ id }) => !shape.test(id))).toEqual([]);
  });

  test('holds no emergency account', async () => {
    await importing(database, '', { source: demo() });
    expect(await select(database, 'select id from principal where is_emergency_account')).toEqual([]);
  });

  test('imported twice, changes nothing and says so', async () => {
    const first = await importing(database, '', { source: demo() });
    const before = await everything(database);
    const second = await importing(database, '', { source: demo(), now: new Date('2026-02-01T00:00:00Z') });
    expect([hasChanges(first), hasChanges(second)]).toEqual([true, false]);
    expect(second).toMatchObject({ users: { added: 0, changed: 0, unchanged: 15 }, roleAssignments: { unchanged: 3 } });
    expect(await everything(database)).toBe(before);
  });

  test('imported twice at once, is there once', async () => {
    const reports = await Promise.all([1, 2, 3].map(() => importing(database, '', { source: demo() })));
    expect(reports.map(({ users }) => users.added).sort()).toEqual([0, 0, 15]);
    expect(reports.filter(hasChanges)).toHaveLength(1);
    expect(await select(database, 'select id from schedule')).toHaveLength(3);
  });
});

describe('isEmergencyAccount, an addition to Graph', () => {
  const marked = async () =>
    (await select<{ id: string }>(database, 'select id from principal where is_emergency_account order by id')).map(
      (row) => row.id,
    );

  test('is false where a new user says nothing of it, and stays as it is where a stored one does', async () => {
    await importing(database, {
      users: [user(1, { isEmergencyAccount: true }), user(2), user(3, { isEmergencyAccount: false })],
    });
    expect(await marked()).toEqual([id('a', 1)]);
    const report = await importing(database, {
      users: [user(1, { jobTitle: 'Baker' }), user(2, { isEmergencyAccount: true })],
    });
    expect(report.users).toEqual({ added: 0, changed: 2, unchanged: 0 });
    expect(await marked()).toEqual([id('a', 1), id('a', 2)]);
    await importing(database, { users: [user(1, { isEmergencyAccount: false })] });
    expect(await marked()).toEqual([id('a', 2)]);
  });

  test('is no property of groups and applications', async () => {
    await importing(database, {
      groups: [group(1, { isEmergencyAccount: true })],
      servicePrincipals: [{ id: id('c', 1), displayName: 'App', isEmergencyAccount: true }],
    });
    expect(await marked()).toEqual([]);
  });
});

describe('what a file says of a stored object', () => {
  test('takes the place of what was stored; what it leaves unsaid stays; null takes away', async () => {
    const full = { jobTitle: 'Baker', department: 'Bread', manager: { id: id('a', 2) }, accountEnabled: false };
    await importing(database, { users: [user(1, full), user(2)] });
    const report = await importing(database, { users: [user(1, { jobTitle: 'Cook', department: null })] });
    expect(report.users).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const [row] = await select(database, `select * from principal where id = '${id('a', 1)}'`);
    const kept = { account_enabled: false, manager_id: id('a', 2) };
    expect(row).toMatchObject({ job_title: 'Cook', department: null, ...kept });
    await importing(database, { users: [user(1, { managerId: null })] });
    expect(await select(database, 'select id from principal where manager_id is not null')).toEqual([]);
  });

  test('leaves alone what it does not name', async () => {
    await importing(database, { users: [user(1), user(2)], groups: [group(1, { members: [id('a', 1)] })] });
    await importing(database, { users: [user(3)] });
    expect(await select(database, 'select id from principal')).toHaveLength(4);
    expect(await select(database, 'select * from group_member')).toHaveLength(1);
  });

  test('replaces a list that it brings, even by none; keeps one that it does not bring', async () => {
    const [one, two, three] = [id('a', 1), id('a', 2), id('a', 3)];
    await importing(database, {
      users: [user(1), user(2), user(3)],
      groups: [group(1, { members: [one, two], owners: [one] })],
    });
    const report = await importing(database, { groups: [group(1, { members: [{ id: two }, three, three] })] });
    expect(report.links).toEqual({ added: 1, removed: 1 });
    const members = await select(database, 'select member_id from group_member order by 1');
    expect(members.map(({ member_id }) => member_id)).toEqual([two, three]);
    expect(await select(database, 'select * from object_owner')).toHaveLength(1);
    await importing(database, { groups: [group(1, { owners: [] })] });
    expect(await select(database, 'select * from object_owner')).toEqual([]);
    expect(await select(database, 'select * from group_member')).toHaveLength(2);
  });

  test('may swap the sign-in names of two people', async () => {
    await importing(database, { users: [user(1), user(2)] });
    const swapped = [
      user(1, { userPrincipalName: 'user2@contoso.example' }),
      user(2, { userPrincipalName: 'user1@contoso.example' }),
    ];
    expect((await importing(database, { users: swapped })).users.changed).toBe(2);
    const names = await select(database, 'select user_principal_name as name from principal order by id');
    expect(names).toEqual([{ name: 'user2@contoso.example' }, { name: 'user1@contoso.example' }]);
  });

  test("reads Graph's ways of naming objects, ids in any letter case, and passes over what it does not keep", async () => {
    const address = `https://graph.microsoft.com/v1.0/directoryObjects/${id('a', 2)}`;
    await importing(database, {
      '@odata.context': 'x',
      users: [user(1, { id: id('a', 1).toUpperCase(), 'manager@odata.bind': address, businessPhones: ['1'] }), user(2)],
      groups: [group(1, { members: [id('a', 1).toUpperCase(), { '@odata.id': address }, { id: id('a', 1) }] })],
    });
    expect(await select(database, `select manager_id from principal where id = '${id('a', 1)}'`)).toEqual([
      { manager_id: id('a', 2) },
    ]);
    expect(await select(database, 'select * from group_member')).toHaveLength(2);
  });

  test('does not touch a role assignment that is there in any form', async () => {
    const roleAssignments = [{ principalId: id('a', 1), roleDefinitionId: 'fe930be7-5e62-47db-91af-98c3a49a38b1' }];
    await importing(database, { users: [user(1)], roleAssignments });
    await select(database, `update schedule set end_at = '2026-03-01T00:00:00Z'`);
    expect((await importing(database, { roleAssignments })).roleAssignments).toEqual({
      added: 0,
      changed: 0,
      unchanged: 1,
    });
    const later = new Date('2026-03-01T00:00:00Z');
    expect((await importing(database, { roleAssignments }, { now: later })).roleAssignments.added).toBe(1);
  });
});

describe('hostile text', () => {
  test('is kept as it is', async () => {
    const names = [
      `'; drop table principal; --`,
      '\u202e"\\\n\u001b[2J',
      '=cmd()|x',
      '💥'.repeat(256),
      '{"__proto__":1}',
    ];
    await importing(database, { users: names.map((displayName, n) => user(n, { displayName })) });
    const stored = await select(database, 'select display_name from principal order by id');
    expect(stored.map(({ display_name }) => display_name)).toEqual(names);
  });
});

describe('the audit', () => {
  const entries = () => select(database, 'select * from directory_audit order by id');

  test('gets one entry for each import, with the counts', async () => {
    await importing(database, { users: [user(1)] });
    expect(await entries()).toEqual([
      expect.objectContaining({
        activity_at: now,
        activity_display_name: 'Import directory',
        category: 'DirectoryManagement',
        initiated_by: expect.objectContaining({
          app: expect.objectContaining({ displayName: 'Portcullis' }),
          user: null,
        }),
        result: 'success',
        additional_details: expect.arrayContaining([{ key: 'users', value: '1 added, 0 changed, 0 unchanged' }]),
      }),
    ]);
  });

  test('gets an entry for a refused one, with the reason; nothing else is stored', async () => {
    await importing(database, { users: [user(1)] });
    const before = await everything(database);
    await expect(importing(database, { users: [user(2), user(3), user(3)] })).rejects.toThrow('users[2].id');
    expect(await everything(database)).toBe(before);
    expect((await entries()).slice(1)).toEqual([
      expect.objectContaining({ result: 'failure', result_reason: expect.stringContaining('users[2].id') }),
    ]);
  });

  test('gets none for a dry run, which stores nothing', async () => {
    const before = await everything(database);
    const report = await importing(database, { users: [user(1)] }, { isDryRun: true });
    expect(report.users.added).toBe(1);
    await expect(importing(database, { users: [{}] }, { isDryRun: true })).rejects.toThrow('users[0]');
    expect(await everything(database)).toBe(before);
    expect(await entries()).toEqual([]);
  });
});

describe('the organization', () => {
  const organization = (n: number) => ({ id: id('f', n) });

  test("is the file's while there are no principals, in policy ids too; then it stays", async () => {
    await importing(database, {});
    expect(await importing(database, { organization: organization(1), users: [user(1)] })).toMatchObject({
      organizationId: id('f', 1),
    });
    const [foreign] = await select(database, `select count(*)::int from policy where id not like '%${id('f', 1)}%'`);
    expect(foreign).toEqual({ count: 0 });
    await importing(database, { organization: organization(1) });
    await expect(importing(database, { organization: organization(2) })).rejects.toThrow(
      `line 2: organization.id: this database serves organization ${id('f', 1)}`,
    );
  });
});
