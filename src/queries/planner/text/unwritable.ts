/**
 * Thrown while text is written, for what only the executor can answer: a value that does not fit its type, which is an
 * error of its field there, or a field with a resolver of its own.
 */
export class Unwritable extends Error {}

/** What `write` gives; whatever else it throws about a value is an error of its field, which the executor words. */
export function orUnwritable<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw error instanceof Unwritable ? error : new Unwritable('a value does not fit its type', { cause: error });
  }
}
