import type { Moment } from './actor';
import { type Approval, type ApprovalStage, opened } from './approval';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from './policy/policy';

const minutesOfDay = 24 * 60;

/** How long a stage of the policy waits once it is open: its days and its hours together. */
export const timeOutMinutes = ({
  approvalStageTimeOutInDays,
  approvalStageTimeOutInHours,
}: UnifiedApprovalStage): number => approvalStageTimeOutInDays * minutesOfDay + approvalStageTimeOutInHours * 60;

/** Whose request it is, and which stages of the policy name nobody who could decide it, by position. */
interface Requested {
  readonly requestorId: string;
  readonly stagesWithoutApprover: readonly number[];
}

/**
 * The stages of a fresh approval, copied from the policy: later edits of the policy never move a request in flight.
 *
 * The first one is open, all of them with `Parallel`; the others open when their turn comes.
 */
export function firstStages(
  approvalId: string,
  setting: ApprovalSettings,
  requested: Requested,
  { now, newId }: Moment,
): readonly ApprovalStage[] {
  const stages = setting.approvalStages.map((stage, position) => ({
    ...waiting(stage, position, requested),
    id: newId(),
    approvalId,
  }));
  return stages.map((stage) =>
    stage.position === 0 || setting.approvalMode === 'Parallel' ? opened(stage, now) : stage,
  );
}

function waiting(
  stage: UnifiedApprovalStage,
  position: number,
  { requestorId, stagesWithoutApprover }: Requested,
): Omit<ApprovalStage, 'id' | 'approvalId'> {
  const hasNobody = stagesWithoutApprover.includes(position);
  const isUnnamed = stage.primaryApprovers.length === 0;
  return {
    requestorId,
    position,
    displayName: null,
    status: 'Initializing',
    reviewResult: 'NotReviewed',
    reviewedById: null,
    reviewedByName: null,
    reviewedAt: null,
    justification: '',
    isApproverJustificationRequired: stage.isApproverJustificationRequired,
    timeOutMinutes: timeOutMinutes(stage),
    expiresAt: null,
    primaryApprovers: stage.primaryApprovers,
    approverUserIds: stage.primaryApprovers.flatMap(userIdIn),
    approverGroupIds: stage.primaryApprovers.flatMap(groupIdIn),
    approverManagerLevels: stage.primaryApprovers.flatMap(managerLevelIn),
    isDecidedByAdministrators: isUnnamed || hasNobody,
    fallbackReason:
      hasNobody && !isUnnamed
        ? 'None of the named approvers but the requestor can decide, so administrators may (E-4).'
        : null,
    ...escalationOf(stage),
  };
}

/**
 * Who is left to decide, by the id of each stage that waits for its named approvers: up to two enabled people, those of its
 * escalation counted, but for whose request it is and, where nobody may decide two, who has decided another stage before.
 */
export type AbleApprovers = Readonly<Record<string, readonly string[]>>;

/** The decision that an approval goes on after: who has made it, and whom it leaves. */
interface Decided {
  readonly approval: Approval | null;
  readonly ableApprovers: AbleApprovers;
  readonly deciderId: string;
}

/**
 * The stages after a decision: those that none of the named can decide any more fall to administrators (E-4), for they
 * may have been disabled or have left since the request was made, or have decided another stage by now. Stages that
 * `ableApprovers` tells nothing of stay as they are.
 */
export function fallBack(
  stages: readonly ApprovalStage[],
  { approval, ableApprovers, deciderId }: Decided,
): readonly ApprovalStage[] {
  const mayGoOn = approval?.isApproverAllowedInSeveralStages === true;
  const hasNobody = ({ id }: ApprovalStage): boolean =>
    ableApprovers[id]?.every((personId) => personId === deciderId && !mayGoOn) === true;
  const waits = (stage: ApprovalStage): boolean =>
    stage.reviewResult === 'NotReviewed' && !stage.isDecidedByAdministrators;
  return stages.map((stage) => (waits(stage) && hasNobody(stage) ? { ...stage, ...byAdministrators } : stage));
}

const byAdministrators = {
  isDecidedByAdministrators: true,
  fallbackReason: 'None of the named approvers can decide it any more, so administrators may (E-4).',
};

function escalationOf(stage: UnifiedApprovalStage) {
  const approvers = stage.isEscalationEnabled ? stage.escalationApprovers : [];
  return {
    escalationMinutes: stage.isEscalationEnabled ? stage.escalationTimeInMinutes : null,
    escalatesAt: null,
    escalationAnnouncedAt: null,
    escalationApprovers: approvers,
    escalationUserIds: approvers.flatMap(userIdIn),
    escalationGroupIds: approvers.flatMap(groupIdIn),
    escalationManagerLevels: approvers.flatMap(managerLevelIn),
  };
}

const userIdIn = (subject: SubjectSet): readonly string[] => (subject.kind === 'singleUser' ? [subject.userId] : []);
const groupIdIn = (subject: SubjectSet): readonly string[] =>
  subject.kind === 'groupMembers' ? [subject.groupId] : [];
/** Who activates is the target of the request and its requestor in one, so both managers are the same. */
const managerLevelIn = (subject: SubjectSet): readonly number[] =>
  subject.kind === 'requestorManager' || subject.kind === 'targetManager' ? [subject.managerLevel] : [];
