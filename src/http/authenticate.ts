import type { Pool } from 'pg';
import type { Caller } from '../domain/actor';
import { findCaller } from '../storage/find-caller';
import { TokenRefused } from './identity/token-refused';
import type { TokenVerifier } from './identity/token-verifier';

/**
 * Makes the check of a token: it is good, and its principal is in the directory and enabled (design: identity).
 *
 * A service principal is an application whatever its token says, and a person never is one. Rejects with `TokenRefused`.
 */
export const createAuthenticate =
  (verifier: TokenVerifier, pool: Pool) =>
  async (bearer: string, from: { readonly ipAddress: string | null }): Promise<Caller> => {
    const caller = await verifier.verify(bearer, from);
    const known = await findCaller(pool, caller.principalId);
    if (!known) throw new TokenRefused('the principal is not in the directory');
    if (!known.isEnabled) throw new TokenRefused('the principal is disabled');
    if (caller.isApplication && known.type !== 'servicePrincipal')
      throw new TokenRefused('an application token names a person');
    return { ...caller, isApplication: known.type === 'servicePrincipal' };
  };
