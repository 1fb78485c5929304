import { ResyncRequired } from '../../../src/feed/feed-errors';
import { decodeCursor, encodeCursor } from '../../../src/storage/cursor';
import { purgeOutbox } from '../../../src/storage/outbox-retention';
import { cast } from '../../support/cast';
import { fakeTiming } from '../../unit/feed/fake-timing';
import {
  type FeedStage,
  item,
  labels,
  nowhere,
  openFeedStage,
  settled,
  take,
  takeLabels,
  watch,
  write,
} from './feed-stage';

let stage: FeedStage;

beforeEach(async () => {
  stage = await openFeedStage();
});
afterEach(() => stage.close());

const events = (names: readonly string[], at = '2026-01-01T00:00:00Z') =>
  names.map((label) => ({ label, at, requestId: stage.requestId }));
const day = (name: string) => new Date(`2026-01-${name}T00:00:00Z`);
const beginning = encodeCursor({ txId: '0', id: '0' });
const as = (after: string | null) => ({ callerId: cast.sam, after, filter: {} });

describe('where a subscription begins', () => {
  test('with ready and the head; without a cursor it hears what comes after the head', async () => {
    await write(stage.pool, events(['before']));
    await settled(stage.pool);
    const feed = await stage.feedWith();
    const { stream, head } = await watch(feed, 'sam');
    expect(head).toBe(await feed.head());
    await write(stage.pool, events(['after']));
    expect(await takeLabels(stream, 1)).toEqual(['after']);
  });

  test('on an outbox without events the head can be resumed', async () => {
    await purgeOutbox({ dataSource: stage.dataSource, olderThan: day('02') });
    const feed = await stage.feedWith();
    const { head } = await watch(feed, 'sam');
    await write(stage.pool, events(['first']));
    expect(await takeLabels((await watch(feed, 'sam', head)).stream, 1)).toEqual(['first']);
  });

  test('open gives ready first as well, and then the events', async () => {
    const stream = await (await stage.feedWith()).open(as(null));
    expect(await item(stream)).toMatchObject({ item: 'ready' });
    await write(stage.pool, events(['first']));
    expect(await takeLabels(stream, 1)).toEqual(['first']);
  });

  test.each(['', 'nonsense', 'bm8', '../../etc'])('the cursor "%s" is refused', async (after) => {
    const feed = await stage.feedWith();
    await expect(feed.open(as(after))).rejects.toMatchObject({ code: 'Request_BadRequest' });
  });

  test.each([
    { when: 'its transaction is yet to come', txId: '99999999999', id: '1' },
    { when: 'no transaction can have it', txId: '99999999999999999999', id: '1' },
    { when: 'no event can have it', txId: '5', id: '9999999999999999999' },
  ])('a cursor of another database asks for a new start: $when', async ({ txId, id }) => {
    const feed = await stage.feedWith();
    await expect(feed.open(as(encodeCursor({ txId, id })))).rejects.toThrow(ResyncRequired);
  });
});

describe('the horizon of retention', () => {
  test('purging removes the front of the order alone; cursors from the horizon on still work', async () => {
    const feed = await stage.feedWith();
    const { stream } = await watch(feed, 'sam');
    await write(stage.pool, events(labels(1, 3), '2026-01-03T00:00:00Z'));
    await write(stage.pool, events(['e4'], '2026-01-05T00:00:00Z'));
    await write(stage.pool, events(['e5'], '2026-01-03T00:00:00Z'));
    const [, second, third] = await take(stream, 5);
    // The stage's own events are older, and go as well.
    const removed = await purgeOutbox({ dataSource: stage.dataSource, olderThan: day('04') });
    expect(removed).toBeGreaterThanOrEqual(3);
    expect(await takeLabels((await watch(feed, 'sam', third?.cursor ?? null)).stream, 2)).toEqual(['e4', 'e5']);
    await expect(feed.open(as(second?.cursor ?? null))).rejects.toMatchObject({ code: 'RESYNC_REQUIRED' });
    await expect(feed.open(as(beginning))).rejects.toThrow(ResyncRequired);
  });

  test('an event of exactly that instant is kept', async () => {
    await write(stage.pool, events(['e1'], '2026-01-04T00:00:00Z'));
    await settled(stage.pool);
    await purgeOutbox({ dataSource: stage.dataSource, olderThan: day('04') });
    expect(await stage.one('select count(*)::int from outbox')).toEqual({ count: 1 });
  });

  test('what is not final stays, and a purge from two processes at once removes each event once', async () => {
    await write(stage.pool, events(labels(1, 50)));
    await settled(stage.pool);
    const { count } = await stage.one<{ count: number }>('select count(*)::int from outbox');
    const late = await stage.session();
    await late.query('begin');
    await write(late, events(['late']));
    await write(stage.pool, events(['held']));
    const purge = () => purgeOutbox({ dataSource: stage.dataSource, olderThan: day('04') });
    const removed = await Promise.all([purge(), purge(), purge()]);
    expect(removed.toSorted((a, b) => b - a)).toEqual([count, 0, 0]);
    await late.query('commit');
    const { stream } = await watch(await stage.feedWith(), 'sam', await horizon());
    expect(await takeLabels(stream, 2)).toEqual(['late', 'held']);
  });

  test('a subscriber whom it overtakes is told, in place of a gap', async () => {
    const feed = await stage.feedWith({ batchSize: 5 });
    const { stream } = await watch(feed, 'sam');
    await write(stage.pool, events(labels(1, 20)));
    expect(await takeLabels(stream, 5)).toEqual(labels(1, 5));
    await settled(stage.pool);
    await purgeOutbox({ dataSource: stage.dataSource, olderThan: day('04') });
    await expect(stream.next()).rejects.toThrow(ResyncRequired);
  });
});

