/** Work that goes on until stopped. */
export interface Timer {
  /** Ends the waiting, and resolves when the work that runs has ended. */
  stop(): Promise<void>;
}

/** Runs `work` now and then every `everyMs` after its end, never twice at once; a failure is handed to `failed` and does not end it. */
export function every(everyMs: number, work: () => Promise<unknown>, failed: (error: unknown) => void): Timer {
  const state = { stopped: false, wake: () => {} };
  const loop = async (): Promise<void> => {
    while (!state.stopped) {
      await work().catch(failed);
      if (!state.stopped) await pause(everyMs, state);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      state.stopped = true;
      state.wake();
      await running;
    },
  };
}

/** Waits so long, or until `state.wake` is called. */
export const pause = (ms: number, state: { wake: () => void }): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    state.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
