import type { FeedItem } from '../../../src/domain/feed';
import { createBell } from '../../../src/feed/bell';
import { ResyncRequired, SubscriberRefused } from '../../../src/feed/feed-errors';
import { readStream } from '../../../src/feed/read-stream';
import { encodeCursor, type Position } from '../../../src/storage/cursor';
import type { OutboxBatch, OutboxEvent, OutboxOpening } from '../../../src/storage/outbox';
import { fakeTiming } from './fake-timing';

const at = (id: number): Position => ({ txId: '7', id: String(id) });

const anEvent = (id: number): OutboxEvent => ({
  position: at(id),
  eventId: `event ${id}`,
  type: 'request.created',
  occurredAt: new Date('2026-01-01T00:00:00Z'),
  kind: 'assignment',
  provider: 'directory',
  requestId: null,
  scheduleId: null,
  approvalId: null,
  policyId: null,
  principalId: null,
  roleDefinitionId: 'role',
  scopeId: '/',
});

const whole = { isLive: true, isLost: false };
const opening: OutboxOpening = { ...whole, isForeign: false, head: at(0) };
const batchOf = (...ids: readonly number[]): Partial<OutboxBatch> => ({
  events: ids.map(anEvent),
  ...(ids.length > 0 ? { reached: at(Math.max(...ids)) } : {}),
});

/** A stream over the given batches, the last one again and again; `asked` are the places that were read after. */
function streaming(batches: readonly Partial<OutboxBatch>[], first: Partial<OutboxOpening> = {}) {
  const timing = fakeTiming();
  const news = createBell(timing);
  const ending = new AbortController();
  const asked: string[] = [];
  const reads = {
    opening: async () => ({ ...opening, ...first }),
    batch: async (after: Position): Promise<OutboxBatch> => {
      const batch = batches[Math.min(asked.length, batches.length - 1)];
      asked.push(after.id);
      return { ...whole, events: [], hasMore: false, reached: after, ...batch };
    },
  };
  const stream = readStream(
    { callerId: 'sam', after: null, filter: {} },
    reads,
    { news, heartbeatMs: 15_000, freshMs: 250, timing },
    ending.signal,
  );
  const next = async (): Promise<FeedItem | undefined> => (await stream.next()).value ?? undefined;
  return { stream, next, timing, news, asked, ending };
}

const event = (id: number) =>
  expect.objectContaining({ item: 'event', event: expect.objectContaining({ eventId: `event ${id}` }) });

describe('what one subscriber hears', () => {
  test('nothing is read until it is asked for', async () => {
    const { next, asked } = streaming([batchOf(1, 2), batchOf()]);
    expect(await next()).toEqual({ item: 'ready', head: encodeCursor(at(0)) });
    expect(asked).toEqual([]);
    expect([await next(), await next()]).toEqual([event(1), event(2)]);
    expect(asked).toEqual(['0']);
  });

  test('news while it reads makes it read again in place of waiting', async () => {
    const { next, news, asked, timing } = streaming([batchOf(), batchOf(1)]);
    await next();
    const waiting = next();
    news.ring();
    expect(await waiting).toEqual(event(1));
    expect(asked).toEqual(['0', '0']);
    expect(timing.timers()).toBe(0);
  });

  test('a batch without visible events that may have more behind it is followed by the next one', async () => {
    const { next, asked } = streaming([{ reached: at(200), hasMore: true }, batchOf(201)]);
    await next();
    expect(await next()).toEqual(event(201));
    expect(asked).toEqual(['0', '200']);
  });

  test.each([
    { ms: 250, reads: ['0'], comes: event(2) },
    { ms: 251, reads: ['0', '1'], comes: event(9) },
  ])('what was read $ms ms ago: reads after $reads', async ({ ms, reads, comes }) => {
    const { next, timing, asked } = streaming([batchOf(1, 2), batchOf(9)]);
    await next();
    await next();
    timing.advance(ms);
    expect(await next()).toEqual(comes);
    expect(asked).toEqual(reads);
  });

  test('a heartbeat comes 15 s after the last item, not a millisecond before, with the place that was reached', async () => {
    const { next, timing, asked } = streaming([batchOf(1), { reached: at(5) }, batchOf()]);
    await next();
    timing.advance(10_000);
    await next();
    timing.advance(14_999);
    const waiting = next();
    await timing.timersSet(1);
    expect(asked).toEqual(['0']);
    timing.advance(1);
    expect(await waiting).toEqual({ item: 'heartbeat', head: encodeCursor(at(5)) });
  });

  test.each([
    { when: 'the caller is not enabled', first: { isLive: false }, error: SubscriberRefused },
    { when: 'retention has passed the cursor', first: { isLost: true }, error: ResyncRequired },
    { when: 'the cursor is another database’s', first: { isForeign: true }, error: ResyncRequired },
    {
      when: 'both, and then nothing of the outbox is told',
      first: { isLive: false, isLost: true },
      error: SubscriberRefused,
    },
  ])('it does not begin when $when', async ({ first, error }) => {
    await expect(streaming([], first).next()).rejects.toThrow(error);
  });

  test.each([
    { when: 'the caller is disabled', batch: { isLive: false }, error: SubscriberRefused },
    { when: 'retention overtakes it', batch: { isLost: true }, error: ResyncRequired },
  ])('it ends when $when', async ({ batch, error }) => {
    const { next, stream } = streaming([{ ...batchOf(1), hasMore: true }, batch]);
    await next();
    await next();
    await expect(next()).rejects.toThrow(error);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('it ends when it is called off while it waits', async () => {
    const { next, stream, ending, timing } = streaming([batchOf()]);
    await next();
    const waiting = stream.next();
    await timing.timersSet(1);
    ending.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(timing.timers()).toBe(0);
  });
});
