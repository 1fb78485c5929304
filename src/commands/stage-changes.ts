import type { ApprovalStage } from '../domain/approval';
import { closeStages } from '../domain/closed-stages';
import { type Change, update } from '../domain/outcome';

/** Stores the decision on a stage, which was open before it. */
export const reviewChange = ({
  id,
  status,
  reviewResult,
  reviewedById,
  reviewedByName,
  reviewedAt,
  justification,
}: ApprovalStage): Change =>
  update(
    'approval_stage',
    id,
    { status: 'InProgress', reviewResult: 'NotReviewed' },
    { status, reviewResult, reviewedById, reviewedByName, reviewedAt, justification },
  );

/** Opens a stage whose turn has come, for administrators as well where nobody else is left to decide it. */
export const openChange = ({
  id,
  status,
  expiresAt,
  escalatesAt,
  isDecidedByAdministrators,
  fallbackReason,
}: ApprovalStage): Change =>
  update(
    'approval_stage',
    id,
    { status: 'Initializing' },
    { status, expiresAt, escalatesAt, isDecidedByAdministrators, fallbackReason },
  );

/** Lets administrators decide a stage, open or not yet, that nobody else is left to decide (E-4), or says that nobody can (D-14). */
export const fallChange = ({ id, status, isDecidedByAdministrators, fallbackReason }: ApprovalStage): Change =>
  update('approval_stage', id, { status, reviewResult: 'NotReviewed' }, { isDecidedByAdministrators, fallbackReason });

/** Closes the stages besides the one that has just been decided. */
export const closeOthers = (stages: readonly ApprovalStage[], decided: ApprovalStage): readonly Change[] =>
  closeStages(
    stages.filter(({ id }) => id !== decided.id),
    'Completed',
  );
