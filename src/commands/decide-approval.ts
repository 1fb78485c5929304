import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { type ApprovalStage, isOpen, resolveStages, type Verdict } from '../domain/approval';
import { approves } from '../domain/approvers';
import { can } from '../domain/authorization';
import { invariant, PimError } from '../domain/errors';
import { type Outcome } from '../domain/outcome';
import { type ScheduleRequest, statusAt } from '../domain/request';
import type { LockedRequest } from '../storage/transaction';
import type { Command } from './command';
import { refusedEntry } from './refused-entry';
import { approve, deny, type Settlement } from './settle-approval';

export interface DecideApproval {
  readonly approvalId: string;
  /** Null: the stage that is open. */
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

const stageIn = (facts: Facts, stageId: string | null): ApprovalStage | undefined =>
  stageId === null
    ? (facts?.stages.find(({ status }) => status === 'InProgress') ?? facts?.stages.at(-1))
    : facts?.stages.find(({ id }) => id === stageId);

/** Approvers decide, people only, and nobody on a request of his own (E-2, E-5, E-15, E-17). */
function permits(facts: Facts, { stageId }: DecideApproval, { actor, now }: Moment): PimError | null {
  // First of all, so that the answer tells an application nothing of what exists.
  if (actor.isApplication)
    return new PimError('InsufficientPermissions', 'Applications cannot approve; a person must.');
  const stage = stageIn(facts, stageId);
  if (!facts || !stage) return unknown();
  const { request } = facts;
  const isOwn = request.principalId === actor.principalId || request.createdById === actor.principalId;
  if (isOwn)
    return new PimError('InsufficientPermissions', 'Nobody decides on a request of his own; another approver must.');
  if (approves(actor, stage, facts.managerIds, now)) return null;
  return can(actor, 'approval.read', request)
    ? new PimError('InsufficientPermissions', 'You are not an approver of this stage.')
    : unknown();
}

function decide(facts: Facts, input: DecideApproval, moment: Moment): Outcome<Settlement> {
  const stage = stageIn(facts, input.stageId);
  if (!facts || !stage) throw unknown();
  refuseClosed(facts.request, stage, moment.now);
  if (stage.isApproverJustificationRequired && !input.justification?.trim()) {
    throw new PimError('Request_BadRequest', 'Say why in justification; the policy asks approvers for it.', {
      path: ['input', 'justification'],
    });
  }
  const reviewed = review(stage, input, moment);
  const resolution = resolveStages(facts.stages.map((other) => (other.id === stage.id ? reviewed : other)));
  invariant(resolution !== null, 'an approval has one stage');
  return resolution === 'Approved' ? approve(facts, reviewed, moment) : deny(facts, reviewed, moment);
}

/** The first decision wins; whoever comes second learns who did (E-6, J.5), and a lapsed stage can no longer be decided (E-9). */
function refuseClosed(request: ScheduleRequest, stage: ApprovalStage, now: Date): void {
  if (stage.reviewResult !== 'NotReviewed') {
    const { reviewResult: status, reviewedById: decidedById, reviewedAt: decidedAt } = stage;
    throw new PimError('ApprovalAlreadyDecided', `Somebody else decided first: ${status}.`, {
      winner: { status, decidedById, decidedAt },
    });
  }
  if (isOpen(stage, now) && statusAt(request, now) === 'PendingApproval') return;
  throw new PimError(
    'ApprovalNotPossible',
    `The request is ${statusAt(request, now)}; it cannot be decided any more.`,
    {
      winner: { status: statusAt(request, now), decidedById: null, decidedAt: request.completedAt },
    },
  );
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
