import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Pool } from 'pg';
import pino from 'pino';
import { v7 } from 'uuid';
import { createRunner } from '../../src/commands/command';
import { startBackground } from '../../src/jobs/background';
import { connect } from '../../src/storage/connection';
import { closeDatabase, openDatabase } from '../../src/storage/data-source';
import { startEmbeddedPostgres } from '../../src/storage/embedded-postgres';
import { migrate } from '../../src/storage/migrate';
import { allTables } from '../../src/storage/tables/all-tables';
import { createTransact, poolOf } from '../../src/storage/transact';

const log = pino({ level: 'warn' });

/** How ends lie: one after another at random distances, or all at the same instant. */
type Lie = 'one by one' | 'at once';

const cases: readonly { readonly lie: Lie; readonly count: number; readonly withinMs: number }[] = [
  { lie: 'one by one', count: 300, withinMs: 15_000 },
  { lie: 'at once', count: 300, withinMs: 0 },
];

/**
 * Measures how long after its instant the end of an assignment is announced, as a session that listens learns of it: on
 * a PostgreSQL of its own with durable writes, by the clock that both share.
 */
async function main(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'portcullis-due-'));
  const server = await startEmbeddedPostgres({ dataDir: home, log });
  try {
    await migrate({ url: server.url, log });
    await withService(server.url, async (pool) => {
      for (const { lie, count, withinMs } of cases) {
        const delays = await measure(server.url, pool, dues(count, withinMs));
        process.stdout.write(`${count} ends ${lie}: ${said(delays)}\n`);
      }
    });
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
}

async function withService(url: string, act: (pool: Pool) => Promise<void>): Promise<void> {
  const database = await openDatabase({ url, poolSize, entities: allTables, log });
  const run = createRunner(createTransact(database, { instant: () => null, newId: () => v7() }), () => v7());
  const background = await startBackground({ url, database, poolSize, run, eventRetentionDays: 30, log });
  try {
    await act(poolOf(database));
  } finally {
    await background.stop();
    await closeDatabase(database);
  }
}

const poolSize = 10;
const soonMs = 2_000;

/** Ids, and when each of them ends. */
type Dues = ReadonlyMap<string, Date>;

function dues(count: number, withinMs: number): Dues {
  const begin = Date.now() + soonMs;
  return new Map(Array.from({ length: count }, () => [v7(), new Date(begin + Math.random() * withinMs)]));
}

const made = `
  with one as (insert into principal (id, type, display_name, user_principal_name, account_enabled)
    values (gen_random_uuid(), 'user', 'A user', gen_random_uuid() || '@example.org', true) returning id)
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at,
      start_announced_at, extension_announced_at)
    select due.id, 'assignment', 'directory', one.id, due.id::text, '/', 'Assigned', now() - interval '1 h', due.end_at, now(), now(), now()
      from unnest($1::uuid[], $2::timestamptz[]) as due (id, end_at), one`;

/** Makes the ends and yields, for each, the milliseconds from its instant until its announcement was seen. */
async function measure(url: string, pool: Pool, ends: Dues): Promise<readonly number[]> {
  const watcher = await connect(url, {});
  const seen = new Map<string, number>();
  const look = async (): Promise<void> => {
    const { rows } = await watcher.query<{ id: string }>({ ...newest, values: [ends.size] });
    const now = Date.now();
    for (const { id } of rows) {
      const due = ends.get(id);
      if (due && !seen.has(id)) seen.set(id, now - due.getTime());
    }
  };
  await watcher.query('listen outbox');
  await pool.query(made, [[...ends.keys()], [...ends.values()]]);
  await new Promise<void>((resolve, reject) => {
    const looks = { last: pool.query(`select pg_notify('outbox', '')`).then(look) };
    watcher.on('notification', () => {
      looks.last = looks.last.then(look).then(() => void (seen.size === ends.size && resolve()), reject);
    });
  });
  await watcher.end();
  return [...seen.values()];
}

const newest = {
  name: 'newest',
  text: `select schedule_id as id from (select type, schedule_id from outbox order by tx_id desc, id desc limit $1) as newest where type = 'schedule.ended'`,
};

function said(delays: readonly number[]): string {
  const sorted = [...delays].sort((one, other) => one - other);
  const at = (share: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(0)} ms`;
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, at most ${at(1)}`;
}

if (require.main === module)
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
