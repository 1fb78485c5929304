import type { FeedItem } from '../domain/feed';

/** A stream of items that can be let go at any moment, also while somebody waits for its next item. */
export interface Subscription extends AsyncIterableIterator<FeedItem> {
  /** Ends at once, as after the last item; resolves when nothing runs any more for it. */
  end(): Promise<void>;
}

const done = { done: true, value: undefined } as const;

/**
 * Starts a stream on the first `next()`. A generator alone would let `return()` wait until its next item came, which may
 * be never. `onEnd` is called once, whichever way it ends.
 */
export function createSubscription(
  start: (signal: AbortSignal) => AsyncGenerator<FeedItem, void, undefined>,
  onEnd: () => void,
): Subscription {
  const ending = new AbortController();
  const items = start(ending.signal);
  const waiting = new Set<(result: IteratorResult<FeedItem>) => void>();

  const end = async (): Promise<void> => {
    if (!ending.signal.aborted) {
      ending.abort();
      for (const answer of waiting) answer(done);
      waiting.clear();
      onEnd();
    }
    // Whoever waited has been answered above; a read that fails now has nobody to tell.
    await items.return().catch(() => undefined);
  };

  const next = (): Promise<IteratorResult<FeedItem>> =>
    new Promise((resolve, reject) => {
      if (ending.signal.aborted) return resolve(done);
      waiting.add(resolve);
      items.next().then(
        (result) => {
          waiting.delete(resolve);
          if (result.done) void end();
          resolve(result.done ? done : result);
        },
        (error: unknown) => {
          waiting.delete(resolve);
          void end();
          reject(error);
        },
      );
    });

  return {
    next,
    return: async () => {
      void end();
      return done;
    },
    throw: async (error) => {
      void end();
      throw error;
    },
    end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
