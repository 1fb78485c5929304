import type { BaseLogger } from 'pino';
import { errorText } from '../storage/error-code';
import type { OutboxHead } from '../storage/outbox';
import type { Bell } from './bell';
import { backoffMs, pause, type Timing } from './timing';

/** What the follower is made from. */
export interface FollowerOptions {
  readonly readHead: () => Promise<OutboxHead>;
  /** Rung by whoever thinks that there may be news. */
  readonly wakeUps: Bell;
  /** Rung by the follower when there is news. */
  readonly news: Bell;
  /** The poll is the truth: news is seen after this long even when no wake-up comes. */
  readonly pollMs: number;
  /** Whether anybody wants news; the head is not read while nobody does. Whoever begins to rings `wakeUps`. */
  readonly isWanted: () => boolean;
  readonly timing: Timing;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
}

/** How soon to look again while an older transaction holds events back; its end need not ring. Twice as long each time. */
const pendingMs = 20;

interface Look {
  /** The head as text; null before the first look. */
  readonly head: string | null;
  /** Looks in a row that found events held back. */
  readonly held: number;
  readonly failures: number;
}

/**
 * Watches the head of the outbox for the whole process, until the signal aborts: idle subscribers cost no reads.
 *
 * A database that does not answer is logged once, and asked again after a while that grows.
 */
export async function follow(options: FollowerOptions, signal: AbortSignal): Promise<void> {
  const { wakeUps, pollMs, timing, isWanted } = options;
  let look: Look = { head: null, held: 0, failures: 0 };
  while (!signal.aborted) {
    const seen = wakeUps.rings();
    look = isWanted() ? await lookAgain(look, options) : { ...look, held: 0 };
    // Wake-ups do not shorten the wait for a database that is down.
    if (look.failures > 0) await pause(timing, backoffMs(look.failures), signal);
    else await wakeUps.wait(seen, look.held > 0 ? Math.min(pollMs, pendingMs * 2 ** look.held) : pollMs, signal);
  }
}

async function lookAgain(last: Look, { readHead, news, log }: FollowerOptions): Promise<Look> {
  try {
    const { head, hasPending } = await readHead();
    const text = `${head.txId}.${head.id}`;
    if (last.failures > 0) log.info('The feed follows the outbox again');
    if (text !== last.head) news.ring();
    return { head: text, held: hasPending ? Math.min(last.held + 1, 10) : 0, failures: 0 };
  } catch (error) {
    if (last.failures === 0) log.warn(`The feed cannot read the outbox, and tries again: ${errorText(error)}`);
    return { ...last, failures: last.failures + 1 };
  }
}
