import { activity } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { type ApprovalStage, lapseOf, opened } from '../domain/approval';
import type { DomainEvent } from '../domain/events';
import { type Change, type Outcome, update } from '../domain/outcome';
import type { ScheduleRequest } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import type { LockedRequest } from '../storage/transaction';
import type { Settlement } from './settle-approval';
import { reviewChange } from './stage-changes';

/**
 * Records that one of several stages was approved. Where none is open any more the next one opens, and waits for as long
 * as its own time-out says; the request then lapses with the first of those that are open.
 */
export function advance(
  { request, stages, role, subject }: LockedRequest,
  stage: ApprovalStage,
  moment: Moment,
): Outcome<Settlement> {
  const reviewed = stages.map((other) => (other.id === stage.id ? stage : other));
  const next = nextStage(reviewed, moment.now);
  const lapsesAt = lapseOf(reviewed.map((other) => (other.id === next?.id ? next : other)));
  const waiting: ScheduleRequest = { ...request, lapsesAt };
  const told = { request: waiting, role, subject, scheduleId: null };
  return {
    result: { request: waiting, stageId: stage.id },
    changes: [
      reviewChange(stage),
      update('schedule_request', request.id, { status: 'PendingApproval', lapsesAt: request.lapsesAt }, { lapsesAt }),
      ...(next ? [openChange(next)] : []),
    ],
    events: [
      requestEvent(
        'request.stageApproved',
        { activity: activity.approved, operationType: 'Update', reason: stage.justification },
        told,
        moment,
      ),
      ...(next ? [approvalRequested(told, moment)] : []),
    ],
  };
}

/** The stage whose turn has come, open; undefined while another one is open still. */
function nextStage(stages: readonly ApprovalStage[], now: Date): ApprovalStage | undefined {
  if (stages.some(({ status }) => status === 'InProgress')) return undefined;
  const next = stages.find(({ status }) => status === 'Initializing');
  return next && opened(next, now);
}

const openChange = ({ id, status, expiresAt, escalatesAt }: ApprovalStage): Change =>
  update('approval_stage', id, { status: 'Initializing' }, { status, expiresAt, escalatesAt });

/** The approvers of the next stage are asked by the service, not by whoever decided the one before. */
const approvalRequested = (told: Parameters<typeof requestEvent>[2], moment: Moment): DomainEvent =>
  requestEvent('request.approvalRequested', { activity: activity.approvalRequested, operationType: 'Add' }, told, {
    ...moment,
    actor: serviceActor,
  });
