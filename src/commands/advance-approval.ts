import { activity } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { type ApprovalStage, lapseOf, opened } from '../domain/approval';
import { fallBack } from '../domain/approval-stages';
import type { DomainEvent } from '../domain/events';
import { type Outcome, update } from '../domain/outcome';
import type { ScheduleRequest } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import type { LockedRequest } from '../storage/transaction';
import type { Settlement } from './settle-approval';
import { fallChange, openChange, reviewChange } from './stage-changes';

/**
 * Records that one of several stages was approved. Where none is open any more the next one opens, and waits for as long
 * as its own time-out says; the request then lapses with the first of those that are open. Stages that none of their
 * approvers can decide any more fall to administrators (E-4), where these decide by default.
 */
export function advance(facts: LockedRequest, stage: ApprovalStage, moment: Moment): Outcome<Settlement> {
  const { request, role, subject } = facts;
  const { lapsesAt, next, fallen } = goOn(facts, stage, moment);
  const waiting: ScheduleRequest = { ...request, lapsesAt };
  const told = { request: waiting, role, subject, scheduleId: null };
  const reviewed = { activity: activity.approved, operationType: 'Update', reason: stage.justification } as const;
  return {
    result: { request: waiting, stageId: stage.id, stage },
    changes: [
      reviewChange(stage),
      update('schedule_request', request.id, { status: 'PendingApproval', lapsesAt: request.lapsesAt }, { lapsesAt }),
      ...(next ? [openChange(next)] : []),
      ...fallen.map(fallChange),
    ],
    events: [
      requestEvent('request.stageApproved', reviewed, told, moment),
      ...(next ? [approvalRequested(told, moment)] : []),
    ],
  };
}

/** How it goes on after a stage: the one that opens, the others that fall to administrators, and when it lapses. */
function goOn(facts: LockedRequest, stage: ApprovalStage, { actor, now }: Moment) {
  const reviewed = facts.stages.map((other) => (other.id === stage.id ? stage : other));
  const judged = fallBack(reviewed, {
    ...facts,
    provider: facts.request.provider,
    deciderId: actor.principalId,
  });
  const next = nextStage(judged, now);
  return {
    next,
    fallen: judged.filter((other) => !reviewed.includes(other) && other.id !== next?.id),
    lapsesAt: lapseOf(judged.map((other) => (other.id === next?.id ? next : other))),
  };
}

/** The stage whose turn has come, open; undefined while another one is open still. */
function nextStage(stages: readonly ApprovalStage[], now: Date): ApprovalStage | undefined {
  if (stages.some(({ status }) => status === 'InProgress')) return undefined;
  const next = stages.find(({ status }) => status === 'Initializing');
  return next && opened(next, now);
}

/** The approvers of the next stage are asked by the service, not by whoever decided the one before. */
const approvalRequested = (told: Parameters<typeof requestEvent>[2], moment: Moment): DomainEvent =>
  requestEvent('request.approvalRequested', { activity: activity.approvalRequested, operationType: 'Add' }, told, {
    ...moment,
    actor: serviceActor,
  });
