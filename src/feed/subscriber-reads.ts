import type { Pool } from 'pg';
import { type OutboxReader, readAfter, readOpening } from '../storage/outbox';
import type { Lanes } from './lanes';
import type { SubscriberReads } from './read-stream';
import { backoffMs, pause, type Timing } from './timing';

/** A read that fails is tried so many times, over some six seconds: as long as a restart of the database takes. */
const attempts = 7;

/** What the reads of all subscribers share. */
export interface ReadOptions {
  readonly pool: Pool;
  /** Keep subscribers from taking every session of the pool when all wake at once. */
  readonly lanes: Lanes;
  readonly batchSize: number;
  readonly timing: Timing;
}

/** The reads of one subscriber; each is tried again while the database is away, and fails for good at last. */
export function createSubscriberReads(
  reader: OutboxReader,
  { pool, lanes, batchSize, timing }: ReadOptions,
  signal: AbortSignal,
): SubscriberReads {
  const patiently = async <T>(read: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await lanes.run(() => {
          signal.throwIfAborted();
          return read();
        });
      } catch (error) {
        if (attempt === attempts || signal.aborted) throw error;
        await pause(timing, backoffMs(attempt), signal);
      }
    }
  };
  return {
    opening: (after) => patiently(() => readOpening(pool, reader, after)),
    batch: (after, filter) => patiently(() => readAfter(pool, reader, { after, filter, limit: batchSize })),
  };
}
