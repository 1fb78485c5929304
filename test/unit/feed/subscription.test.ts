import type { FeedItem } from '../../../src/domain/feed';
import { createSubscription } from '../../../src/feed/subscription';

const beat: FeedItem = { item: 'heartbeat', head: 'MC4w' };
const done = { done: true, value: undefined };

/** A stream with one item, which then waits until it is called off. */
async function* waiting(signal: AbortSignal): AsyncGenerator<FeedItem, void, undefined> {
  yield beat;
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

describe('a subscription', () => {
  test('does nothing before it is asked', async () => {
    const begun: string[] = [];
    const subscription = createSubscription(
      async function* () {
        begun.push('begun');
        yield beat;
      },
      () => undefined,
    );
    expect(begun).toEqual([]);
    expect(await subscription.next()).toEqual({ done: false, value: beat });
    expect(begun).toEqual(['begun']);
  });

  test.each(['return', 'end'] as const)('%s answers whoever waits, at once and once', async (way) => {
    const ends: string[] = [];
    const subscription = createSubscription(waiting, () => ends.push('ended'));
    await subscription.next();
    const pending = [subscription.next(), subscription.next()];
    await subscription[way]?.();
    expect(await Promise.all(pending)).toEqual([done, done]);
    expect(await subscription.next()).toEqual(done);
    await subscription.end();
    expect(ends).toEqual(['ended']);
  });

  test('return does not wait for a read that goes on', async () => {
    const subscription = createSubscription(
      async function* (): AsyncGenerator<FeedItem, void, undefined> {
        await new Promise(() => undefined);
      },
      () => undefined,
    );
    const pending = subscription.next();
    expect(await subscription.return?.()).toEqual(done);
    expect(await pending).toEqual(done);
  });

  test('a stream that fails tells its reader, and is over', async () => {
    const ends: string[] = [];
    const subscription = createSubscription(
      // biome-ignore lint/correctness/useYield: the stream fails before its first item
      async function* (): AsyncGenerator<FeedItem, void, undefined> {
        throw new Error('broken');
      },
      () => ends.push('ended'),
    );
    await expect(subscription.next()).rejects.toThrow('broken');
    expect(await subscription.next()).toEqual(done);
    expect(ends).toEqual(['ended']);
  });

  test('throw ends it with the error', async () => {
    const subscription = createSubscription(waiting, () => undefined);
    await expect(subscription.throw?.(new Error('gone'))).rejects.toThrow('gone');
    expect(await subscription.next()).toEqual(done);
  });
});
