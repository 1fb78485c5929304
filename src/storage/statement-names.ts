import { createHash } from 'node:crypto';

/** A session of the database keeps what it prepared for as long as it lives; this bounds what it keeps. */
const mostNamed = 500;

/**
 * Gives a text its name from its second run on, so that what is asked once takes no place; no more than 500 texts have one.
 * `beginning` tells these names from those of others on the same sessions.
 */
export function createNames(beginning: string): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostNamed) return known;
    if (!seen.has(text)) {
      if (seen.size >= mostNamed) seen.clear();
      seen.add(text);
      return undefined;
    }
    seen.delete(text);
    const name = `${beginning}_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    names.set(text, name);
    return name;
  };
}
