/**
 * The code that a failed system call or statement carries: `ENOENT`, `ECONNREFUSED`, a SQLSTATE such as `28P01`.
 *
 * Null when the thrown value has none.
 */
export const errorCode = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** The thrown value in words, for the end of a sentence. */
export const errorText = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
