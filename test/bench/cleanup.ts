/** What was started, to be ended in the opposite order. */
export interface Cleanup {
  /** Keeps what ends a thing that was started. */
  readonly add: (end: () => Promise<unknown>) => void;
  /** Ends everything, the last thing first; a second call waits for the first. */
  readonly run: () => Promise<void>;
}

export function createCleanup(): Cleanup {
  const ends: (() => Promise<unknown>)[] = [];
  let running: Promise<void> | null = null;
  const all = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end().catch(() => undefined);
  };
  return {
    add: (end) => ends.push(end),
    run: () => {
      running ??= all();
      return running;
    },
  };
}
