import type { Client } from 'pg';
import PgBoss from 'pg-boss';
import pino from 'pino';
import type { Timer } from '../../../src/jobs/every';
import { startScheduledWork } from '../../../src/jobs/scheduled-work';
import { connect } from '../../../src/storage/connection';
import { installJobs, type JobName, jobSchema } from '../../../src/storage/job-schema';
import { migrate } from '../../../src/storage/migrate';
import { cloneDatabase, type TestDatabase } from '../../support/database';

const log = pino({ level: 'silent' });
let database: TestDatabase;
let owner: Client;
let running: Timer[] = [];

beforeEach(async () => {
  database = await cloneDatabase();
  owner = await connect(database.url, {});
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  await owner.end();
  await database.drop();
});

const idle = async (): Promise<void> => undefined;

/** A process that does this as its `purge`. */
async function start(purge: () => Promise<void>, more: Partial<Record<JobName, () => Promise<void>>> = {}) {
  const started = await startScheduledWork({ url: database.url, log, work: { 'announce-due': idle, purge, ...more } });
  running.push(started);
  return started;
}

/** Asks for a piece of work now, as its hour would. */
async function order(name: JobName): Promise<string | null> {
  const db: PgBoss.Db = { executeSql: (text, values) => owner.query(text, values) };
  const boss = new PgBoss({ db, schema: jobSchema, migrate: false, supervise: false, schedule: false });
  await boss.start();
  const id = await boss.send(name, {});
  await boss.stop({ graceful: false });
  return id;
}

interface Job {
  readonly state: string;
  readonly retry_count: number;
  readonly waits: boolean;
}

/** The job as it stands once it is in this state. */
async function jobIn(state: string, id: string | null): Promise<Job> {
  for (;;) {
    const { rows } = await owner.query<Job>(
      `select state::text, retry_count, start_after > now() as waits from ${jobSchema}.job where id = $1`,
      [id],
    );
    if (rows[0]?.state === state) return rows[0];
  }
}

/** A session that is given up is gone a moment later. */
async function untilNoSession(): Promise<void> {
  const others = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  while ((await owner.query(others)).rowCount !== 0);
}

describe('the job library’s schema', () => {
  test('security 8: the gateway may read and write in it, and make nothing', async () => {
    await owner.query('set role portcullis_gateway');
    await owner.query(`select from ${jobSchema}.job`);
    await expect(owner.query(`create table ${jobSchema}.more (id int)`)).rejects.toMatchObject({ code: '42501' });
    await expect(owner.query(`drop table ${jobSchema}.archive`)).rejects.toMatchObject({ code: '42501' });
    await owner.query('reset role');
  });

  test('a second migration changes nothing', async () => {
    const made = () => owner.query(`select * from ${jobSchema}.queue order by name`);
    const before = (await made()).rows;
    expect(before.map(({ name }) => name)).toEqual(['__pgboss__send-it', 'announce-due', 'purge']);
    await migrate({ url: database.url, log });
    expect((await made()).rows).toEqual(before);
  });

  test('a queue that another build made otherwise becomes as this one wants it', async () => {
    const limits = () => owner.query(`select retry_limit, expire_seconds from ${jobSchema}.queue where name = 'purge'`);
    await owner.query(`update ${jobSchema}.queue set retry_limit = 99, expire_seconds = 7 where name = 'purge'`);
    await installJobs(owner);
    expect((await limits()).rows).toEqual([{ retry_limit: 5, expire_seconds: 600 }]);
  });
});

test('each piece of work has its hour, however many processes there are', async () => {
  await Promise.all([start(idle), start(idle)]);
  const { rows } = await owner.query(`select name, cron, timezone from ${jobSchema}.schedule order by name`);
  expect(rows).toEqual([
    { name: 'announce-due', cron: '* * * * *', timezone: 'UTC' },
    { name: 'purge', cron: '7 * * * *', timezone: 'UTC' },
  ]);
});

test('of two processes exactly one does a piece of work', async () => {
  const id = await order('purge');
  const done: string[] = [];
  await Promise.all(['one', 'other'].map((name) => start(async () => void done.push(name))));
  await jobIn('completed', id);
  expect(done).toHaveLength(1);
});

test('while one waits, another is not ordered', async () => {
  expect(await order('purge')).not.toBeNull();
  expect(await order('purge')).toBeNull();
});

test('what fails is tried again later', async () => {
  const id = await order('purge');
  await start(() => Promise.reject(new Error('not today')));
  expect(await jobIn('retry', id)).toMatchObject({ retry_count: 0, waits: true });
});

test('security 28: sessions that the server ends are replaced, and the process lives', async () => {
  const done: string[] = [];
  await start(idle, { 'announce-due': async () => void done.push('done') });
  await owner.query(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await jobIn('completed', await order('announce-due'));
  expect(done).toEqual(['done']);
});

test('security 26: stopping lets what runs end, and leaves no session', async () => {
  await order('purge');
  const seen: string[] = [];
  const begun: (() => void)[] = [];
  const hasBegun = new Promise<void>((resolve) => begun.push(resolve));
  const work = async () => {
    begun.map((begin) => begin());
    await owner.query('select pg_sleep(0.2)');
    seen.push('ended');
  };
  const [started] = await Promise.all([start(work), hasBegun]);
  await started.stop();
  expect(seen).toEqual(['ended']);
  await untilNoSession();
});

test('a start that fails leaves no session', async () => {
  await owner.query(`drop schema ${jobSchema} cascade`);
  await expect(start(idle)).rejects.toThrow();
  await untilNoSession();
});
