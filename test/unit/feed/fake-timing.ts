import type { Timing } from '../../../src/feed/timing';

/** Time that only passes when told to; timers run in the order in which they are due. */
export interface FakeTiming extends Timing {
  readonly advance: (ms: number) => void;
  /** How many timers are set. */
  readonly timers: () => number;
  /** Resolves when at least so many timers are set. */
  readonly timersSet: (count: number) => Promise<void>;
}

/** Begins at 0, with no timers. */
export function fakeTiming(): FakeTiming {
  const timers = new Set<{ readonly due: number; readonly run: () => void }>();
  let watchers: readonly { readonly count: number; readonly resolve: () => void }[] = [];
  let now = 0;
  return {
    now: () => now,
    after: (ms, run) => {
      const timer = { due: now + ms, run };
      timers.add(timer);
      watchers = watchers.filter(({ count, resolve }) => timers.size < count || resolve());
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      now += ms;
      const due = [...timers].filter((timer) => timer.due <= now).toSorted((a, b) => a.due - b.due);
      for (const timer of due) {
        timers.delete(timer);
        timer.run();
      }
    },
    timers: () => timers.size,
    timersSet: (count) =>
      new Promise((resolve) => {
        if (timers.size >= count) resolve();
        else watchers = [...watchers, { count, resolve }];
      }),
  };
}
