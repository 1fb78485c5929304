import type { SubjectSet } from './policy/policy';
import { after, earlierEnd, minute } from './time';

/** Where a stage stands (resources.md 5.1). */
export const stageStatuses = ['Initializing', 'InProgress', 'Completed', 'Expired'] as const;
export type StageStatus = (typeof stageStatuses)[number];

/** What was decided. */
export const reviewResults = ['NotReviewed', 'Approved', 'Denied'] as const;
export type ReviewResult = (typeof reviewResults)[number];

/** An approver's answer, as it is sent. */
export type Verdict = 'Approve' | 'Deny';

/** How the stages of an approval follow one another (resources.md 6.5). */
export type ApprovalMode = 'SingleStage' | 'Serial' | 'Parallel';

/** What waits for approvers; its id is the id of the request it belongs to (resources.md 5.1). */
export interface Approval {
  readonly id: string;
  /** Whether its stages wait for one another (`Serial`) or are all open at once (`Parallel`); one stage alone is either. */
  readonly approvalMode: ApprovalMode;
  /** Whether one approver may decide two of its stages; an addition to Graph, false where the policy says nothing. */
  readonly isApproverAllowedInSeveralStages: boolean;
  readonly createdAt: Date;
}

/** One stage of an approval, with the settings copied from the policy when the request was made (style.md 4). */
export interface ApprovalStage {
  readonly id: string;
  readonly approvalId: string;
  /** The principal of the request: whose managers may be approvers, and who never decides himself (E-5). */
  readonly requestorId: string | null;
  /** From 0, in the order of the policy. */
  readonly position: number;
  readonly displayName: string | null;
  readonly status: StageStatus;
  readonly reviewResult: ReviewResult;
  readonly reviewedById: string | null;
  readonly reviewedByName: string | null;
  readonly reviewedAt: Date | null;
  /** The approver's reason; empty before the decision. */
  readonly justification: string;
  readonly isApproverJustificationRequired: boolean;
  /** How long it can be decided once it is open. */
  readonly timeOutMinutes: number;
  /** From when on nobody may decide the stage any more; the instant itself is too late (E-9). Null before it opens. */
  readonly expiresAt: Date | null;
  /** The approvers as the policy named them. */
  readonly primaryApprovers: readonly SubjectSet[];
  readonly approverUserIds: readonly string[];
  readonly approverGroupIds: readonly string[];
  /** 1: the requestor's manager; 2: the manager of that one. Who that is, is asked when somebody decides. */
  readonly approverManagerLevels: readonly number[];
  /** True when nobody was named who could decide, or nobody who could is left: Global and Privileged Role Administrators may (E-4). */
  readonly isDecidedByAdministrators: boolean;
  /** Why administrators decide although the policy names approvers, or why nobody can decide now (D-14), in one sentence; null otherwise. */
  readonly fallbackReason: string | null;
  /** Minutes after its opening from which on the escalation approvers may decide as well; null without escalation. */
  readonly escalationMinutes: number | null;
  /** The instant from which on they may: it counts. Null before it opens, and without escalation. */
  readonly escalatesAt: Date | null;
  /** When the escalation was told; who may decide never waits for it. */
  readonly escalationAnnouncedAt: Date | null;
  readonly escalationApprovers: readonly SubjectSet[];
  readonly escalationUserIds: readonly string[];
  readonly escalationGroupIds: readonly string[];
  readonly escalationManagerLevels: readonly number[];
}

/** What came of the stages together: null while somebody still has to decide. */
export function resolveStages(stages: readonly ApprovalStage[]): 'Approved' | 'Denied' | null {
  if (stages.some(({ reviewResult }) => reviewResult === 'Denied')) return 'Denied';
  return stages.every(({ reviewResult }) => reviewResult === 'Approved') ? 'Approved' : null;
}

/** Whether the stage can be decided at `now`. */
export const isOpen = (stage: ApprovalStage, now: Date): boolean =>
  stage.status === 'InProgress' && stage.expiresAt !== null && now.getTime() < stage.expiresAt.getTime();

/** The stage as it is once its turn has come: it can be decided from `now` on, until it expires or escalates beside that. */
export const opened = (stage: ApprovalStage, now: Date): ApprovalStage => ({
  ...stage,
  status: 'InProgress',
  expiresAt: after(now, stage.timeOutMinutes * minute),
  escalatesAt: stage.escalationMinutes === null ? null : after(now, stage.escalationMinutes * minute),
});

/** When an approval lapses: with the first of its open stages, for none can be left out. Null when none is open. */
export const lapseOf = (stages: readonly ApprovalStage[]): Date | null =>
  stages
    .filter(({ status }) => status === 'InProgress')
    .reduce<Date | null>((first, { expiresAt }) => earlierEnd(first, expiresAt), null);

/** Whether the escalation approvers may decide beside the others by now. */
export const isEscalated = ({ escalatesAt }: ApprovalStage, now: Date): boolean =>
  escalatesAt !== null && escalatesAt.getTime() <= now.getTime();

/** Somebody who might be an approver, as far as it matters. */
export interface Candidate {
  readonly principalId: string;
  readonly groupIds: readonly string[];
  readonly isRoleAdministrator: boolean;
  /** At which levels he is the requestor's manager now: 1 for his own, 2 for the manager of that one. */
  readonly managesAt: readonly number[];
}

/**
 * Whether the candidate is among the approvers of the stage at `now`: named, in a named group (nested ones count, W-7),
 * the requestor's manager, or an administrator where nobody else is there to decide (E-2, E-3, E-4); the escalation
 * approvers count from the escalation on. That nobody decides on his own request is not judged here.
 */
export function isApprover(stage: ApprovalStage, candidate: Candidate, now: Date): boolean {
  if (stage.isDecidedByAdministrators && candidate.isRoleAdministrator) return true;
  if (isAmong(candidate, stage.approverUserIds, stage.approverGroupIds, stage.approverManagerLevels)) return true;
  return (
    isEscalated(stage, now) &&
    isAmong(candidate, stage.escalationUserIds, stage.escalationGroupIds, stage.escalationManagerLevels)
  );
}

const isAmong = (
  { principalId, groupIds, managesAt }: Candidate,
  users: readonly string[],
  groups: readonly string[],
  levels: readonly number[],
): boolean =>
  users.includes(principalId) ||
  groups.some((groupId) => groupIds.includes(groupId)) ||
  levels.some((level) => managesAt.includes(level));
