import { isLarge } from './parameters';
import { type Rendered, render, type Sql } from './sql';

/**
 * Keeps how statements are worded, at most so many of them: writing takes several times as long as filling. Gives the
 * wording of a shape, and has it written where it is not kept; large ones never are.
 */
export function createWordings(most: number): (shape: string, write: () => Sql) => Rendered {
  const kept = new Map<string, Rendered>();
  return (shape, write) => {
    const known = kept.get(shape);
    if (known) return known;
    const fresh = render(write());
    if (kept.size < most && !isLarge(fresh)) kept.set(shape, fresh);
    return fresh;
  };
}
