import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { Run } from '../commands/command';
import { poolOf } from '../storage/transact';
import { type DueWork, workOff } from './due';
import { startDueTimer } from './due-timer';
import type { Timer } from './every';
import { purge } from './retention';
import { startScheduledWork } from './scheduled-work';
import { hearOutbox } from './wake-ups';

/** What runs beside the service. */
export interface BackgroundOptions {
  /** Address of the database. */
  readonly url: string;
  readonly database: DataSource;
  /** How many sessions the database's pool has; at most half of them, and never more than four, tell what is due. */
  readonly poolSize: number;
  readonly run: Run;
  /** Events older than this many days are removed. */
  readonly eventRetentionDays: number;
  readonly log: Logger;
}

const mostLanes = 4;

/**
 * Starts all that time drives: the timer over what is due, woken by commits, and the job library, whose minutely run over
 * the same is the safety net. `stop` lets what runs end and gives their sessions back; the pool stays open.
 */
export async function startBackground(options: BackgroundOptions): Promise<Timer> {
  const { url, database, poolSize, run, eventRetentionDays, log } = options;
  const stopping = new AbortController();
  const lanes = Math.min(mostLanes, Math.max(1, Math.floor(poolSize / 2)));
  const work: DueWork = { pool: poolOf(database), run, instant: () => null, log, lanes, signal: stopping.signal };
  const scheduled = await startScheduledWork({
    url,
    log,
    work: {
      'announce-due': () => workOff(work, new Set()),
      purge: () => purge(database, eventRetentionDays, new Date()),
    },
  });
  const timer = startDueTimer({
    round: (passedOver) => workOff(work, passedOver),
    failed: (error) => log.warn({ err: error }, 'what is due could not be announced; it will be tried again'),
  });
  // The feed hears the same, and says when it cannot.
  const wakeUps = hearOutbox(url, timer.wake, (error) => log.debug({ err: error }, 'the due timer hears no commits'));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([scheduled.stop(), timer.stop(), wakeUps.stop()]);
    },
  };
}
