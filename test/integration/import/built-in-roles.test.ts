import { Client } from 'pg';
import { v7 } from 'uuid';
import { ensureBuiltInRoles, ensurePolicies } from '../../../src/storage/built-in-roles';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { everything, select } from './importing';

let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const inSession = async (act: (session: Client) => Promise<unknown>) => {
  const session = new Client({ connectionString: database.url });
  await session.connect();
  await act(session).finally(() => session.end());
};

const seed = () =>
  inSession(async (session) => {
    await ensureBuiltInRoles(session);
    await ensurePolicies(session, v7);
  });

test('60 roles with their policies, from five processes at once, and nothing the second time', async () => {
  await Promise.all([1, 2, 3, 4, 5].map(seed));
  const [counts] = await select(
    database,
    `select (select count(*)::int from role_definition where provider = 'directory') as roles, (select count(*)::int from policy) as policies`,
  );
  expect(counts).toEqual({ roles: 60, policies: 60 });
  const before = await everything(database);
  await seed();
  expect(await everything(database)).toBe(before);
});

test('a built-in role has the id of its template, and inherits from Directory Readers', async () => {
  await seed();
  const [role] = await select(
    database,
    `select * from role_definition where display_name = 'Privileged Role Administrator'`,
  );
  const id = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
  expect(role).toMatchObject({ id, template_id: id, is_built_in: true, is_enabled: true, is_privileged: true });
  expect(role).toMatchObject({ inherits_permissions_from: ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b'] });
});

test('a spoilt built-in role is mended; a policy that somebody edited stays', async () => {
  await seed();
  await select(
    database,
    `update role_definition set display_name = 'x', is_enabled = false where display_name like 'Guest%'`,
  );
  await select(
    database,
    `update policy set last_modified_by_name = 'adam', rules = jsonb_set(rules, '{0,maximumDuration}', '"PT1H"')`,
  );
  await seed();
  expect(
    await select(database, `select from role_definition where display_name = 'Guest Inviter' and is_enabled`),
  ).toHaveLength(1);
  expect(await select(database, `select from policy where rules @> '[{"maximumDuration": "PT1H"}]'`)).toHaveLength(60);
});

test('works through a pool of TypeORM as well', async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const pool = await openDatabase({ url: database.url, poolSize: 2, entities: [], log });
  await ensureBuiltInRoles(pool);
  expect([await ensurePolicies(pool, v7), await ensurePolicies(pool, v7)]).toEqual([60, 0]);
  await closeDatabase(pool);
});
