import { ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { Nullable, Required } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { ApprovalModeEnum } from '../policy/approval-settings.type';
import { RuleTargetCallerEnum, RuleTargetLevelEnum } from '../policy/policy-rule.type';
import {
  EnabledRuleEnum,
  NotificationLevelEnum,
  NotificationTypeEnum,
  RecipientTypeEnum,
} from '../policy/policy-rules.types';
import { DurationScalar } from '../scalars';

/** ARM's operations of a rule's target. */
export const AzureRuleOperationEnum = graphqlEnum(
  'AzureRoleManagementPolicyRuleTargetOperations',
  'Which changes a rule is about, in ARM spelling. In practice always All.',
  {
    All: 'Every change.',
    Activate: 'Activating.',
    Deactivate: 'Ending an activation.',
    Assign: 'Assigning.',
    Update: 'Changing what is assigned.',
    Remove: 'Taking away.',
    Extend: 'Moving the end.',
    Renew: 'Bringing back what has expired.',
  },
);

/** ARM's kinds of user sets. */
export const AzureUserTypeEnum = graphqlEnum('AzureUserType', 'Who a user set is. ARM spelling.', {
  User: 'One user.',
  Group: 'The members of a group.',
  Manager: 'An addition to ARM: the manager of the one who asks.',
});

@ObjectType('AzureRoleManagementPolicyRuleTarget', { description: "What a rule applies to; ARM's rule target." })
export class AzureRuleTargetType {
  @Nullable(() => RuleTargetCallerEnum, 'Who makes the change.')
  readonly caller!: string | null;

  @Nullable(() => [AzureRuleOperationEnum], 'Which changes; in practice the one value All.')
  readonly operations!: readonly string[] | null;

  @Nullable(() => RuleTargetLevelEnum, 'Which side is changed.')
  readonly level!: string | null;

  @Nullable(() => [String], 'Objects that the rule is confined to; always null: rules apply to all.')
  readonly targetObjects!: readonly string[] | null;

  @Nullable(() => [String], 'Settings that could be inherited; always null, as in ARM.')
  readonly inheritableSettings!: readonly string[] | null;

  @Nullable(() => [String], 'Settings that are enforced on those below; always null, as in ARM.')
  readonly enforcedSettings!: readonly string[] | null;
}

@ObjectType('AzureUserSet', { description: "Somebody as an approver; ARM's userSet." })
export class AzureUserSetType {
  @Nullable(() => ID, 'GUID of the user or the group; null for managers.')
  readonly id!: string | null;

  @Nullable(() => String, 'Its name, for display only.')
  readonly description!: string | null;

  @Nullable(() => Boolean, 'Always false: there are no backups here, a stage escalates instead.')
  readonly isBackup!: boolean | null;

  @Nullable(() => AzureUserTypeEnum, 'What it is.')
  readonly userType!: string | null;

  @Nullable(() => Int, 'An addition to ARM. How many levels up the manager is, 1 or 2; else null.')
  readonly managerLevel!: number | null;
}

@ObjectType('AzureApprovalStage', { description: 'One stage of approval as a policy sets it.' })
export class AzureApprovalStageType {
  @Nullable(() => Int, 'After how many days from its opening the stage lapses, together with the hours (E-9).')
  readonly approvalStageTimeOutInDays!: number | null;

  @Nullable(() => Int, 'An addition to ARM. Hours on top of the days.')
  readonly approvalStageTimeOutInHours!: number | null;

  @Nullable(() => Boolean, 'Whether approvers must give a reason (E-8).')
  readonly isApproverJustificationRequired!: boolean | null;

  @Nullable(() => Int, 'After how many minutes without a decision the escalation approvers are asked.')
  readonly escalationTimeInMinutes!: number | null;

  @Nullable(() => Boolean, 'Whether escalation approvers are asked at all.')
  readonly isEscalationEnabled!: boolean | null;

  @Nullable(() => [AzureUserSetType], 'Who may decide; somebody is named wherever approval is required (S-12).')
  readonly primaryApprovers!: readonly AzureUserSetType[] | null;

  @Nullable(
    () => [AzureUserSetType],
    'Who may decide as well once the escalation time has passed; null where nobody is named.',
  )
  readonly escalationApprovers!: readonly AzureUserSetType[] | null;
}

@ObjectType('AzureApprovalSettings', { description: 'Whether activations need approval, and by whom.' })
export class AzureApprovalSettingsType {
  @Nullable(() => Boolean, 'Whether activations need approval.')
  readonly isApprovalRequired!: boolean | null;

  @Nullable(() => Boolean, 'Whether extensions need approval.')
  readonly isApprovalRequiredForExtension!: boolean | null;

  @Nullable(() => Boolean, 'Whether requestors must give a reason.')
  readonly isRequestorJustificationRequired!: boolean | null;

  @Nullable(() => ApprovalModeEnum, 'How the stages follow each other.')
  readonly approvalMode!: string | null;

  @Nullable(
    () => Boolean,
    'An addition to ARM. Whether one approver may decide two stages of the same request; default false.',
  )
  readonly isApproverAllowedInSeveralStages!: boolean | null;

  @Nullable(() => [AzureApprovalStageType], 'The stages, in order.')
  readonly approvalStages!: readonly AzureApprovalStageType[] | null;
}

/** A rule of a policy as ARM tells it: `ruleType` says which (resources.md 12.5). */
@InterfaceType('AzureRoleManagementPolicyRule', {
  description: 'A rule of a policy. Every policy holds the same seventeen; their ids are fixed (resources.md 6.6).',
  resolveType: ({ ruleType }: Pick<AzurePolicyRuleType, 'ruleType'>) => azureRuleTypeName({ ruleType }),
})
export abstract class AzurePolicyRuleType {
  @Required(() => ID, 'One of the seventeen names, such as Expiration_EndUser_Assignment.')
  readonly id!: string;

  @Required(() => String, "ARM's name of the type, such as RoleManagementPolicyExpirationRule.")
  readonly ruleType!: string;

  @Nullable(() => AzureRuleTargetType, 'What the rule applies to.')
  readonly target!: AzureRuleTargetType | null;
}

/** The GraphQL type of a rule. */
export const azureRuleTypeName = ({ ruleType }: Pick<AzurePolicyRuleType, 'ruleType'>): string => `Azure${ruleType}`;

const rule = (name: string, description: string) =>
  ObjectType(`AzureRoleManagementPolicy${name}Rule`, { description, implements: AzurePolicyRuleType });

@rule('Expiration', 'How long something may last (C-1, C-6, C-7, C-15).')
class ExpirationRuleType extends AzurePolicyRuleType {
  @Nullable(() => Boolean, 'Whether it must end; if not, permanent is allowed.')
  readonly isExpirationRequired!: boolean | null;

  @Nullable(() => DurationScalar, 'The longest it may last; that length itself is allowed.')
  readonly maximumDuration!: string | null;
}

@rule('Enablement', 'What must be given with a change (D-3 to D-7).')
class EnablementRuleType extends AzurePolicyRuleType {
  @Nullable(() => [EnabledRuleEnum], 'All of these are demanded; an empty list demands nothing.')
  readonly enabledRules!: readonly string[] | null;
}

@rule('AuthenticationContext', 'Whether an activation needs an authentication context (D-9). Not with MFA (D-8).')
class AuthenticationContextRuleType extends AzurePolicyRuleType {
  @Nullable(() => Boolean, 'Whether it is demanded.')
  readonly isEnabled!: boolean | null;

  @Nullable(() => String, 'c1 to c99; an empty text when it is not demanded.')
  readonly claimValue!: string | null;
}

@rule('Approval', 'Whether an activation needs approval, and by whom (E-1 to E-3, S-12).')
class ApprovalRuleType extends AzurePolicyRuleType {
  @Nullable(() => AzureApprovalSettingsType, 'The settings.')
  readonly setting!: AzureApprovalSettingsType | null;
}

@rule('Notification', 'Who is told about a change (section N).')
class NotificationRuleType extends AzurePolicyRuleType {
  @Nullable(() => NotificationTypeEnum, 'How.')
  readonly notificationType!: string | null;

  @Nullable(() => RecipientTypeEnum, 'Who.')
  readonly recipientType!: string | null;

  @Nullable(() => NotificationLevelEnum, 'About how much.')
  readonly notificationLevel!: string | null;

  @Nullable(() => Boolean, 'Whether those of recipientType are told.')
  readonly isDefaultRecipientsEnabled!: boolean | null;

  @Nullable(() => [String], 'Further mail addresses.')
  readonly notificationRecipients!: readonly string[] | null;
}

/** The concrete rules; listed so that they are part of the schema. */
export const azurePolicyRuleTypes = [
  ExpirationRuleType,
  EnablementRuleType,
  AuthenticationContextRuleType,
  ApprovalRuleType,
  NotificationRuleType,
];
