import type { FeedFilter, FeedItem } from '../domain/feed';
import { decodeCursor, encodeCursor, type Position } from '../storage/cursor';
import { isPlace, type OutboxBatch, type OutboxOpening } from '../storage/outbox';
import type { Bell } from './bell';
import { ResyncRequired, SubscriberRefused } from './feed-errors';
import { eventItem, type FeedRequest } from './feed-item';
import type { Timing } from './timing';

/** One subscriber's reads, each with his own rights of that moment. */
export interface SubscriberReads {
  opening(after: Position | null): Promise<OutboxOpening>;
  batch(after: Position, filter: FeedFilter): Promise<OutboxBatch>;
}

/** What all streams of a process share. */
export interface StreamOptions {
  /** Rings when the outbox has grown. */
  readonly news: Bell;
  readonly heartbeatMs: number;
  /** How long what was read may wait for the consumer before it is judged anew. */
  readonly freshMs: number;
  readonly timing: Timing;
}

/**
 * Everything that one subscriber hears, in order: `ready`, then what came after his cursor, then what comes.
 *
 * Reads only when asked for more, so a slow consumer holds one batch at most. Ends when the signal aborts; throws
 * `PimError` for what is no cursor, `ResyncRequired` and `SubscriberRefused`, the latter two at any time.
 */
export async function* readStream(
  request: FeedRequest,
  reads: SubscriberReads,
  options: StreamOptions,
  signal: AbortSignal,
): AsyncGenerator<FeedItem, void, undefined> {
  const { news, heartbeatMs, timing } = options;
  const after = request.after === null ? null : decodeCursor(request.after);
  if (after && !isPlace(after)) throw new ResyncRequired();
  const opening = await reads.opening(after);
  refuseUnlessWhole(opening);
  let deliveredAt = timing.now();
  yield { item: 'ready', head: encodeCursor(opening.head) };
  let position = after ?? opening.head;
  while (!signal.aborted) {
    const seen = news.rings();
    const batch = await reads.batch(position, request.filter);
    refuseUnlessWhole({ isForeign: false, ...batch });
    const delivered = yield* deliver(batch, options);
    position = delivered.position;
    deliveredAt = delivered.lastAt ?? deliveredAt;
    if (delivered.isStale) continue;
    if (timing.now() - deliveredAt >= heartbeatMs) {
      deliveredAt = timing.now();
      yield { item: 'heartbeat', head: encodeCursor(position) };
    }
    if (!batch.hasMore) await news.wait(seen, deliveredAt + heartbeatMs - timing.now(), signal);
  }
}

/** Gives the events of a batch while what was read still counts; says how far that went, and when the last one was given. */
async function* deliver({ events, reached }: OutboxBatch, { timing, freshMs }: StreamOptions) {
  const readAt = timing.now();
  let lastAt: number | null = null;
  for (const [index, event] of events.entries()) {
    const last = events[index - 1];
    if (last && timing.now() - readAt > freshMs) return { position: last.position, lastAt, isStale: true };
    lastAt = timing.now();
    yield eventItem(event);
  }
  return { position: reached, lastAt, isStale: false };
}

function refuseUnlessWhole({
  isLive,
  isLost,
  isForeign,
}: Pick<OutboxOpening, 'isLive' | 'isLost' | 'isForeign'>): void {
  if (!isLive) throw new SubscriberRefused();
  if (isLost || isForeign) throw new ResyncRequired();
}
