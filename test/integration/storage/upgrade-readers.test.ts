import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import pino from 'pino';
import { KnownReaders } from '../../../migrations/0009-known-readers';
import { migrations } from '../../../migrations/index';
import { adminRole } from '../../../src/domain/authorization';
import { ensureBuiltInRoles } from '../../../src/storage/built-in-roles';
import { connect } from '../../../src/storage/connection';
import { migrate } from '../../../src/storage/migrate';
import { emptyDatabase, type TestDatabase } from '../../support/database';

const log = pino({ level: 'silent' });
const until = '2026-02-01T00:00:00Z';

let database: TestDatabase;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

async function assign(by: Client, principalId: string): Promise<void> {
  await by.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
      values ($1, 'assignment', 'directory', $2, $3, '/', 'Assigned', '2026-01-01T00:00:00Z', $4, '2026-01-01T00:00:00Z')`,
    [randomUUID(), principalId, adminRole.globalReader, until],
  );
}

test('L.1: an upgrade knows who reads the tenant, and what a gateway of the version before does after it', async () => {
  const before = migrations.slice(0, migrations.indexOf(KnownReaders));
  await migrate({ url: database.url, log, migrations: before });
  const [held, given] = [randomUUID(), randomUUID()];
  const gateway = await connect(database.url, {});
  try {
    await ensureBuiltInRoles(gateway);
    await gateway.query(
      `insert into principal (id, type, display_name, user_principal_name, account_enabled)
        select id, 'user', id, id, true from unnest($1::uuid[]) as given (id)`,
      [[held, given]],
    );
    await gateway.query('set role portcullis_gateway');
    const known = { name: 'kept', text: 'select to_jsonb(p) as principal from principal as p where p.id = $1' };
    await gateway.query({ ...known, values: [held] });
    await assign(gateway, held);
    await migrate({ url: database.url, log });
    await gateway.query({ ...known, values: [given] });
    await assign(gateway, given);
    await gateway.query('update schedule set end_at = null where principal_id = $1', [held]);
    const { rows } = await gateway.query('select principal_id as id, upper(spans) as until from tenant_reader');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        { id: held, until: null },
        { id: given, until: new Date(until) },
      ]),
    );
    await gateway.query('delete from schedule');
    expect((await gateway.query('select from tenant_reader')).rowCount).toBe(0);
  } finally {
    await gateway.end();
  }
});
