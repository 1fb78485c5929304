import type { Pool } from 'pg';
import type { Caller } from '../domain/actor';
import { findCaller, type KnownCaller } from '../storage/find-caller';
import { TokenRefused } from './identity/token-refused';
import type { TokenVerifier } from './identity/token-verifier';

/** Asks the directory for whom a good token names: he is in it, enabled, and what the token takes him for. */
export type ConfirmCaller = (claimed: Caller) => Promise<Caller>;

/**
 * The caller of a good token as the directory knows him; null when it does not.
 *
 * A service principal is an application whatever its token says, and a person never is one. Throws `TokenRefused`.
 */
export function admitted(caller: Caller, known: KnownCaller | null): Caller {
  if (!known) throw new TokenRefused('the principal is not in the directory');
  if (!known.isEnabled) throw new TokenRefused('the principal is disabled');
  if (caller.isApplication && known.type !== 'servicePrincipal')
    throw new TokenRefused('an application token names a person');
  return { ...caller, isApplication: known.type === 'servicePrincipal' };
}

/** Makes the second half of {@link createAuthenticate}, for requests whose statements may have asked already. */
export const createConfirmCaller =
  (pool: Pool): ConfirmCaller =>
  async (caller) =>
    admitted(caller, await findCaller(pool, caller.principalId));

/**
 * Makes the check of a token: it is good, and its principal is in the directory and enabled (design: identity).
 *
 * Rejects with `TokenRefused`.
 */
export const createAuthenticate = (verifier: TokenVerifier, pool: Pool) => {
  const confirm = createConfirmCaller(pool);
  return async (bearer: string, from: { readonly ipAddress: string | null }): Promise<Caller> =>
    confirm(await verifier.verify(bearer, from));
};
