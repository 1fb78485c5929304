/** What every caller with a bad token hears, whatever was wrong with it. */
const SENTENCE = 'Sign in again and send a valid bearer token.';

/**
 * A bearer token that does not say who calls.
 *
 * `message` is the one sentence a caller may read. `reason` says what was wrong and is for the log alone: it holds no
 * part of the token, and no caller gets to see it.
 */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(SENTENCE, options);
  }
}
