import type { Caller } from '../domain/actor';
import type { KnownCaller } from '../storage/find-caller';
import { admitted, type ConfirmCaller } from './authenticate';

/** Who a token says that calls, for an operation whose transaction asks the directory for him. */
export interface Claim {
  /** The caller as the directory knows him; throws `TokenRefused`. Who has been let in once stays in for the operation. */
  readonly admit: (known: KnownCaller | null) => Caller;
  /** The same when the operation has ended; asks the directory where nothing has. Rejects with `TokenRefused`. */
  readonly settled: () => Promise<Caller>;
}

/**
 * A claim that is judged by the first transaction of its operation, before anything is changed or put on record; what an
 * operation has come to may be told only when the claim is settled.
 */
export function createClaim(claimed: Caller, confirm: ConfirmCaller): Claim {
  const state: { caller: Caller | null; refusal: unknown } = { caller: null, refusal: null };
  return {
    admit: (known) => {
      if (state.caller) return state.caller;
      try {
        state.caller = admitted(claimed, known);
        return state.caller;
      } catch (refusal) {
        state.refusal = refusal;
        throw refusal;
      }
    },
    settled: async () => {
      if (state.refusal) throw state.refusal;
      return state.caller ?? confirm(claimed);
    },
  };
}
