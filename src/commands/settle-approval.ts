import { activity, activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { ApprovalStage } from '../domain/approval';
import { eligibilityFor } from '../domain/eligibility';
import { PimError } from '../domain/errors';
import { effectiveStanding, scheduleRecord } from '../domain/new-request';
import { insert, type Outcome, update } from '../domain/outcome';
import { isEnabled } from '../domain/principal';
import { resolveSpan, type ScheduleRequest } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { spanOf } from '../domain/schedule';
import { earlierEnd, type Span } from '../domain/time';
import type { LockedRequest } from '../storage/transaction';

/** The request as the decision left it. */
export interface Settlement {
  readonly request: ScheduleRequest;
  readonly stageId: string;
}

const reviewChange = ({
  id,
  status,
  reviewResult,
  reviewedById,
  reviewedByName,
  reviewedAt,
  justification,
}: ApprovalStage) =>
  update(
    'approval_stage',
    id,
    { status: 'InProgress', reviewResult: 'NotReviewed' },
    { status, reviewResult, reviewedById, reviewedByName, reviewedAt, justification },
  );

/** Refuses for good; a new request may follow at once (E-11). */
export function deny(
  { request, role, subject }: LockedRequest,
  stage: ApprovalStage,
  moment: Moment,
): Outcome<Settlement> {
  const denied: ScheduleRequest = { ...request, status: 'Denied', completedAt: moment.now };
  return {
    result: { request: denied, stageId: stage.id },
    changes: [
      reviewChange(stage),
      update(
        'schedule_request',
        request.id,
        { status: 'PendingApproval' },
        { status: 'Denied', completedAt: moment.now },
      ),
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

/** Provisions at once, or grants until the start that was asked for (E-10, B-6); the authority is judged again (E-19). */
export function approve(facts: LockedRequest, stage: ApprovalStage, moment: Moment): Outcome<Settlement> {
  const { request, role, subject } = facts;
  const granted = grantedSpan(facts, moment.now);
  if (typeof granted === 'string') return fail(facts, stage, granted, moment);
  const { span, activatedUsing } = granted;
  const standing = { ...effectiveStanding(span, moment.now), activatedUsing };
  const approved: ScheduleRequest = { ...request, ...standing };
  const told = { request: approved, role, subject, span, scheduleId: request.id };
  return {
    result: { request: approved, stageId: stage.id },
    changes: [
      reviewChange(stage),
      update('schedule_request', request.id, { status: 'PendingApproval' }, standing),
      insert('schedule', scheduleRecord(approved, span, moment.now)),
    ],
    events: [
      requestEvent(
        'request.approved',
        { activity: activity.approved, operationType: 'Update', reason: stage.justification },
        told,
        moment,
      ),
      ...(approved.status === 'Provisioned'
        ? [
            requestEvent(
              'request.provisioned',
              { activity: activityOf('completed', 'selfActivate', 'assignment', false), operationType: 'Add' },
              told,
              moment,
            ),
          ]
        : []),
    ],
  };
}

/** The span that an approval brings now and the eligibility it is made from, or why it can no longer bring any. */
function grantedSpan(
  { request, role, subject, eligibilities, isTaken }: LockedRequest,
  now: Date,
): { span: Span; activatedUsing: string } | string {
  if (!subject || !isEnabled(subject)) return 'The requester has been disabled.';
  if (!role?.isEnabled) return 'The role has been disabled.';
  if (isTaken) return 'The requester holds the role already.';
  const asked = resolveSpan({ ...request, startAt: request.requestedStartAt }, now);
  const eligibility = eligibilityFor(eligibilities, request, asked.startAt, now);
  if (!eligibility) return 'The requester is no longer eligible for the role.';
  const endAt = earlierEnd(asked.endAt, spanOf(eligibility).endAt);
  if (endAt !== null && endAt.getTime() <= asked.startAt.getTime()) return 'The requested period is over.';
  return { span: { startAt: asked.startAt, endAt }, activatedUsing: eligibility.id };
}

function fail(
  { request, role, subject }: LockedRequest,
  stage: ApprovalStage,
  failureReason: string,
  moment: Moment,
): Outcome<Settlement> {
  const standing = { status: 'Failed' as const, completedAt: moment.now, failureReason };
  const failed: ScheduleRequest = { ...request, ...standing };
  return {
    result: { request: failed, stageId: stage.id },
    changes: [reviewChange(stage), update('schedule_request', request.id, { status: 'PendingApproval' }, standing)],
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