const horizon = async () =>
  encodeCursor(await stage.one('select tx_id::text as "txId", id::text as id from outbox_horizon'));

describe('heartbeats', () => {
  test('come when nothing was delivered for so long, with the head, and again', async () => {
    const timing = fakeTiming();
    const feed = await stage.feedWith({ timing, heartbeatMs: 15_000, url: nowhere });
    const { stream } = await watch(feed, 'sam');
    await write(stage.pool, events(['e1']));
    await settled(stage.pool);
    expect(await takeLabels(stream, 1)).toEqual(['e1']);
    for (const _beat of ['first', 'second']) {
      const waiting = item(stream);
      // The follower's, the listener's for its next attempt, and the subscriber's.
      await timing.timersSet(3);
      timing.advance(15_000);
      expect(await waiting).toEqual({ item: 'heartbeat', head: await feed.head() });
    }
  });

  test('the head of a heartbeat can be resumed after', async () => {
    const timing = fakeTiming();
    const feed = await stage.feedWith({ timing, heartbeatMs: 15_000 });
    const { stream } = await watch(feed, 'sam');
    timing.advance(15_000);
    const beat = await item(stream);
    await write(stage.pool, events(['e1']));
    expect(beat.item === 'heartbeat' && decodeCursor(beat.head)).toBeTruthy();
    const resumed = await watch(feed, 'sam', beat.item === 'heartbeat' ? beat.head : '');
    // A transaction elsewhere in the cluster may hold the event back for a while; only time on the clock makes the feed look again.
    const ticking = setInterval(() => timing.advance(50), 20);
    const labels = await takeLabels(resumed.stream, 1).finally(() => clearInterval(ticking));
    expect(labels).toEqual(['e1']);
  });
});

describe('the end of a subscription', () => {
  const ended = { done: true, value: undefined };

  test('stop ends all, those that wait as well, and later ones at once', async () => {
    const feed = await stage.feedWith();
    const streams = await Promise.all([watch(feed, 'sam'), watch(feed, 'adam')]);
    const waiting = streams.map(({ stream }) => stream.next());
    await feed.stop();
    expect(await Promise.all(waiting)).toEqual([ended, ended]);
    expect(await feed.subscribe(as(null)).next()).toEqual(ended);
  });

  test('return lets go at once, though no event comes, and leaves no timer behind', async () => {
    const timing = fakeTiming();
    const feed = await stage.feedWith({ timing, url: nowhere });
    const { stream } = await watch(feed, 'sam');
    await timing.timersSet(2);
    const before = timing.timers();
    const waiting = stream.next();
    await timing.timersSet(before + 1);
    expect(await stream.return?.()).toEqual(ended);
    expect(await waiting).toEqual(ended);
    expect(timing.timers()).toBe(before);
    expect(await stream.next()).toEqual(ended);
  });

  test('a consumer that breaks out of its loop releases the stream', async () => {
    const feed = await stage.feedWith();
    const stream = feed.subscribe(as(null));
    for await (const { item: kind } of stream) {
      expect(kind).toBe('ready');
      break;
    }
    expect(await stream.next()).toEqual(ended);
  });
});
