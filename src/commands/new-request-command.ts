import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { AuditEntry } from '../domain/audit';
import { can } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { NewRequest, TargetFacts } from '../domain/new-request';
import type { Outcome } from '../domain/outcome';
import type { RequestStatus, ScheduleRequest } from '../domain/request';
import { placeOf } from '../domain/scope';
import { rulesOf } from '../domain/target';
import { usedName } from '../domain/used-name';
import type { Command } from './command';
import { endHanging } from './end-hanging';
import { broughtUnderManagement } from './onboard';
import { protect } from './protect';
import { refusedEntry } from './refused-entry';

/** The request that a command made; for a validation the one it would have made, with the status it would tell. */
export interface Requested {
  readonly request: Omit<ScheduleRequest, 'status'> & { readonly status: RequestStatus };
}

type NewRequestCommand = Command<NewRequest, TargetFacts, Requested>;

/** Only the holder of a managing role may do this for others (L.1). */
export const permitsAdministrators = (
  { scope }: TargetFacts,
  { target: { provider } }: NewRequest,
  { actor }: Moment,
): PimError | null =>
  can(actor, 'assignment.manage', placeOf(provider, scope))
    ? null
    : new PimError('InsufficientPermissions', `Only ${rulesOf(provider).names.managers} may do this.`);

/** Only the principal himself may do this, and never an application (B-1, F-4, L.4). */
export function permitsPrincipal(_facts: TargetFacts, { principalId }: NewRequest, { actor }: Moment): PimError | null {
  if (actor.isApplication)
    return new PimError('InsufficientPermissions', 'Applications cannot act for themselves here.');
  if (actor.principalId === principalId) return null;
  return new PimError('InsufficientPermissions', 'You may only do this for yourself; check principalId.', {
    path: ['input', 'principalId'],
  });
}

/** Builds the command of one action: what it permits and decides differs, how it loads and is audited does not. */
export const newRequestCommand = (
  name: string,
  permits: NewRequestCommand['permits'],
  decide: (facts: TargetFacts, input: NewRequest, moment: Moment) => Outcome<Requested>,
): NewRequestCommand => ({
  name,
  load: (tx, input) => tx.targetFacts(input),
  permits,
  decide: (facts, input, moment) => {
    const managed = broughtUnderManagement(facts, input.target, moment);
    const { protection, role, principal } = managed.facts;
    if (managed.facts.isNameUsed) throw usedName();
    const outcome = endHanging(decide(managed.facts, input, moment), managed.facts, moment);
    return protect(managed.onboarding(outcome), { protection, role, subject: principal }, moment);
  },
  refused,
  isDryRun: ({ isValidationOnly }) => isValidationOnly,
});

function refused(input: NewRequest, refusal: PimError, moment: Moment): AuditEntry {
  const { action, kind, target, principalId } = input;
  const isPermanent = input.period === null || ['noExpiration', 'notSpecified'].includes(input.period.expirationType);
  const activity = activityOf('requested', action, kind, isPermanent);
  const attempted = {
    activity,
    operationType: 'Add',
    target,
    subjectId: principalId,
    correlationId: moment.newId(),
  } as const;
  return refusedEntry(refusal, attempted, moment);
}
