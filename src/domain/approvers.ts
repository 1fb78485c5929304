import type { Actor } from './actor';
import { type Approval, type ApprovalStage, isApprover } from './approval';
import { can } from './authorization';

/**
 * Whether the actor is an approver of the stage at `now` (E-2 to E-4), a person that is (E-17); `isApproverOf` in
 * storage/visibility.ts is the same in SQL. `managerIds` are the requestor's managers now, his own first.
 */
export const approves = (
  actor: Actor,
  stage: ApprovalStage,
  managerIds: readonly (string | null)[],
  now: Date,
): boolean =>
  !actor.isApplication &&
  isApprover(
    stage,
    {
      principalId: actor.principalId,
      groupIds: actor.groupIds,
      isRoleAdministrator: can(actor, 'approval.decideByDefault'),
      managesAt: managerIds.flatMap((managerId, index) => (managerId === actor.principalId ? [index + 1] : [])),
    },
    now,
  );

/**
 * Whether the actor has decided another stage of the same request, and so may not decide this one as well: an addition
 * to Graph, which the policy can lift. `mayDecideRequest` in storage/visibility.ts is the same in SQL.
 */
export const hasDecidedAnother = (
  { principalId }: Actor,
  { id }: ApprovalStage,
  stages: readonly ApprovalStage[],
  approval: Approval | null,
): boolean =>
  approval?.isApproverAllowedInSeveralStages !== true &&
  stages.some((other) => other.id !== id && other.reviewedById === principalId);
