import type { Client } from 'pg';
import PgBoss from 'pg-boss';

/** The job library's own schema. */
export const jobSchema = 'pgboss';

const secondsPerMinute = 60;

/**
 * The work that is done again and again by whichever process gets to it.
 *
 * `stately`: of each at most one waits, one runs and one is to be tried again, across all processes. A run that was
 * killed is tried again once `expireInSeconds` are over; delays are in seconds and double from try to try.
 */
export const queues = [
  {
    name: 'announce-due',
    policy: 'stately',
    retryLimit: 3,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 2 * secondsPerMinute,
  },
  {
    name: 'purge',
    policy: 'stately',
    retryLimit: 5,
    retryDelay: secondsPerMinute,
    retryBackoff: true,
    expireInSeconds: 10 * secondsPerMinute,
  },
] as const satisfies readonly PgBoss.Queue[];

/** Names a piece of such work. */
export type JobName = (typeof queues)[number]['name'];

/** Through this one the library hands out what its clock makes due; it would make it at the first start, which the gateway may not. */
const libraryQueue: PgBoss.Queue = { name: '__pgboss__send-it' };

/**
 * Brings the job library's schema and our queues to this build, on the session of the user who owns the tables.
 *
 * The gateway may read and write there but make nothing: a queue is a table. Processes must take turns.
 */
export async function installJobs(owner: Client): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => owner.query(text, values) },
    schema: jobSchema,
    migrate: true,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await makeQueues(boss);
  await boss.stop({ graceful: false });
  await owner.query(grants);
}

async function makeQueues(boss: PgBoss): Promise<void> {
  const made = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const queue of [libraryQueue, ...queues]) {
    const existing = made.get(queue.name);
    if (!existing) await boss.createQueue(queue.name, queue);
    else if (differs(queue, existing)) await boss.updateQueue(queue.name, queue);
  }
}

const differs = (wanted: PgBoss.Queue, existing: PgBoss.Queue): boolean =>
  wanted.policy !== undefined &&
  (wanted.policy !== existing.policy ||
    wanted.retryLimit !== existing.retryLimit ||
    wanted.retryDelay !== existing.retryDelay ||
    wanted.retryBackoff !== existing.retryBackoff ||
    wanted.expireInSeconds !== existing.expireInSeconds);

const grants = `
  do $$
  begin
    if exists (select from pg_roles where rolname = 'portcullis_gateway') then
      grant usage on schema ${jobSchema} to portcullis_gateway;
      grant select, insert, update, delete on all tables in schema ${jobSchema} to portcullis_gateway;
    end if;
  end
  $$`;
