import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { v7 } from 'uuid';
import { ensureBuiltInRoles, ensurePolicies } from '../../../src/storage/built-in-roles';
import { connect } from '../../../src/storage/connection';
import { migrate } from '../../../src/storage/migrate';
import { rivalsSql } from '../rivals/rivals-sql';
import { directorySql, namingSql, policySql } from './directory-sql';
import { requestsSql } from './requests-sql';
import { type Sizes, sizesAt } from './sizes';

type Say = (progress: string) => void;

const unlimited = { statement_timeout: 0, timezone: 'UTC', jit: 'off', maintenance_work_mem: '256MB' };

/** The address of another database on the same server. */
export const databaseOn = (server: string, name: string): string => {
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.toString();
};

/**
 * Yields the address of the bench's database at a scale, on the given server: the one that an earlier run built, or a new
 * one when there is none, or it was built by other statements than today's.
 */
export async function ensureData(server: string, scale: number, say: Say): Promise<string> {
  const sizes = sizesAt(scale);
  const name = scale === 1 ? 'portcullis_bench' : `portcullis_bench_x${String(scale).replace('.', '_')}`;
  const url = databaseOn(server, name);
  if (!(await isBuilt(server, url, name, sizes))) await build(server, { url, name, sizes }, say);
  await migrate({ url, log: { info: say } });
  await withClient(url, (client) => client.query(rivalsSql));
  return url;
}

/** Changes whenever a statement that makes data does. */
const versionOf = (sizes: Sizes): string =>
  createHash('sha256')
    .update(namingSql)
    .update(directorySql(sizes))
    .update(policySql(sizes))
    .update(requestsSql(sizes))
    .digest('hex');

async function isBuilt(server: string, url: string, name: string, sizes: Sizes): Promise<boolean> {
  const exists = await withClient(server, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    return rowCount === 1;
  });
  if (!exists) return false;
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ marker: string | null }>(`select to_regclass('bench.built')::text as marker`);
    if (!rows[0]?.marker) return false;
    const { rowCount } = await client.query('select from bench.built where version = $1', [versionOf(sizes)]);
    return rowCount === 1;
  });
}

interface Site {
  readonly url: string;
  readonly name: string;
  readonly sizes: Sizes;
}

async function build(server: string, { url, name, sizes }: Site, say: Say): Promise<void> {
  say(`building ${name}: ${sizes.requests} requests, ${sizes.principals} principals; once`);
  await withClient(server, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
  await migrate({ url, log: { info: () => undefined } });
  await withClient(url, async (client) => {
    await ensureBuiltInRoles(client);
    await fill(client, sizes, say);
    await client.query('create table bench.built as select $1::text as version', [versionOf(sizes)]);
  });
}

/** Fills a migrated database that has its built-in roles. */
export async function fill(client: Client, sizes: Sizes, say: Say): Promise<void> {
  // The statements make consistent rows; checking each reference again would take most of the time.
  await client.query(`set session_replication_role = 'replica'`);
  say('directory');
  await client.query(namingSql);
  await client.query(directorySql(sizes));
  await ensurePolicies(client, () => v7());
  await client.query(policySql(sizes));
  say('requests, schedules and approvals');
  const rebuild = await dropIndexes(client);
  await client.query(requestsSql(sizes));
  say('indexes');
  for (const statement of rebuild) await client.query(statement);
  // What triggers would have kept.
  await client.query('select keep_tenant_readers()');
  say('statistics');
  await client.query('vacuum analyze');
}

/** Takes the secondary indexes and the exclusion off the large tables; yields what puts them back. */
async function dropIndexes(client: Client): Promise<readonly string[]> {
  const large = `array['schedule_request', 'schedule', 'approval', 'approval_stage']::regclass[]`;
  const { rows } = await client.query<{ off: string; back: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
      from pg_constraint where conrelid = any (${large}) and contype in ('x', 'u')
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid) from pg_index
      where indrelid = any (${large}) and not indisprimary
        and not exists (select from pg_constraint where conindid = indexrelid and contype in ('x', 'u'))`);
  for (const { off } of rows) await client.query(off);
  return rows.map(({ back }) => back);
}

/** Runs work on a session of its own, as the owner of the tables, without limits of time. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(url, unlimited);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
