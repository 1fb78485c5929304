import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { can } from '../domain/authorization';
import { type EmergencyUse, settledEvent, settledRefusal } from '../domain/emergency';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import type { LockedUse } from '../storage/transaction';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';

export interface SettleEmergencyUse {
  /** Id of the use, which is the id of the request that it was. */
  readonly useId: string;
  /** What the administrator found; at most 2,048 characters, and not blank. */
  readonly finding: string;
}

/** The use that a settlement closed. */
export interface SettledUse {
  readonly useId: string;
}

type Facts = LockedUse | null;

/** Closes a use of an emergency account with what another administrator found; from then on it may be used again. */
export const settleEmergencyUse: Command<SettleEmergencyUse, Facts, SettledUse> = {
  name: 'emergency.settle',
  load: (tx, { useId }) => tx.lockEmergencyUse(useId),
  permits,
  decide,
  refused: ({ useId, finding }, refusal, moment) => {
    const request = { id: useId, justification: finding, ticketNumber: null, ticketSystem: null };
    const attempted = { activity: activity.alertResolved, operationType: 'Update', request } as const;
    return refusedEntry(refusal, { ...attempted, correlationId: useId }, moment);
  },
};

const unknown = (): PimError =>
  new PimError('Request_ResourceNotFound', 'No such use of an emergency account; check the id.', {
    path: ['input', 'id'],
  });

/** People settle who administer assignments in the whole tenant (L.1), never the account that it is about. */
function permits(facts: Facts, _input: SettleEmergencyUse, { actor }: Moment): PimError | null {
  // First of all, so that the answer tells an application nothing of what exists.
  if (actor.isApplication)
    return new PimError('InsufficientPermissions', 'Applications cannot settle the use of an account; a person must.');
  if (!facts) return unknown();
  if (facts.use.principalId === actor.principalId)
    return new PimError('InsufficientPermissions', 'Nobody settles his own use; another administrator must.');
  if (can(actor, 'assignment.manage')) return null;
  return can(actor, 'alert.read')
    ? new PimError(
        'InsufficientPermissions',
        'Only a Privileged Role Administrator or Global Administrator may settle it.',
      )
    : unknown();
}

function decide(facts: Facts, { finding }: SettleEmergencyUse, moment: Moment): Outcome<SettledUse> {
  if (!facts) throw unknown();
  const { use, role, subject } = facts;
  if (use.settledAt !== null) throw settledRefusal(use);
  if (finding.trim() === '')
    throw new PimError('Request_BadRequest', 'Say in finding what the account was used for and what follows.', {
      path: ['input', 'finding'],
    });
  const { actor, now } = moment;
  const settlement = {
    settledAt: now,
    settledById: actor.principalId,
    settledByName: actor.displayName,
    finding,
  } satisfies Partial<EmergencyUse>;
  return {
    result: { useId: use.id },
    changes: [update('emergency_use', use.id, { settledAt: null }, settlement)],
    events: [settledEvent({ ...use, ...settlement }, { role, subject }, moment)],
  };
}
