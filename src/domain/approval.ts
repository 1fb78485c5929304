import type { SubjectSet } from './policy/policy';

/** Where a stage stands (resources.md 5.1). */
export const stageStatuses = ['Initializing', 'InProgress', 'Completed', 'Expired'] as const;
export type StageStatus = (typeof stageStatuses)[number];

/** What was decided. */
export const reviewResults = ['NotReviewed', 'Approved', 'Denied'] as const;
export type ReviewResult = (typeof reviewResults)[number];

/** An approver's answer, as it is sent. */
export type Verdict = 'Approve' | 'Deny';

/** What waits for approvers; its id is the id of the request it belongs to (resources.md 5.1). */
export interface Approval {
  readonly id: string;
  readonly createdAt: Date;
}

/** One stage of an approval, with the settings copied from the policy when the request was made (style.md 4). */
export interface ApprovalStage {
  readonly id: string;
  readonly approvalId: string;
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
  /** From when on nobody may decide the stage any more; the instant itself is too late (E-9). */
  readonly expiresAt: Date;
  /** The approvers as the policy named them. */
  readonly primaryApprovers: readonly SubjectSet[];
  readonly approverUserIds: readonly string[];
  readonly approverGroupIds: readonly string[];
  /** True when the policy named nobody: Global and Privileged Role Administrators decide (E-4). */
  readonly isDecidedByAdministrators: boolean;
}

/** What came of the stages together: null while somebody still has to decide. */
export function resolveStages(stages: readonly ApprovalStage[]): 'Approved' | 'Denied' | null {
  if (stages.some(({ reviewResult }) => reviewResult === 'Denied')) return 'Denied';
  return stages.every(({ reviewResult }) => reviewResult === 'Approved') ? 'Approved' : null;
}

/** Whether the stage can be decided at `now`. */
export const isOpen = (stage: ApprovalStage, now: Date): boolean =>
  stage.status === 'InProgress' && now.getTime() < stage.expiresAt.getTime();

/**
 * Whether `principalId` is among the approvers of the stage now: named, in a named group (nested ones count, W-7), or
 * an administrator where nobody is named (E-2, E-3, E-4). That nobody decides on his own request is not judged here.
 */
export function isApprover(
  stage: ApprovalStage,
  approver: {
    readonly principalId: string;
    readonly groupIds: readonly string[];
    readonly isRoleAdministrator: boolean;
  },
): boolean {
  if (stage.isDecidedByAdministrators) return approver.isRoleAdministrator;
  return (
    stage.approverUserIds.includes(approver.principalId) ||
    stage.approverGroupIds.some((groupId) => approver.groupIds.includes(groupId))
  );
}
