import { ID, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { ApprovalModeEnum } from '../policy/approval-settings.type';
import { RequestType } from '../request/request.type';
import { ApprovalStageType } from './approval-stage.type';

/** Graph's approval (resources.md 5.1, and 5.2 for the beta's names). */
@ObjectType('Approval', {
  description:
    'What waits for approvers, or waited. Only activations have one (E-1); extensions and renewals do not (E-16).',
})
export class ApprovalType {
  @Required(() => ID, 'A GUID: the id of the request it belongs to.')
  readonly id!: string;

  @Required(
    () => ApprovalModeEnum,
    'An addition to Graph. How its stages follow one another, as the policy said when the request was made.',
  )
  readonly approvalMode!: string;

  @Required(
    () => Boolean,
    'An addition to Graph. Whether one approver may decide two of its stages, as the policy said when the request was made.',
  )
  readonly isApproverAllowedInSeveralStages!: boolean;

  @Required(
    () => [ApprovalStageType],
    'Its stages, in order, with the settings the policy had when the request was made.',
  )
  readonly stages!: readonly ApprovalStageType[];

  @Required(() => [ApprovalStageType], "The same as stages, under the name of Graph's beta.")
  readonly steps!: readonly ApprovalStageType[];

  @Required(() => [ApprovalStageType], "The stages that can or will be decided, in order. From Graph's beta.")
  readonly pendingSteps!: readonly ApprovalStageType[];

  @Required(() => [ApprovalStageType], "The stages that are decided or expired, in order. From Graph's beta.")
  readonly completedSteps!: readonly ApprovalStageType[];

  @Nullable(() => RequestType, "The request it belongs to. From Graph's beta.")
  readonly request!: RequestType | null;
}
