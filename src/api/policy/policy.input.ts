import { ID, InputType, Int } from 'type-graphql';
import type { ApprovalSettings, EnabledRuleName, NotificationRule, RuleTarget } from '../../domain/policy/policy';
import type { RuleEdit } from '../../domain/policy/rule-edit';
import { Nullable, Required } from '../fields';
import { DurationScalar } from '../scalars';
import { textOf } from '../text';
import { ApprovalModeEnum } from './approval-settings.type';
import { RuleTargetCallerEnum, RuleTargetLevelEnum, RuleTargetOperationEnum } from './policy-rule.type';
import { EnabledRuleEnum, NotificationLevelEnum, NotificationTypeEnum, RecipientTypeEnum } from './policy-rules.types';
import { SubjectSetInput, subjectOf } from './subject-set.input';

@InputType('UnifiedApprovalStageInput', { description: 'One stage of approval (resources.md 6.5).' })
export class UnifiedApprovalStageInput {
  @Nullable(
    () => Int,
    'Days from its opening until it lapses, 0 to 30, and 30 days at most with the hours; 1 when neither days nor hours are given (C-9).',
  )
  readonly approvalStageTimeOutInDays?: number | null;

  @Nullable(
    () => Int,
    'An addition to Graph. Hours on top of the days, 0 to 23; at least 1 without a day; 0 when absent.',
  )
  readonly approvalStageTimeOutInHours?: number | null;

  @Nullable(() => Boolean, 'Whether approvers must say why; true when absent.')
  readonly isApproverJustificationRequired?: boolean | null;

  @Nullable(
    () => Int,
    'Minutes from its opening until the escalation approvers may decide as well: at least 1, and less than the time-out, with isEscalationEnabled; else 0, which it is when absent.',
  )
  readonly escalationTimeInMinutes?: number | null;

  @Nullable(() => Boolean, 'Whether it escalates; false when absent.')
  readonly isEscalationEnabled?: boolean | null;

  @Nullable(
    () => [SubjectSetInput],
    'Who decides, at most 100; with nobody, Global and Privileged Role Administrators do (E-4). For groups and resources somebody must be named (D-14).',
  )
  readonly primaryApprovers?: readonly SubjectSetInput[] | null;

  @Nullable(
    () => [SubjectSetInput],
    'Who may decide as well from the escalation on: 1 to 100 with isEscalationEnabled; nobody without.',
  )
  readonly escalationApprovers?: readonly SubjectSetInput[] | null;
}

@InputType('ApprovalSettingsInput', {
  description: 'Whether and by whom activations are approved; replaces the settings as a whole (D-15).',
})
export class ApprovalSettingsInput {
  @Required(() => Boolean, 'Whether activations need approval.')
  readonly isApprovalRequired!: boolean;

  @Nullable(() => Boolean, 'Whether extensions need approval; false when absent.')
  readonly isApprovalRequiredForExtension?: boolean | null;

  @Nullable(() => Boolean, 'Whether requestors must say why; true when absent.')
  readonly isRequestorJustificationRequired?: boolean | null;

  @Nullable(
    () => ApprovalModeEnum,
    'How stages follow each other; SingleStage when absent. NoApproval only without isApprovalRequired.',
  )
  readonly approvalMode?: ApprovalSettings['approvalMode'] | null;

  @Nullable(
    () => Boolean,
    'An addition to Graph. Whether one approver may decide two stages of the same request; false when absent.',
  )
  readonly isApproverAllowedInSeveralStages?: boolean | null;

  @Nullable(
    () => [UnifiedApprovalStageInput],
    'Exactly one stage with SingleStage, 1 to 5 with Serial and Parallel; one that names nobody when absent.',
  )
  readonly approvalStages?: readonly UnifiedApprovalStageInput[] | null;
}

@InputType('UnifiedRoleManagementPolicyRuleTargetInput', {
  description: 'The target of a rule; it is fixed, and may be sent to say which.',
})
export class RuleTargetInput {
  @Required(() => RuleTargetCallerEnum, 'Who makes the change.')
  readonly caller!: RuleTarget['caller'];

  @Required(() => RuleTargetLevelEnum, 'Which side is changed.')
  readonly level!: RuleTarget['level'];

  @Nullable(() => [RuleTargetOperationEnum], 'Which changes; in practice the one value all.')
  readonly operations?: RuleTarget['operations'] | null;

  @Nullable(() => [String], 'Empty.')
  readonly inheritableSettings?: readonly string[] | null;

  @Nullable(() => [String], 'Empty.')
  readonly enforcedSettings?: readonly string[] | null;
}

