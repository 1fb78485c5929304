import type { ApprovalStage } from './approval';
import { type Change, update } from './outcome';

/** Closes the stages that nobody will decide any more, because the request has come to its end without them. */
export const closeStages = (stages: readonly ApprovalStage[], as: 'Completed' | 'Expired'): readonly Change[] =>
  stages
    .filter(({ status }) => status === 'InProgress' || status === 'Initializing')
    .map(({ id, status }) => update('approval_stage', id, { status }, { status: as }));
