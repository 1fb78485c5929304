/** Passing time, for waits and heartbeats; what holds and what does not is never decided by it. */
export interface Timing {
  /** Milliseconds since some instant; never goes back. */
  now(): number;
  /** Runs something once, so many milliseconds from now; gives what calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** The process's own. */
export const processTiming: Timing = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Waits so many milliseconds, or until the signal aborts. */
export function pause(timing: Timing, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      callOff();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const callOff = timing.after(ms, end);
    signal.addEventListener('abort', end);
  });
}

/** How long to wait after the n-th failure in a row (from 1): 100 ms, twice as long each time, at most 5 s. */
export const backoffMs = (failures: number): number => Math.min(5_000, 100 * 2 ** Math.min(failures - 1, 10));
