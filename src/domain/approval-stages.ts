import type { Moment } from './actor';
import { type Approval, type ApprovalStage, opened } from './approval';
import { hasDefaultApprovers } from './default-approvers';
import type { ApprovalSettings, SubjectSet, UnifiedApprovalStage } from './policy/policy';
import type { Provider } from './providers/provider';

const minutesOfDay = 24 * 60;

/** How long a stage of the policy waits once it is open: its days and its hours together. */
export const timeOutMinutes = ({
  approvalStageTimeOutInDays,
  approvalStageTimeOutInHours,
}: UnifiedApprovalStage): number => approvalStageTimeOutInDays * minutesOfDay + approvalStageTimeOutInHours * 60;

/** What is asked for by whom, and which stages of the policy name nobody who could decide it, by position. */
interface Requested {
  readonly provider: Provider;
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
    id: newId(),
    approvalId,
    ...waiting(stage, position, requested),
  }));
  return stages.map((stage) =>
    stage.position === 0 || setting.approvalMode === 'Parallel' ? opened(stage, now) : stage,
  );
}

function waiting(
  stage: UnifiedApprovalStage,
  position: number,
  requested: Requested,
): Omit<ApprovalStage, 'id' | 'approvalId'> {
  return {
    requestorId: requested.requestorId,
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
    ...standIn(stage, position, requested),
    ...escalationOf(stage),
  };
}

/** Who decides in place of approvers that are not there: administrators (E-4), or nobody where there is no default (D-14). */
function standIn(
  { primaryApprovers }: UnifiedApprovalStage,
  position: number,
  { provider, stagesWithoutApprover }: Requested,
): Standing {
  const hasNobody = stagesWithoutApprover.includes(position);
  const isUnnamed = primaryApprovers.length === 0;
  if (!hasDefaultApprovers(provider)) {
    return { isDecidedByAdministrators: false, fallbackReason: hasNobody || isUnnamed ? nobodyNow : null };
  }
  return {
    isDecidedByAdministrators: isUnnamed || hasNobody,
    fallbackReason:
      hasNobody && !isUnnamed
        ? 'None of the named approvers but the requestor can decide, so administrators may (E-4).'
        : null,
  };
}

const nobodyNow =
  'None of the named approvers but the requestor can decide, and nobody else may (D-14): it waits for somebody to become one of them, lapses, or can be cancelled.';

/**
 * Who is left to decide, by the id of each stage that waits for its named approvers: up to two enabled people, those of its
 * escalation counted, but for whose request it is and, where nobody may decide two, who has decided another stage before.
 */
export type AbleApprovers = Readonly<Record<string, readonly string[]>>;

/** The decision that an approval goes on after: who has made it, and whom it leaves. */
interface Decided {
  readonly provider: Provider;
  readonly approval: Approval | null;
  readonly ableApprovers: AbleApprovers;
  readonly deciderId: string;
}

/**
 * The stages after a decision: those that none of the named can decide any more fall to administrators (E-4), for they
 * may have been disabled or have left since the request was made, or have decided another stage by now; where nobody
 * decides by default they stay with their approvers, and say so (D-14). Stages that `ableApprovers` tells nothing of stay
 * as they are.
 */
export function fallBack(
  stages: readonly ApprovalStage[],
  { provider, approval, ableApprovers, deciderId }: Decided,
): readonly ApprovalStage[] {
  const left = hasDefaultApprovers(provider) ? byAdministrators : byNobody;
  const mayGoOn = approval?.isApproverAllowedInSeveralStages === true;
  const judge = (stage: ApprovalStage): ApprovalStage => {
    const able = ableApprovers[stage.id];
    const waits = stage.reviewResult === 'NotReviewed' && !stage.isDecidedByAdministrators;
    if (!waits || able === undefined) return stage;
    const hasNobody = able.every((personId) => personId === deciderId && !mayGoOn);
    return standing(stage, hasNobody ? left : byApprovers);
  };
  return stages.map(judge);
}

type Standing = Pick<ApprovalStage, 'isDecidedByAdministrators' | 'fallbackReason'>;

/** The stage with that said of it; itself where it says so already. */
const standing = (stage: ApprovalStage, { isDecidedByAdministrators, fallbackReason }: Standing): ApprovalStage =>
  stage.isDecidedByAdministrators === isDecidedByAdministrators && stage.fallbackReason === fallbackReason
    ? stage
    : { ...stage, isDecidedByAdministrators, fallbackReason };

const byApprovers: Standing = { isDecidedByAdministrators: false, fallbackReason: null };

const byAdministrators: Standing = {
  isDecidedByAdministrators: true,
  fallbackReason: 'None of the named approvers can decide it any more, so administrators may (E-4).',
};

const byNobody: Standing = {
  isDecidedByAdministrators: false,
  fallbackReason:
    'None of the named approvers can decide it any more, and nobody else may (D-14): it waits for somebody to become one of them, lapses, or can be cancelled.',
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
