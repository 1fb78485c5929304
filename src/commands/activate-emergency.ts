import type { Moment } from '../domain/actor';
import { type EmergencyUse, unsettledRefusal, usedEvent } from '../domain/emergency';
import { invariant } from '../domain/errors';
import type { KnownFacts, NewRequest } from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import type { Requested } from './new-request-command';
import type { Effect } from './take-effect';

/**
 * Refuses an emergency account that has not accounted for its last use: `EmergencyUseUnsettled`. Two activations at the
 * same instant are told apart by `one_unsettled_use_per_account`.
 */
export function refuseUnsettled({ principal, unsettledUse }: KnownFacts): void {
  if (principal.isEmergencyAccount && unsettledUse) throw unsettledRefusal(unsettledUse);
}

/** What an activation came to; for an emergency account together with the use that it is and the alert that it raises. */
export function withEmergencyUse(
  outcome: Outcome<Requested>,
  facts: KnownFacts,
  input: NewRequest,
  { id, span }: Pick<Effect, 'id' | 'span'>,
  moment: Moment,
): Outcome<Requested> {
  if (!facts.principal.isEmergencyAccount) return outcome;
  const use = emergencyUseOf(facts, input, id, moment);
  const about = { role: facts.role, subject: facts.principal, span };
  return {
    ...outcome,
    changes: [...outcome.changes, insert('emergency_use', use)],
    events: [...outcome.events, usedEvent(use, about, moment)],
  };
}

function emergencyUseOf(facts: KnownFacts, input: NewRequest, id: string, { now }: Moment): EmergencyUse {
  const { justification, target, principalId } = input;
  invariant(justification, 'the policy has asked an emergency account for a reason');
  return {
    ...target,
    id,
    principalId,
    usedAt: now,
    justification,
    notifiedIds: facts.globalAdministratorIds,
    settledAt: null,
    settledById: null,
    settledByName: null,
    finding: null,
  };
}
