import { activity, activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { type ApprovalStage, resolveStages } from '../domain/approval';
import { grantedSpan } from '../domain/authority';
import type { Eligibility } from '../domain/eligibility';
import { PimError } from '../domain/errors';
import { effectiveStanding, scheduleRecord } from '../domain/new-request';
import { insert, type Outcome, update } from '../domain/outcome';
import type { ScheduleRequest } from '../domain/request';
import { requestEvent, requestTeller } from '../domain/request-events';
import type { Span } from '../domain/time';
import type { LockedRequest } from '../storage/transaction';
import { advance } from './advance-approval';
import { protect } from './protect';
import { restOnMemberships } from './rest-on-memberships';
import { closeOthers, reviewChange } from './stage-changes';

/** The request and the stage as the decision left them. */
export interface Settlement {
  readonly request: ScheduleRequest;
  readonly stageId: string;
  readonly stage: ApprovalStage;
}

/** Refuses for good, whatever other stages say or would have said; a new request may follow at once (E-11). */
export function deny(
  { request, stages, role, subject }: LockedRequest,
  stage: ApprovalStage,
  moment: Moment,
): Outcome<Settlement> {
  const denied: ScheduleRequest = { ...request, status: 'Denied', completedAt: moment.now };
  return {
    result: { request: denied, stageId: stage.id, stage },
    changes: [
      reviewChange(stage),
      update(
        'schedule_request',
        request.id,
        { status: 'PendingApproval' },
        { status: 'Denied', completedAt: moment.now },
      ),
      ...closeOthers(stages, stage),
    ],
    events: [
      requestEvent(
        'request.denied',
        { activity: activity.denied, operationType: 'Update', reason: stage.justification },
        { request: denied, role, subject, scheduleId: null },
        moment,
      ),
    ],
  };
}

/**
 * Records that a stage was approved. The authority is judged again each time (E-19); the last stage lets the request take
 * effect, the others let it wait for the next.
 */
export function approve(facts: LockedRequest, stage: ApprovalStage, moment: Moment): Outcome<Settlement> {
  const granted = grantedSpan(facts, moment.now);
  if (typeof granted === 'string') return fail(facts, stage, granted, moment);
  const stages = facts.stages.map((other) => (other.id === stage.id ? stage : other));
  return resolveStages(stages) === 'Approved'
    ? protect(provision(facts, stage, granted, moment), facts, moment)
    : advance(facts, stage, moment);
}

/** Provisions at once, or grants until the start that was asked for (E-10, B-6). */
function provision(
  { request, role, subject }: LockedRequest,
  stage: ApprovalStage,
  { span, eligibility }: { readonly span: Span; readonly eligibility: Eligibility },
  moment: Moment,
): Outcome<Settlement> {
  const { condition, conditionVersion } = eligibility;
  const standing = {
    activatedUsing: eligibility.id,
    condition,
    conditionVersion,
    ...effectiveStanding(span, moment.now),
  };
  const approved: ScheduleRequest = { ...request, ...standing };
  const tell = requestTeller({ request: approved, role, subject, span, scheduleId: request.id }, moment);
  const completed = activityOf('completed', 'selfActivate', 'assignment', false);
  return {
    result: { request: approved, stageId: stage.id, stage },
    changes: [
      reviewChange(stage),
      update('schedule_request', request.id, { status: 'PendingApproval' }, standing),
      ...restOnMemberships(eligibility),
      insert('schedule', scheduleRecord(approved, span, moment.now, eligibility.reachedThrough)),
    ],
    events: [
      tell('request.approved', {
        activity: activity.approved,
        operationType: 'Update',
        reason: stage.justification,
      }),
      ...(approved.status === 'Provisioned'
        ? [tell('request.provisioned', { activity: completed, operationType: 'Add' })]
        : []),
    ],
  };
}

function fail(
  { request, stages, role, subject }: LockedRequest,
  stage: ApprovalStage,
  failureReason: string,
  moment: Moment,
): Outcome<Settlement> {
  const standing = { status: 'Failed' as const, completedAt: moment.now, failureReason };
  const failed: ScheduleRequest = { ...request, ...standing };
  return {
    result: { request: failed, stageId: stage.id, stage },
    changes: [
      reviewChange(stage),
      update('schedule_request', request.id, { status: 'PendingApproval' }, standing),
      ...closeOthers(stages, stage),
    ],
    events: [
      requestEvent(
        'request.failed',
        { activity: activity.processed, operationType: 'Update', result: 'failure', reason: failureReason },
        { request: failed, role, subject, scheduleId: null },
        moment,
      ),
    ],
    notice: new PimError('ApprovalNotPossible', `The approval could not be carried out: ${failureReason}`, {
      winner: { status: 'Failed', decidedById: moment.actor.principalId, decidedAt: moment.now },
    }),
  };
}
