import { createBell } from '../../../src/feed/bell';
import { follow } from '../../../src/feed/follower';
import type { OutboxHead } from '../../../src/storage/outbox';
import { fakeTiming } from './fake-timing';

const head = (id: string, hasPending = false): OutboxHead => ({ head: { txId: '1', id }, hasPending });

/** A follower that reads the given answers one after the other, the last one again and again. */
function following(...answers: readonly (OutboxHead | Error)[]) {
  const timing = fakeTiming();
  const [wakeUps, news] = [createBell(timing), createBell(timing)];
  const ending = new AbortController();
  const lines: string[] = [];
  const log = { warn: (line: unknown) => lines.push(String(line)), info: (line: unknown) => lines.push(String(line)) };
  let looks = 0;
  const readHead = async () => {
    const answer = answers[Math.min(looks, answers.length - 1)];
    looks += 1;
    if (!answer || answer instanceof Error) throw answer;
    return answer;
  };
  const wanted = { isWanted: true };
  const isWanted = () => wanted.isWanted;
  const ended = follow({ readHead, wakeUps, news, pollMs: 1_000, isWanted, timing, log }, ending.signal);
  const pass = async (ms: number) => {
    timing.advance(ms);
    await timing.timersSet(1);
    return { looks, news: news.rings() };
  };
  return { wakeUps, wanted, ending, ended, pass, lines, timing };
}

describe('the follower', () => {
  test('looks when the poll is due, and rings only when the head has moved', async () => {
    const { pass } = following(head('1'), head('1'), head('2'));
    expect(await pass(0)).toEqual({ looks: 1, news: 1 });
    expect(await pass(999)).toEqual({ looks: 1, news: 1 });
    expect(await pass(1)).toEqual({ looks: 2, news: 1 });
    expect(await pass(1_000)).toEqual({ looks: 3, news: 2 });
  });

  test('looks at once when it is woken', async () => {
    const { pass, wakeUps } = following(head('1'), head('2'));
    await pass(0);
    wakeUps.ring();
    expect(await pass(0)).toEqual({ looks: 2, news: 2 });
  });

  test('looks sooner, and ever less often, while events are held back', async () => {
    const { pass } = following(head('1', true), head('1', true), head('1', true), head('2'));
    await pass(0);
    expect(await pass(40)).toEqual({ looks: 2, news: 1 });
    expect(await pass(79)).toEqual({ looks: 2, news: 1 });
    expect(await pass(1)).toEqual({ looks: 3, news: 1 });
    expect(await pass(160)).toEqual({ looks: 4, news: 2 });
    expect(await pass(999)).toEqual({ looks: 4, news: 2 });
  });

  test('says once that the database is away and once that it is back, and asks ever less often', async () => {
    const { pass, lines, wakeUps } = following(head('1'), new Error('away'), new Error('away'), head('2'));
    await pass(0);
    expect(await pass(1_000)).toEqual({ looks: 2, news: 1 });
    wakeUps.ring();
    expect(await pass(99)).toEqual({ looks: 2, news: 1 });
    expect(await pass(1)).toEqual({ looks: 3, news: 1 });
    expect(await pass(200)).toEqual({ looks: 4, news: 2 });
    expect(lines).toEqual([expect.stringContaining('away'), expect.stringContaining('again')]);
  });

  test('reads nothing while nobody wants news, and looks as soon as somebody does', async () => {
    const { pass, wakeUps, wanted } = following(head('1', true), head('2'));
    wanted.isWanted = false;
    await pass(0);
    await pass(1_000);
    const [before] = [await pass(1_000)];
    wanted.isWanted = true;
    wakeUps.ring();
    const after = await pass(0);
    expect([before.looks, after.looks]).toEqual([1, 2]);
  });

  test('ends when it is told to', async () => {
    const { ended, ending, pass, timing } = following(head('1'));
    await pass(0);
    ending.abort();
    await ended;
    expect(timing.timers()).toBe(0);
  });
});
