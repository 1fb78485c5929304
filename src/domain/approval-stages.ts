import type { Moment } from './actor';
import type { ApprovalStage } from './approval';
import type { ApprovalSettings, SubjectSet } from './policy/policy';
import { after, oneDay } from './time';

/**
 * The stages of a fresh approval, copied from the policy: later edits of the policy never move a request in flight.
 *
 * The first one is open; each lapses its own number of days after it opens (E-9: 1).
 */
export const firstStages = (
  approvalId: string,
  setting: ApprovalSettings,
  { now, newId }: Moment,
): readonly ApprovalStage[] =>
  setting.approvalStages.map((stage, position) => ({
    id: newId(),
    approvalId,
    position,
    displayName: null,
    status: position === 0 ? 'InProgress' : 'Initializing',
    reviewResult: 'NotReviewed',
    reviewedById: null,
    reviewedByName: null,
    reviewedAt: null,
    justification: '',
    isApproverJustificationRequired: stage.isApproverJustificationRequired,
    expiresAt: after(now, stage.approvalStageTimeOutInDays * oneDay),
    primaryApprovers: stage.primaryApprovers,
    approverUserIds: stage.primaryApprovers.flatMap(userIdIn),
    approverGroupIds: stage.primaryApprovers.flatMap(groupIdIn),
    isDecidedByAdministrators: stage.primaryApprovers.length === 0,
  }));

const userIdIn = (subject: SubjectSet): readonly string[] => (subject.kind === 'singleUser' ? [subject.userId] : []);
const groupIdIn = (subject: SubjectSet): readonly string[] =>
  subject.kind === 'groupMembers' ? [subject.groupId] : [];
