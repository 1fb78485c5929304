/** Runs at most so many pieces of work at once; the others wait their turn, first come first served. */
export interface Lanes {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** `width` lanes, all free. */
export function createLanes(width: number): Lanes {
  const queue: (() => void)[] = [];
  let free = width;

  const enter = (): Promise<void> => {
    if (free === 0) return new Promise((resolve) => queue.push(resolve));
    free -= 1;
    return Promise.resolve();
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next) next();
    else free += 1;
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
