import { Int, ObjectType } from 'type-graphql';
import type { ApprovalSettings } from '../../domain/policy/policy';
import { Nullable } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { SubjectSetUnion } from './subject-set.type';

/** Values of `approvalMode` (resources.md 6.5). */
export const ApprovalModeEnum = graphqlEnum<ApprovalSettings['approvalMode']>(
  'ApprovalMode',
  'How the stages of an approval follow each other. Graph types it as text with a documented list; this is that list.',
  {
    SingleStage: 'There is one stage.',
    Serial: 'A stage opens when the one before it has been approved, and has its whole time-out from then on.',
    Parallel: 'All stages are open at once; each has to approve, in any order.',
    NoApproval: 'No approval is asked for.',
  },
);

/** Graph's unifiedApprovalStage (resources.md 6.5). */
@ObjectType('UnifiedApprovalStage', {
  description:
    'One stage of approval as a policy sets it. Requests keep the settings that were there when they were made.',
})
export class UnifiedApprovalStageType {
  @Nullable(
    () => Int,
    'After how many days from its opening without a decision the stage lapses, together with the hours; default 1 (E-9).',
  )
  readonly approvalStageTimeOutInDays!: number | null;

  @Nullable(() => Int, 'An addition to Graph. Hours on top of the days; default 0.')
  readonly approvalStageTimeOutInHours!: number | null;

  @Nullable(() => Boolean, 'Whether approvers must give a reason; default true (E-8).')
  readonly isApproverJustificationRequired!: boolean | null;

  @Nullable(() => Int, 'After how many minutes without a decision the escalation approvers are asked; default 0.')
  readonly escalationTimeInMinutes!: number | null;

  @Nullable(() => Boolean, 'Whether escalation approvers are asked at all; default false.')
  readonly isEscalationEnabled!: boolean | null;

  @Nullable(
    () => [SubjectSetUnion],
    'Who may decide. When nobody is named: Global and Privileged Role Administrators, of directory roles (E-4); for groups somebody is always named (D-14).',
  )
  readonly primaryApprovers!: readonly object[] | null;

  @Nullable(() => [SubjectSetUnion], 'Who may decide as well once the escalation time has passed.')
  readonly escalationApprovers!: readonly object[] | null;
}

/** Graph's approvalSettings (resources.md 6.5). */
@ObjectType('ApprovalSettings', { description: 'Whether activations need approval, and by whom.' })
export class ApprovalSettingsType {
  @Nullable(() => Boolean, 'Whether activations need approval; default false.')
  readonly isApprovalRequired!: boolean | null;

  @Nullable(() => Boolean, 'Whether extensions need approval; default false.')
  readonly isApprovalRequiredForExtension!: boolean | null;

  @Nullable(() => Boolean, 'Whether requestors must give a reason; default true.')
  readonly isRequestorJustificationRequired!: boolean | null;

  @Nullable(() => ApprovalModeEnum, 'How the stages follow each other; default SingleStage.')
  readonly approvalMode!: string | null;

  @Nullable(
    () => Boolean,
    'An addition to Graph. Whether one approver may decide two stages of the same request; default false.',
  )
  readonly isApproverAllowedInSeveralStages!: boolean | null;

  @Nullable(() => [UnifiedApprovalStageType], 'The stages, in order.')
  readonly approvalStages!: readonly UnifiedApprovalStageType[] | null;
}
