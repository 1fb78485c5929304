import { activity } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { type ApprovalStage, isEscalated, isOpen } from '../domain/approval';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import { isPending } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { reviewOf, winnerOf } from '../domain/winner';
import type { LockedRequest } from '../storage/transaction';
import type { Command } from './command';

interface EscalateApproval {
  readonly requestId: string;
  readonly stageId: string;
}

/**
 * Tells the escalation approvers of a stage that they may decide it as well by now.
 *
 * They could from that instant on, told or not; this only says so. A late or repeated run changes nothing: `Conflict`,
 * with the winner where the stage was decided or closed first.
 */
export const escalateApproval: Command<EscalateApproval, LockedRequest | null, null> = {
  name: 'approval.escalate',
  load: (tx, { requestId }) => tx.lockRequest(requestId),
  permits: () => null,
  decide: (facts, { stageId }, moment) => {
    const stage = facts?.stages.find(({ id }) => id === stageId);
    if (!facts || !stage) throw new PimError('Conflict', 'There is no such stage to escalate.');
    refuseUndue(facts, stage, moment.now);
    return escalated(facts, stage, { ...moment, actor: serviceActor });
  },
  refused: () => null,
};

function refuseUndue({ request, stages }: LockedRequest, stage: ApprovalStage, now: Date): void {
  if (stage.reviewResult !== 'NotReviewed')
    throw new PimError('Conflict', 'The stage has been decided.', { winner: reviewOf(stage) });
  if (!isPending(request, now))
    throw new PimError('Conflict', 'The request waits for nobody any more.', {
      winner: winnerOf(request, stages, now),
    });
  if (!isOpen(stage, now) || !isEscalated(stage, now) || stage.escalationAnnouncedAt !== null)
    throw new PimError('Conflict', 'The escalation has been told already, or has not come yet.');
}

const escalated = (
  { request, role, subject }: LockedRequest,
  { id, escalationMinutes }: ApprovalStage,
  moment: Moment,
): Outcome<null> => ({
  result: null,
  changes: [
    update(
      'approval_stage',
      id,
      { status: 'InProgress', reviewResult: 'NotReviewed', escalationAnnouncedAt: null },
      { escalationAnnouncedAt: moment.now },
    ),
  ],
  events: [
    requestEvent(
      'request.escalated',
      {
        activity: activity.approvalRequested,
        operationType: 'Update',
        reason: `Nobody decided within ${escalationMinutes} minutes; the escalation approvers may decide as well.`,
      },
      { request, role, subject, scheduleId: null },
      moment,
    ),
  ],
});
