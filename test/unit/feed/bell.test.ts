import { createBell } from '../../../src/feed/bell';
import { backoffMs, pause } from '../../../src/feed/timing';
import { fakeTiming } from './fake-timing';

const setUp = () => {
  const timing = fakeTiming();
  const ending = new AbortController();
  return { timing, bell: createBell(timing), ending };
};

describe('the bell', () => {
  test('a ring that came before the wait began is not lost', async () => {
    const { bell, ending, timing } = setUp();
    const seen = bell.rings();
    bell.ring();
    await bell.wait(seen, 1_000, ending.signal);
    expect(timing.timers()).toBe(0);
  });

  test.each<{ by: string; wake: (parts: ReturnType<typeof setUp>) => void }>([
    { by: 'a ring', wake: ({ bell }) => bell.ring() },
    { by: 'the end of its time', wake: ({ timing }) => timing.advance(1_000) },
    { by: 'being called off', wake: ({ ending }) => ending.abort() },
  ])('everybody who waits is woken by $by, and nothing is left behind', async ({ wake }) => {
    const parts = setUp();
    const { bell, timing, ending } = parts;
    const waits = [1, 2, 3].map(() => bell.wait(bell.rings(), 1_000, ending.signal));
    expect([bell.waiting(), timing.timers()]).toEqual([3, 3]);
    wake(parts);
    await Promise.all(waits);
    expect([bell.waiting(), timing.timers()]).toEqual([0, 0]);
  });

  test('a millisecond too early it still waits', () => {
    const { bell, timing, ending } = setUp();
    void bell.wait(bell.rings(), 1_000, ending.signal);
    timing.advance(999);
    expect(bell.waiting()).toBe(1);
    timing.advance(1);
    expect(bell.waiting()).toBe(0);
  });

  test('no time at all, or a signal that has aborted, is no wait', async () => {
    const { bell, ending } = setUp();
    await bell.wait(bell.rings(), 0, ending.signal);
    ending.abort();
    await bell.wait(bell.rings(), 1_000, ending.signal);
    expect(bell.waiting()).toBe(0);
  });
});

describe('pauses', () => {
  test('last their time, or until they are called off', async () => {
    const { timing, ending } = setUp();
    const first = pause(timing, 100, ending.signal);
    timing.advance(100);
    await first;
    const second = pause(timing, 100, ending.signal);
    ending.abort();
    await second;
    await pause(timing, 100, ending.signal);
    expect(timing.timers()).toBe(0);
  });

  test.each([
    [1, 100],
    [2, 200],
    [6, 3_200],
    [7, 5_000],
    [1_000, 5_000],
  ])('after %i failures in a row: %i ms', (failures, ms) => {
    expect(backoffMs(failures)).toBe(ms);
  });
});