/** A rule with the properties of its type, however its target is spelt. No type of the schema by itself. */
@InputType()
export abstract class PolicyRuleProperties {
  @Required(() => ID, 'One of the seventeen names, such as Expiration_EndUser_Assignment (resources.md 6.6).')
  readonly id!: string;

  @Nullable(() => Boolean, 'Expiration rules: whether it must end.')
  readonly isExpirationRequired?: boolean | null;

  @Nullable(
    () => DurationScalar,
    'Expiration rules: the longest it may last, at least PT5M; an activation at most PT24H (C-2, C-3).',
  )
  readonly maximumDuration?: string | null;

  @Nullable(() => [EnabledRuleEnum], 'Enablement rules: what must be given.')
  readonly enabledRules?: readonly EnabledRuleName[] | null;

  @Nullable(
    () => Boolean,
    'Authentication context rule: whether it is demanded; not together with MFA (D-8: MfaAndAcrsConflict).',
  )
  readonly isEnabled?: boolean | null;

  @Nullable(() => String, 'Authentication context rule: c1 to c99; empty or null for none.')
  readonly claimValue?: string | null;

  @Nullable(() => ApprovalSettingsInput, 'Approval rule: the settings.')
  readonly setting?: ApprovalSettingsInput | null;

  @Nullable(() => NotificationTypeEnum, 'Notification rules: how.')
  readonly notificationType?: NotificationRule['notificationType'] | null;

  @Nullable(() => RecipientTypeEnum, 'Notification rules: who; fixed by the id.')
  readonly recipientType?: NotificationRule['recipientType'] | null;

  @Nullable(() => NotificationLevelEnum, 'Notification rules: about how much.')
  readonly notificationLevel?: NotificationRule['notificationLevel'] | null;

  @Nullable(() => Boolean, 'Notification rules: whether those of recipientType are told.')
  readonly isDefaultRecipientsEnabled?: boolean | null;

  @Nullable(() => [String], 'Notification rules: further mail addresses, at most 100.')
  readonly notificationRecipients?: readonly string[] | null;
}

@InputType('UnifiedRoleManagementPolicyRuleInput', {
  description:
    "A rule with the properties of its type, in the shape of Graph's PATCH …/rules/{id}: its id tells the type, so @odata.type is not sent. What is left out stays as it is; a property of another type is InvalidPolicy.",
})
export class PolicyRuleInput extends PolicyRuleProperties {
  @Nullable(() => RuleTargetInput, 'The target; fixed, so it must be the stored one.')
  readonly target?: RuleTargetInput | null;
}

/** The edit that a rule's input means; null counts as left out, except for the context's claim value. */
export function ruleEditOf(input: PolicyRuleInput): RuleEdit {
  const { target, setting, claimValue, ...plain } = input;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== null && value !== undefined));
  return {
    ...given,
    id: textOf(input.id, 128, ['input', 'rule', 'id']) ?? '',
    ...(target && { target: targetOf(target) }),
    ...(setting && { setting: settingsOf(setting) }),
    ...(claimValue !== undefined && { claimValue: claimValue || null }),
  };
}

const targetOf = ({
  caller,
  level,
  operations,
  inheritableSettings,
  enforcedSettings,
}: RuleTargetInput): RuleTarget => ({
  caller,
  level,
  operations: operations ?? ['all'],
  inheritableSettings: inheritableSettings ?? [],
  enforcedSettings: enforcedSettings ?? [],
});

const settingsOf = (setting: ApprovalSettingsInput): ApprovalSettings => ({
  isApprovalRequired: setting.isApprovalRequired,
  isApprovalRequiredForExtension: setting.isApprovalRequiredForExtension ?? false,
  isRequestorJustificationRequired: setting.isRequestorJustificationRequired ?? true,
  approvalMode: setting.approvalMode ?? 'SingleStage',
  isApproverAllowedInSeveralStages: setting.isApproverAllowedInSeveralStages ?? false,
  approvalStages: (setting.approvalStages ?? [{}]).map((stage) => ({
    approvalStageTimeOutInDays: stage.approvalStageTimeOutInDays ?? (stage.approvalStageTimeOutInHours ? 0 : 1),
    approvalStageTimeOutInHours: stage.approvalStageTimeOutInHours ?? 0,
    isApproverJustificationRequired: stage.isApproverJustificationRequired ?? true,
    escalationTimeInMinutes: stage.escalationTimeInMinutes ?? 0,
    isEscalationEnabled: stage.isEscalationEnabled ?? false,
    primaryApprovers: (stage.primaryApprovers ?? []).map(subjectOf),
    escalationApprovers: (stage.escalationApprovers ?? []).map(subjectOf),
  })),
});
