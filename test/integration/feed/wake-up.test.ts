import { EventEmitter, once } from 'node:events';
import { poolOf } from '../../../src/storage/transact';
import { fakeTiming } from '../../unit/feed/fake-timing';
import { type FeedStage, item, labels, nowhere, openFeedStage, settled, takeLabels, watch, write } from './feed-stage';

let stage: FeedStage;

beforeEach(async () => {
  stage = await openFeedStage();
});
afterEach(() => stage.close());

const events = (...names: readonly string[]) => names.map((label) => ({ label, requestId: stage.requestId }));

const cut = async (sessions: string): Promise<number | null> =>
  (
    await (
      await stage.session()
    ).query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and ${sessions}`)
  ).rowCount;
const cutListener = () => cut(`query = 'listen outbox'`);

describe('waking the feed (security 6)', () => {
  test('a commit wakes it, though the next poll is far away', async () => {
    const { stream } = await watch(await stage.feedWith({ pollMs: 600_000 }), 'sam');
    await write(stage.pool, events('woken'));
    expect(await takeLabels(stream, 1)).toEqual(['woken']);
  });

  test('without the listening session the poll goes on', async () => {
    const { stream } = await watch(await stage.feedWith({ url: nowhere }), 'sam');
    await write(stage.pool, events('polled'));
    expect(await takeLabels(stream, 1)).toEqual(['polled']);
  });

  test('a session that breaks is opened again, and what came meanwhile is not lost', async () => {
    const broke: string[] = [];
    const back = new EventEmitter();
    const isBack = once(back, 'info');
    const log = { warn: (line: unknown) => broke.push(String(line)), info: () => back.emit('info') };
    const { stream } = await watch(await stage.feedWith({ pollMs: 600_000, log }), 'sam');
    await write(stage.pool, events('e1'));
    expect(await takeLabels(stream, 1)).toEqual(['e1']);
    expect(await cutListener()).toBe(1);
    await write(stage.pool, events('e2', 'e3'));
    expect(await takeLabels(stream, 2)).toEqual(['e2', 'e3']);
    await isBack;
    expect(broke).toEqual([expect.stringContaining('broke')]);
    await write(stage.pool, events('e4'));
    expect(await takeLabels(stream, 1)).toEqual(['e4']);
  });

  test('a session that breaks again and again while 200 events are written loses none', async () => {
    const { stream } = await watch(await stage.feedWith({ pollMs: 20 }), 'sam');
    const all = takeLabels(stream, 200);
    for (const label of labels(1, 200)) {
      await write(stage.pool, events(label));
      if (label.endsWith('0')) await cutListener();
    }
    expect(await all).toEqual(labels(1, 200));
  });

  test('the sessions of the pool may break as well', async () => {
    const { stream } = await watch(await stage.feedWith({ pollMs: 20 }), 'sam');
    await write(stage.pool, events('e1'));
    await takeLabels(stream, 1);
    await cut(`pid <> pg_backend_pid() and application_name = 'portcullis' and query like '%outbox%'`);
    await write(stage.pool, events('e2')).catch(() => write(stage.pool, events('e2')));
    expect(await takeLabels(stream, 1)).toEqual(['e2']);
  });

  test('idle subscribers do not read: only the one follower does', async () => {
    const timing = fakeTiming();
    const feed = await stage.feedWith({ pollMs: 1_000, timing, url: nowhere });
    const streams = await Promise.all([1, 2, 3, 4, 5].map(() => watch(feed, 'sam')));
    const waiting = streams.map(({ stream }) => item(stream));
    // Five wait for news, the follower for its next poll, and the listener for its next attempt.
    await timing.timersSet(7);
    const reads: string[] = [];
    poolOf(stage.dataSource).on('acquire', () => reads.push('read'));
    timing.advance(1_000);
    await timing.timersSet(7);
    expect(reads).toEqual(['read']);
    await write(stage.pool, events('news'));
    await settled(stage.pool);
    timing.advance(1_000);
    const all = await Promise.all(waiting);
    expect(all).toEqual(streams.map(() => expect.objectContaining({ item: 'event' })));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  });
});
