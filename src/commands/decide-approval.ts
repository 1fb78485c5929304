import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { type ApprovalStage, isOpen, type Verdict } from '../domain/approval';
import { approves, hasDecidedAnother } from '../domain/approvers';
import { can } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { Outcome } from '../domain/outcome';
import { statusAt } from '../domain/request';
import { placeOf } from '../domain/scope';
import { reviewOf, winnerOf } from '../domain/winner';
import type { LockedRequest } from '../storage/transaction';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';
import { approve, deny, type Settlement } from './settle-approval';

export interface DecideApproval {
  readonly approvalId: string;
  /** Null: the first open stage that the actor may decide; where there is none, the first that is open. */
  readonly stageId: string | null;
  readonly verdict: Verdict;
  readonly justification: string | null;
}

type Facts = LockedRequest | null;

/** Records one approver's verdict on the stage that waits for him; the last one settles the request (section E). */
export const decideApproval: Command<DecideApproval, Facts, Settlement> = {
  name: 'approval.decide',
  load: (tx, { approvalId }) => tx.lockRequest(approvalId),
  permits,
  decide,
  refused: ({ approvalId, verdict, justification }, refusal, moment) => {
    const request = { id: approvalId, justification, ticketNumber: null, ticketSystem: null };
    const attempted = {
      activity: nameOf(verdict),
      operationType: 'Update',
      request,
      correlationId: approvalId,
    } as const;
    return refusedEntry(refusal, attempted, moment);
  },
};

const nameOf = (verdict: Verdict): string => (verdict === 'Approve' ? activity.approved : activity.denied);

const unknown = (): PimError =>
  new PimError('ApprovalNotFound', 'No such approval or stage; check the ids.', { path: ['input'] });

function stageIn(facts: Facts, stageId: string | null, { actor, now }: Moment): ApprovalStage | undefined {
  if (!facts || stageId !== null) return facts?.stages.find(({ id }) => id === stageId);
  const { stages, approval, managerIds } = facts;
  const own = stages.filter((stage) => approves(actor, stage, managerIds, now));
  const open = (stage: ApprovalStage): boolean => isOpen(stage, now);
  const free = (stage: ApprovalStage): boolean => !hasDecidedAnother(actor, stage, stages, approval);
  // Where nothing is open, the answer tells what became of the stage that was his.
  return own.filter(open).find(free) ?? stages.find(open) ?? own[0] ?? stages[0];
}

/** Approvers decide, people only, and nobody on a request of his own (E-2, E-5, E-15, E-17). */
function permits(facts: Facts, { stageId }: DecideApproval, moment: Moment): PimError | null {
  const { actor, now } = moment;
  // First of all, so that the answer tells an application nothing of what exists.
  if (actor.isApplication) return forbidden('Applications cannot approve; a person must.');
  const stage = stageIn(facts, stageId, moment);
  if (!facts || !stage) return unknown();
  const { request, stages, approval, managerIds } = facts;
  const isOwn = request.principalId === actor.principalId || request.createdById === actor.principalId;
  if (isOwn) return forbidden('Nobody decides on a request of his own; another approver must.');
  if (!approves(actor, stage, managerIds, now)) {
    const sees =
      can(actor, 'approval.read', placeOf(request.provider, facts.scope)) ||
      stages.some((other) => approves(actor, other, managerIds, now));
    return sees ? forbidden('You are not an approver of this stage.') : unknown();
  }
  return isOpen(stage, now) && hasDecidedAnother(actor, stage, stages, approval)
    ? forbidden('You have decided another stage of this request; somebody else must decide this one.')
    : null;
}

const forbidden = (message: string): PimError => new PimError('InsufficientPermissions', message);

function decide(facts: Facts, input: DecideApproval, moment: Moment): Outcome<Settlement> {
  const stage = stageIn(facts, input.stageId, moment);
  if (!facts || !stage) throw unknown();
  refuseClosed(facts, stage, moment.now);
  if (stage.isApproverJustificationRequired && !input.justification?.trim()) {
    throw new PimError('Request_BadRequest', 'Say why in justification; the policy asks approvers for it.', {
      path: ['input', 'justification'],
    });
  }
  const reviewed = review(stage, input, moment);
  return input.verdict === 'Approve' ? approve(facts, reviewed, moment) : deny(facts, reviewed, moment);
}

/**
 * The first decision wins; whoever comes second learns who did (E-6, J.5). A stage cannot be decided any more once it has
 * lapsed (E-9) or the request has ended without it, nor before its turn has come.
 */
function refuseClosed({ request, stages }: LockedRequest, stage: ApprovalStage, now: Date): void {
  if (stage.reviewResult !== 'NotReviewed') {
    const message = `Somebody else decided first: ${stage.reviewResult}.`;
    throw new PimError('ApprovalAlreadyDecided', message, { winner: reviewOf(stage) });
  }
  const status = statusAt(request, now);
  if (status !== 'PendingApproval') {
    throw new PimError('ApprovalNotPossible', `The request is ${status}; it cannot be decided any more.`, {
      winner: winnerOf(request, stages, now),
    });
  }
  if (!isOpen(stage, now))
    throw new PimError('ApprovalNotPossible', 'The stages before this one are to be decided first; try again then.');
}

const review = (
  stage: ApprovalStage,
  { verdict, justification }: DecideApproval,
  { actor, now }: Moment,
): ApprovalStage => ({
  ...stage,
  status: 'Completed',
  reviewResult: verdict === 'Approve' ? 'Approved' : 'Denied',
  reviewedById: actor.principalId,
  reviewedByName: actor.displayName,
  reviewedAt: now,
  justification: justification ?? '',
});
