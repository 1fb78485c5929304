import type { Timing } from './timing';

/**
 * Wakes whoever waits for news, and loses none: who has seen the n-th ring waits for one after it, and goes on at once
 * when that has come in the meantime. Rings while nobody waits fold into one.
 */
export interface Bell {
  /** How often it has rung. */
  rings(): number;
  ring(): void;
  /** Resolves when it has rung more than `seen` times, when `ms` milliseconds are over, or when the signal aborts. */
  wait(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** How many wait now. */
  waiting(): number;
}

/** A bell that has not rung yet. */
export function createBell(timing: Timing): Bell {
  const waiters = new Set<() => void>();
  let rings = 0;
  return {
    rings: () => rings,
    ring: () => {
      rings += 1;
      for (const wake of [...waiters]) wake();
    },
    wait: (seen, ms, signal) =>
      new Promise((resolve) => {
        if (rings > seen || ms <= 0 || signal.aborted) return resolve();
        const wake = () => {
          waiters.delete(wake);
          callOff();
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const callOff = timing.after(ms, wake);
        signal.addEventListener('abort', wake);
        waiters.add(wake);
      }),
    waiting: () => waiters.size,
  };
}
