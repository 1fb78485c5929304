import { activity, activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { conditionOf } from '../domain/condition';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import {
  assertAssignable,
  assertKnown,
  effectiveStanding,
  type KnownFacts,
  type NewRequest,
  scheduleRecord,
} from '../domain/new-request';
import { insert, type Outcome, update } from '../domain/outcome';
import { isAssigned } from '../domain/renewal';
import type { RequestedPeriod, ScheduleRequest } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { isCurrent, plannedEnd, type Schedule } from '../domain/schedule';
import { refuseSeparated } from '../domain/separation-checks';
import { isWithin, type Span } from '../domain/time';
import { administeredSpan } from './assign';
import type { Decided, DecideRequest, DecisionFacts } from './decide-request';
import { refuseDisabled, refuseGone, refuseLaterStart, refuseTaken } from './decision-refusals';
import { endHanging } from './end-hanging';
import type { Followers } from './follow-eligibility';
import { protect } from './protect';
import { closeRenewal, demandStart } from './renew-assignment';
import { replaceAssigned } from './replace-assigned';

/**
 * Carries out an administrator's approval of an extension or a renewal: start, end and side as he has chosen them, else as
 * proposed (I-7), within the policy of the side that it comes to. What was held until then gives way to it.
 *
 * A refusal leaves the request pending, for another decision.
 */
export function carryOut(facts: DecisionFacts, input: DecideRequest, moment: Moment): Outcome<Decided> {
  const { own, locked } = facts;
  const { request } = locked;
  const { now } = moment;
  assertKnown(own, request);
  assertAssignable(own, request);
  refuseDisabled(own);
  const before = own.current.filter((schedule) => isAssigned(schedule) && isCurrent(schedule, now));
  refuseGone(request, own, before, now);
  const given = chosen(request, input);
  refuseTaken(facts, before, { ...request, becomes: given.kind }, now);
  const span = administeredSpan(own, given, moment);
  refuseLaterStart(own, before, span, now);
  if (!before.some((schedule) => givesNothingNew(schedule, given, span)))
    refuseSeparated(own.separations, { ...given, span }, now);
  const replaced =
    before.length > 0
      ? replaceAssigned(before, own, { id: request.id, kind: given.kind, span }, moment)
      : { changes: own.expired.filter(isUnrenewed).map((ended) => closeRenewal(ended, now)), events: [] };
  const provisioned = provision({ request, facts: own, given, span, replaced }, input.reason, moment);
  const outcome = endHanging(provisioned, own, moment);
  return protect(outcome, { protection: own.protection, role: own.role, subject: own.principal }, moment);
}

const isUnrenewed = ({ renewalClosedAt }: Schedule): boolean => renewalClosedAt === null;

/** What only gets shorter brings nothing new, and may be what mends a violation. */
const givesNothingNew = (before: Schedule, { kind }: NewRequest, span: Span): boolean =>
  before.kind === kind && isWithin(span, { ...before, endAt: plannedEnd(before) });

/** What is given, as if an administrator had asked for it. */
type Given = NewRequest & { readonly period: RequestedPeriod };

/** What is given: the administrator's choice, which a renewal always needs, else what the requestor proposed (I-7). */
function chosen(request: ScheduleRequest, { becomes, period, reason }: DecideRequest): Given {
  if (request.action === 'selfRenew') {
    demandStart(period);
    if (becomes === null) {
      throw new PimError('Request_BadRequest', 'A renewal says what it becomes; send assignmentState.', {
        path: ['input', 'assignmentState'],
      });
    }
  }
  const { provider, roleDefinitionId, scopeId, action, principalId, ticketNumber, ticketSystem, customData } = request;
  return {
    kind: becomes ?? request.kind,
    action,
    principalId,
    target: { provider, roleDefinitionId, scopeId },
    justification: reason,
    ticketNumber,
    ticketSystem,
    customData,
    condition: conditionOf(request),
    isValidationOnly: false,
    period: period ?? proposalIn(request),
  };
}

/** The period that the requestor proposed. */
const proposalIn = (request: ScheduleRequest): RequestedPeriod => ({
  startAt: request.requestedStartAt,
  expirationType: request.expirationType,
  expirationEndAt: request.expirationEndAt,
  expirationDuration: request.expirationDuration,
});

/** All that an approval is stored and told from. */
interface Provision {
  readonly request: ScheduleRequest;
  readonly facts: KnownFacts;
  readonly given: Given;
  readonly span: Span;
  readonly replaced: Followers;
}

function provision(all: Provision, reason: string, moment: Moment): Outcome<Decided> {
  const { request, given, span, replaced } = all;
  const { expirationType, expirationEndAt, expirationDuration } = given.period;
  const period = { expirationType, expirationEndAt, expirationDuration };
  const standing = { ...effectiveStanding(span, moment.now), ...period, targetScheduleId: request.id };
  const approved: ScheduleRequest = { ...request, ...standing };
  return {
    result: { request: approved },
    changes: [
      // The request before the schedules, as a cancellation locks them, or the two would wait for each other.
      update('schedule_request', request.id, { status: 'PendingAdminDecision' }, standing),
      ...replaced.changes,
      insert('schedule', scheduleRecord({ ...approved, kind: given.kind }, span, moment.now)),
    ],
    events: [...approvalEvents(approved, all, reason, moment), ...replaced.events],
  };
}

/** That it was approved, and unless it begins later that it was provisioned, on the side that it came to (B-5). */
function approvalEvents(
  approved: ScheduleRequest,
  { facts, given: { kind }, span }: Provision,
  reason: string,
  moment: Moment,
): readonly [DomainEvent, ...DomainEvent[]] {
  const told = { role: facts.role, subject: facts.principal, span, scheduleId: approved.id };
  const approval = { activity: activity.approvedByAdministrator, operationType: 'Update', reason } as const;
  const event = requestEvent('request.approved', approval, { ...told, request: approved }, moment);
  if (approved.status !== 'Provisioned') return [event];
  const completed = activityOf('completed', approved.action, kind, span.endAt === null);
  const provisioned = { ...told, request: { ...approved, kind } };
  return [
    event,
    requestEvent('request.provisioned', { activity: completed, operationType: 'Update' }, provisioned, moment),
  ];
}
