import { PimError } from '../domain/errors';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A surrogate that no other one completes. */
const halfPair = /\p{Surrogate}/u;

/**
 * Text of a caller, held to a length; null and absent are null.
 *
 * A zero byte and half of a surrogate pair are refused, for PostgreSQL can keep neither (security.md 19).
 */
export function textOf(value: string | null | undefined, longest: number, path: readonly string[]): string | null {
  if (value === null || value === undefined) return null;
  if (value.length > longest || value.includes('\u0000') || halfPair.test(value)) {
    throw new PimError(
      'Request_BadRequest',
      `${path.at(-1)} has at most ${longest} characters, and neither a zero byte nor half of a surrogate pair.`,
      { path },
    );
  }
  return value;
}

/** A GUID in lower case; refuses anything else. */
export function guidOf(value: string, path: readonly string[]): string {
  if (!guid.test(value)) throw new PimError('Request_BadRequest', `${path.at(-1)} is a GUID.`, { path });
  return value.toLowerCase();
}
