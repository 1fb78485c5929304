import type { Pool } from 'pg';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import { closeDatabase, openDatabase } from '../storage/data-source';
import { errorCode } from '../storage/error-code';
import { type JobName, jobSchema, queues } from '../storage/job-schema';
import { poolOf } from '../storage/transact';
import type { Timer } from './every';

/** When each piece of work is done, as cron says it, in UTC, and how often a process asks whether it is. */
const plan: Readonly<Record<JobName, { readonly cron: string; readonly pollingIntervalSeconds: number }>> = {
  'announce-due': { cron: '* * * * *', pollingIntervalSeconds: 5 },
  purge: { cron: '7 * * * *', pollingIntervalSeconds: 30 },
};

/** What the job library runs on. */
export interface ScheduledWorkOptions {
  /** Address of the database. */
  readonly url: string;
  readonly work: Readonly<Record<JobName, () => Promise<unknown>>>;
  readonly log: Logger;
  /** How long what runs may take to end when it is stopped. */
  readonly graceMs?: number;
}

/** Sessions of the library's own: its work never waits for those of the gateway's callers. */
const poolSize = 2;

/**
 * Runs the work at its times, each piece in one process at a time, until stopped; what fails is tried again.
 *
 * Times are the database's. A run that is missed, or made twice, must not matter: the rows say what is to be done.
 */
export async function startScheduledWork(options: ScheduledWorkOptions): Promise<Timer> {
  const { url, log, graceMs = 3_000 } = options;
  const database = await openDatabase({ url, poolSize, entities: [], log });
  const voice = createVoice(log);
  const boss = new PgBoss({
    db: databaseFor(poolOf(database), voice),
    schema: jobSchema,
    migrate: false,
    maintenanceIntervalSeconds: 60,
    deleteAfterDays: 1,
  });
  boss.on('error', voice.error);
  const stop = async (): Promise<void> => {
    voice.hush();
    await boss.stop({ graceful: true, timeout: graceMs, close: false });
    await closeDatabase(database);
  };
  try {
    await boss.start();
    for (const { name } of queues) await begin(boss, name, options);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begin(boss: PgBoss, name: JobName, { work, log }: ScheduledWorkOptions): Promise<void> {
  const { cron, pollingIntervalSeconds } = plan[name];
  await boss.schedule(name, cron);
  await boss.work(name, { pollingIntervalSeconds }, async () => {
    try {
      await work[name]();
    } catch (error) {
      log.warn({ err: error, job: name }, 'a job failed; it will be tried again');
      throw error;
    }
  });
}

const uniqueViolation = '23505';

/**
 * The library's way to the database. Nothing is thrown: it does not wait for all that it asks, and what it does not wait
 * for would end the process. It is content with no answer, as it gives none itself once it is stopped.
 */
function databaseFor(pool: Pool, voice: Voice): PgBoss.Db {
  const executeSql = async (text: string, values: unknown[]) => {
    try {
      const answer = await pool.query(text, values);
      voice.answered();
      return answer;
    } catch (error) {
      // Another process runs the piece of work that this one asked for.
      if (errorCode(error) !== uniqueViolation) voice.silent(error);
      return undefined;
    }
  };
  return { executeSql } as PgBoss.Db;
}

/** What the library's troubles are told by. */
interface Voice {
  readonly answered: () => void;
  readonly silent: (error: unknown) => void;
  readonly error: (error: unknown) => void;
  readonly hush: () => void;
}

/** Says once that the database does not answer, however many things fail because of it, and once that it does again. */
function createVoice(log: Pick<Logger, 'info' | 'warn'>): Voice {
  const state = { isAway: false, isHushed: false };
  return {
    answered: () => {
      if (state.isAway) log.info('the jobs reach the database again');
      state.isAway = false;
    },
    silent: (error) => {
      if (!state.isAway && !state.isHushed) log.warn({ err: error }, 'the jobs do not reach the database');
      state.isAway = true;
    },
    error: (error) => {
      if (!state.isAway && !state.isHushed) log.warn({ err: error }, 'the job library reports an error');
    },
    hush: () => {
      state.isHushed = true;
    },
  };
}
