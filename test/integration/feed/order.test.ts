import { decodeCursor } from '../../../src/storage/cursor';
import { type FeedStage, item, labels, openFeedStage, take, takeLabels, watch, write } from './feed-stage';

let stage: FeedStage;

beforeEach(async () => {
  stage = await openFeedStage();
});
afterEach(() => stage.close());

const events = (...names: readonly string[]) => names.map((label) => ({ label, requestId: stage.requestId }));

describe('order of the feed (design 7)', () => {
  test('what a transaction that commits late has written comes before what committed meanwhile', async () => {
    const feed = await stage.feedWith();
    const { stream } = await watch(feed, 'sam');
    const late = await stage.session();
    await late.query('begin');
    await write(late, events('late'));
    const between = await feed.head();
    await write(stage.pool, events('early'));
    const waiting = takeLabels(stream, 2);
    expect(await feed.head()).toBe(between);
    await late.query('commit');
    expect(await waiting).toEqual(['late', 'early']);
    const resumed = await watch(feed, 'sam', between);
    expect(await takeLabels(resumed.stream, 2)).toEqual(['late', 'early']);
  });

  test('what an older transaction without events held back comes when it ends, though nothing wakes', async () => {
    const feed = await stage.feedWith();
    const { stream, head } = await watch(feed, 'sam');
    const foreign = await stage.session();
    await foreign.query('begin');
    await foreign.query('select pg_current_xact_id()');
    await write(stage.pool, events('held'));
    expect(await feed.head()).toBe(head);
    await foreign.query('rollback');
    expect(await takeLabels(stream, 1)).toEqual(['held']);
  });

  test('what was rolled back never comes', async () => {
    const { stream } = await watch(await stage.feedWith(), 'sam');
    const client = await stage.session();
    await client.query('begin');
    await write(client, events('never'));
    await client.query('rollback');
    await write(stage.pool, events('next'));
    expect(await takeLabels(stream, 1)).toEqual(['next']);
  });

  test('1,000 events of interleaved writers: none missing, none twice, in order of their cursors', async () => {
    const feed = await stage.feedWith({ batchSize: 30 });
    const { stream, head } = await watch(feed, 'sam');
    const writing = interleaved(1_000);
    const live = await take(stream, 1_000);
    await writing;
    expect(new Set(live.map(({ scopeId }) => scopeId))).toEqual(new Set(labels(1, 1_000)));
    expect(live.map(({ cursor }) => cursor)).toEqual(live.map(({ cursor }) => cursor).toSorted(byPlace));
    const again = await take((await watch(feed, 'sam', head)).stream, 1_000);
    expect(again).toEqual(live);
  });

  test('a consumer that stops in the middle of 1,000 events goes on by its cursor', async () => {
    const first = await stage.feedWith();
    const { stream } = await watch(first, 'sam');
    const writing = interleaved(1_000);
    const before = await take(stream, 437);
    await stream.return?.();
    await first.stop();
    await writing;
    const second = await stage.feedWith({ batchSize: 64 });
    const after = await take((await watch(second, 'sam', before.at(-1)?.cursor ?? null)).stream, 563);
    const all = [...before, ...after];
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(1_000);
    expect(all.map(({ cursor }) => cursor)).toEqual(all.map(({ cursor }) => cursor).toSorted(byPlace));
  });

  test('an event of a command carries what it is about, and its cursor is its place in the order', async () => {
    const { stream } = await watch(await stage.feedWith(), 'alice');
    const { id } = await stage.submit('alice', {
      roleDefinitionId: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
      end: { duration: 'PT1H' },
    });
    const next = await item(stream);
    const stored = await stage.one<{ tx_id: string; id: string }>(
      'select tx_id::text, id::text from outbox where request_id = $1 order by tx_id, id limit 1',
      [id],
    );
    expect(next).toMatchObject({
      item: 'event',
      event: {
        requestId: id,
        type: 'request.created',
        kind: 'assignment',
        provider: 'directory',
        occurredAt: stage.clock.now(),
      },
    });
    expect(next.item === 'event' && decodeCursor(next.event.cursor)).toEqual({ txId: stored.tx_id, id: stored.id });
  });
});

/** Five writers, each with transactions of several statements that overlap with the others'. */
async function interleaved(count: number): Promise<void> {
  const names = labels(1, count);
  const shares = [0, 1, 2, 3, 4].map((writer) => names.filter((_, index) => index % 5 === writer));
  await Promise.all(shares.map(writeInTransactions));
}

async function writeInTransactions(names: readonly string[]): Promise<void> {
  const client = await stage.session();
  for (let index = 0; index < names.length; index += 4) {
    await client.query('begin');
    await write(client, events(...names.slice(index, index + 2)));
    await write(client, events(...names.slice(index + 2, index + 4)));
    await client.query('commit');
  }
}

function byPlace(one: string, other: string): number {
  const [a, b] = [decodeCursor(one), decodeCursor(other)];
  if (a.txId !== b.txId) return BigInt(a.txId) < BigInt(b.txId) ? -1 : 1;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}
