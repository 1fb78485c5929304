import type { Caller } from '../../domain/actor';
import type { TokenVerifier } from './token-verifier';

/** How many tokens are remembered; a few thousand callers are more than one process serves at once. */
const mostTokens = 5_000;

/** A key that its issuer has withdrawn signs for at most this long after; keys are read again no more often anyway. */
const rememberedMs = 30_000;

interface Remembered {
  readonly caller: Caller;
  readonly until: number;
}

/**
 * Remembers for half a minute what a token said, since checking its signature costs more than many a read.
 *
 * A token is known by its exact text, and another spelling is simply checked; nothing else hangs on that text (security
 * 17). A remembered token is never taken at or after its `exp`: then it is checked in full, tolerance included. Refusals
 * are not remembered.
 */
export function rememberTokens(verifier: TokenVerifier, now: () => Date): TokenVerifier {
  const known = new Map<string, Remembered>();
  return {
    verify: async (bearer, from) => {
      const instant = now().getTime();
      const remembered = known.get(bearer);
      if (remembered && instant < remembered.until) return { ...remembered.caller, ipAddress: from.ipAddress };
      known.delete(bearer);
      const caller = await verifier.verify(bearer, from);
      const until = Math.min(instant + rememberedMs, caller.expiresAt.getTime());
      if (until > instant) remember(known, bearer, { caller, until });
      return caller;
    },
  };
}

/** Forgets the oldest where there are too many: a map keeps its keys in the order in which they came. */
function remember(known: Map<string, Remembered>, bearer: string, entry: Remembered): void {
  known.set(bearer, entry);
  if (known.size <= mostTokens) return;
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
}
