/** Choices that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to, not including, `below`. */
  readonly below: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly oneOf: <T>(choices: readonly T[]) => T;
  /** Some of the choices, in their order. */
  readonly some: <T>(choices: readonly T[], most: number) => readonly T[];
}

/** mulberry32: small, and good enough to choose fields with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[below(choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  };
  const some = <T>(choices: readonly T[], most: number): readonly T[] => {
    const wanted = Math.min(most, choices.length);
    let left = choices.length;
    let taken = 0;
    return choices.filter(() => {
      const isTaken = next() * left < wanted - taken;
      left -= 1;
      taken += isTaken ? 1 : 0;
      return isTaken;
    });
  };
  return { below, chance: (probability) => next() < probability, oneOf, some };
}
