import type { BaseLogger } from 'pino';
import type { DataSource } from 'typeorm';
import type { FeedItem } from '../domain/feed';
import { encodeCursor } from '../storage/cursor';
import { readHead } from '../storage/outbox';
import { hearWakeUps } from '../storage/outbox-wake-up';
import { poolOf } from '../storage/transact';
import type { Instant } from '../storage/transaction';
import { createBell } from './bell';
import type { FeedRequest } from './feed-item';
import { follow } from './follower';
import { createLanes } from './lanes';
import { listen } from './listener';
import { readStream } from './read-stream';
import { createSubscriberReads } from './subscriber-reads';
import { createSubscription, type Subscription } from './subscription';
import { processTiming, type Timing } from './timing';

/** Events from the outbox to whoever may hear them; one per process. */
export interface Feed {
  /** Begins to follow the outbox. A database that is away is waited for. */
  start(): Promise<void>;
  /** Ends every subscription as after its last item, and lets the database go. It cannot be started again. */
  stop(): Promise<void>;
  /** Cursor of the newest final place: a subscription after it hears everything that comes later. */
  head(): Promise<string>;
  /** What one caller may hear; nothing is read before the first `next()`, which also throws what is wrong. */
  subscribe(request: FeedRequest): AsyncIterableIterator<FeedItem>;
  /** As `subscribe`, but throws what is wrong with the request before there is a stream. `ready` still comes first. */
  open(request: FeedRequest): Promise<AsyncIterableIterator<FeedItem>>;
}

/** What the feed is made from. */
export interface FeedOptions {
  readonly dataSource: DataSource;
  /** Address of the same database, for the one session that hears wake-ups. */
  readonly url: string;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
  /** The instant at which visibility is judged; null for the database's clock. */
  readonly instant: Instant;
  readonly pollMs?: number;
  readonly heartbeatMs?: number;
  /** How many events are read at once for a subscriber. */
  readonly batchSize?: number;
  /** How long a read event may wait for its consumer before the right to see it is judged anew. */
  readonly freshMs?: number;
  /** How many subscribers read at once. */
  readonly readers?: number;
  readonly timing?: Timing;
}

/** Makes the feed. Nothing runs until `start`. */
export function createFeed({
  dataSource,
  url,
  log,
  instant,
  pollMs = 1_000,
  heartbeatMs = 15_000,
  batchSize = 200,
  freshMs = 250,
  readers = 4,
  timing = processTiming,
}: FeedOptions): Feed {
  const pool = poolOf(dataSource);
  const wakeUps = createBell(timing);
  const news = createBell(timing);
  const reading = { pool, lanes: createLanes(readers), batchSize, timing };
  const streaming = { news, heartbeatMs, freshMs, timing };
  const stopping = new AbortController();
  const subscriptions = new Set<Subscription>();
  const running: Promise<void>[] = [];

  function subscribe(request: FeedRequest): Subscription {
    const subscription = createSubscription(
      (signal) => {
        const reads = createSubscriberReads({ callerId: request.callerId, instant }, reading, signal);
        return readStream(request, reads, streaming, signal);
      },
      () => subscriptions.delete(subscription),
    );
    subscriptions.add(subscription);
    wakeUps.ring();
    if (stopping.signal.aborted) void subscription.end();
    return subscription;
  }

  return {
    subscribe,
    open: async (request) => startedWith(subscribe(request)),
    head: async () => encodeCursor((await readHead(pool)).head),
    start: async () => {
      const hear = () => hearWakeUps(url, wakeUps.ring);
      running.push(
        follow(
          {
            readHead: () => readHead(pool),
            wakeUps,
            news,
            pollMs,
            isWanted: () => subscriptions.size > 0,
            timing,
            log,
          },
          stopping.signal,
        ),
        listen({ hear, onHearing: wakeUps.ring, timing, log }, stopping.signal),
      );
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...running, ...[...subscriptions].map((subscription) => subscription.end())]);
    },
  };
}

/** Waits for the first item, which the stream then gives as if nobody had looked. */
async function startedWith(subscription: Subscription): Promise<AsyncIterableIterator<FeedItem>> {
  const first = await subscription.next();
  const ahead = [first];
  const whole: Subscription = {
    ...subscription,
    next: async () => ahead.shift() ?? subscription.next(),
    [Symbol.asyncIterator]: () => whole,
  };
  return whole;
}
