import { PimError } from '../domain/errors';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Text of a caller, held to a length; null and absent are null. A zero byte is refused, for PostgreSQL cannot keep it. */
export function textOf(value: string | null | undefined, longest: number, path: readonly string[]): string | null {
  if (value === null || value === undefined) return null;
  if (value.length > longest || value.includes('\u0000')) {
    throw new PimError('Request_BadRequest', `${path.at(-1)} has at most ${longest} characters, and no zero byte.`, {
      path,
    });
  }
  return value;
}

/** A GUID in lower case; refuses anything else. */
export function guidOf(value: string, path: readonly string[]): string {
  if (!guid.test(value)) throw new PimError('Request_BadRequest', `${path.at(-1)} is a GUID.`, { path });
  return value.toLowerCase();
}
