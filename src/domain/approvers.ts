import type { Actor } from './actor';
import { type ApprovalStage, isApprover } from './approval';
import { can } from './authorization';

/** Whether the actor is an approver of the stage now (E-2 to E-4), a person that is (E-17); `isApproverOf` in storage/visibility.ts is the same in SQL. */
export const approves = (actor: Actor, stage: ApprovalStage): boolean =>
  !actor.isApplication &&
  isApprover(stage, {
    principalId: actor.principalId,
    groupIds: actor.groupIds,
    isRoleAdministrator: can(actor, 'approval.decideByDefault'),
  });
