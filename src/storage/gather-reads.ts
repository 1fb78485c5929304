import type { Pool } from 'pg';
import { Batch, type Step, type Written, type WrittenRow } from './batch';

/** A statement that changes nothing. */
export interface Read extends Written {
  /** How many rows it answers with at most, and reads for it; unknown where that depends on what there is. */
  readonly mostRows?: number | undefined;
}

/** Asks, and gives the rows as PostgreSQL wrote them. */
export type AskRead = (read: Read) => Promise<readonly WrittenRow[]>;

/** The most reads that go together; twice as many cost no less each. */
const mostTogether = 8;

/** The most rows that reads which go together may answer with; two pages of fifty cost as much together as apart. */
const mostRowsTogether = 64;

const askers = new WeakMap<Pool, AskRead>();

/**
 * The way of reads to the sessions of a pool: what is asked in one turn of the event loop goes out together, over one session.
 *
 * Each statement that is sent by itself costs a system call here and a wake-up there, which for an object by its key is more
 * than all the rest; so what comes in together, until there is nothing more to be taken from the sockets, is sent as one
 * message. Nothing waits for a timer, nor for what is not there yet.
 *
 * Those that go together run one after the other on one core, and none is answered before all have run, so they are few
 * and small. A read whose rows are many, or nobody knows how many, goes at once and alone.
 *
 * Each is a statement of its own, with its own parameters, its own time-out on the server and, since it is sent after it
 * was asked, a snapshot that holds all that had been committed by then. When the server says that one failed, be it that
 * it ends the session there, that one fails alone: those behind it, which it has not run, are asked again, each by itself.
 * A session that breaks without a word, or stays silent for longer than the pool bears, fails all that it was asked.
 */
export function readsOn(pool: Pool): AskRead {
  const known = askers.get(pool);
  if (known) return known;
  const asker = gathering(pool);
  askers.set(pool, asker);
  return asker;
}

function gathering(pool: Pool): AskRead {
  const gather = gatherer((steps) => sendOn(pool, steps));
  return ({ name, text, values, mostRows = mostRowsTogether }) =>
    new Promise((answered, reject) => {
      const step = (failed: Step['failed']): Step => ({ name, text, values, isDescribed: false, answered, failed });
      gather(
        step((error, mayHaveRun) => (mayHaveRun ? reject(error) : sendOn(pool, [step(reject)]))),
        mostRows,
      );
    });
}

type Steps = readonly [Step, ...Step[]];

function gatherer(sendAll: (steps: Steps) => void): (step: Step, mostRows: number) => void {
  let waiting: Step[] = [];
  let rows = 0;
  const send = (): void => {
    const [first, ...others] = waiting;
    waiting = [];
    rows = 0;
    if (first) sendAll([first, ...others]);
  };
  return (step, mostRows) => {
    if (mostRows >= mostRowsTogether) return sendAll([step]);
    if (rows + mostRows > mostRowsTogether) send();
    if (waiting.length === 0) setImmediate(send);
    waiting.push(step);
    rows += mostRows;
    if (waiting.length === mostTogether) send();
  };
}

/** A session that breaks fails what is asked of it; without a listener of its own it would end the process (security 28). */
const alreadyTold = (): void => undefined;

/** Takes a session for the reads, and gives it back; one that a statement failed on is ended, as the pool does by itself. */
function sendOn(pool: Pool, steps: Steps): void {
  pool.connect((unconnected, client, release) => {
    if (!client) {
      const reason = unconnected ?? new Error('The pool has no session to give');
      for (const { failed } of steps) failed(reason, true);
      return;
    }
    client.on('error', alreadyTold);
    const ended = (error: Error | null): void => {
      client.removeListener('error', alreadyTold);
      release(error ?? undefined);
    };
    client.query(new Batch(steps, ended));
  });
}
