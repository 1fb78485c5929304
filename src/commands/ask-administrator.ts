import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { inheritedCondition } from '../domain/condition';
import { PimError } from '../domain/errors';
import {
  assertAssignable,
  assertKnown,
  idOf,
  type NewRequest,
  refusePending,
  refuseTwin,
  requestRecord,
  type TargetFacts,
} from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import { lastAssigned, refuseEarlyExtension, renewable } from '../domain/renewal';
import { requestEvent } from '../domain/request-events';
import type { Schedule } from '../domain/schedule';
import { administeredSpan } from './assign';
import { closeLapsed } from './lapse-approval';
import { newRequestCommand, permitsPrincipal, type Requested } from './new-request-command';

/**
 * Asks the administrators to extend what one holds, or to renew what one held (I-4).
 *
 * It waits as `PendingAdminDecision` and changes nothing until one of them decides; the period is a proposal, which meets
 * the policy as what an administrator gives (I-12). A reason and a session signed in with MFA are always demanded (I-14).
 */
export const askAdministrator = newRequestCommand('request.ask', permitsPrincipal, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts, input.target);
  assertAssignable(facts, input.target);
  const schedule = concerned(facts, input, moment.now);
  refusePending(facts, moment.now);
  const span = administeredSpan(facts, input, moment);
  const id = idOf(input, moment);
  const condition = inheritedCondition(schedule, input.condition ?? null);
  const request = requestRecord({ ...input, condition }, moment, id, {
    status: 'PendingAdminDecision',
    targetScheduleId: schedule.id,
    startAt: input.period?.startAt ?? null,
  });
  const told = { request, ...facts, subject: facts.principal, span, scheduleId: schedule.id };
  const requested = activityOf('requested', input.action, input.kind, span.endAt === null);
  const lapsed = closeLapsed(facts, moment);
  return {
    result: { request: input.isValidationOnly ? { ...request, status: 'PendingEvaluation' } : request },
    changes: [...lapsed.changes, insert('schedule_request', request)],
    events: [
      requestEvent('request.created', { activity: requested, operationType: 'Update' }, told, moment),
      ...lapsed.events,
    ],
  };
}

/** What the principal may ask about now: his own only, not what one of his groups holds (I-9), and within its window (I-2, I-3). */
function concerned(facts: TargetFacts, { action }: NewRequest, now: Date): Schedule {
  if (action === 'selfRenew') {
    refuseTwin(facts, now);
    return renewable(facts.expired, now);
  }
  const schedule = lastAssigned(facts.current, now);
  if (!schedule) {
    throw new PimError(
      'RoleAssignmentDoesNotExist',
      'You hold nothing of your own that could be extended; what a group holds is extended for the group.',
    );
  }
  refuseEarlyExtension(schedule, now);
  return schedule;
}
