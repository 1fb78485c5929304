import { ObjectType } from 'type-graphql';
import type { EnabledRuleName, NotificationRule } from '../../domain/policy/policy';
import { Nullable } from '../fields';
import { graphqlEnum } from '../graphql-enum';
import { DurationScalar } from '../scalars';
import { ApprovalSettingsType } from './approval-settings.type';
import { PolicyRuleType } from './policy-rule.type';

/** Values of `enabledRules` (resources.md 6.5). */
export const EnabledRuleEnum = graphqlEnum<EnabledRuleName>(
  'UnifiedRoleManagementPolicyEnabledRule',
  'What must be given with a change. Graph types it as text with a documented list; this is that list.',
  {
    MultiFactorAuthentication: 'The session must have passed multi-factor authentication (D-6, D-7).',
    Justification: 'A reason (D-3).',
    Ticketing: 'A ticket (D-4).',
  },
);

/** Values of `notificationType` (resources.md 6.5). */
export const NotificationTypeEnum = graphqlEnum<NotificationRule['notificationType']>(
  'UnifiedRoleManagementPolicyNotificationType',
  'How people are told. Graph types it as text with a documented list; this is that list.',
  { Email: 'By mail.' },
);

/** Values of `recipientType` (resources.md 6.5). */
export const RecipientTypeEnum = graphqlEnum<NotificationRule['recipientType']>(
  'UnifiedRoleManagementPolicyRecipientType',
  'Who is told. Graph types it as text with a documented list; this is that list.',
  { Requestor: 'The one it is about.', Approver: 'The approvers.', Admin: 'The administrators.' },
);

/** Values of `notificationLevel` (resources.md 6.5). */
export const NotificationLevelEnum = graphqlEnum<NotificationRule['notificationLevel']>(
  'UnifiedRoleManagementPolicyNotificationLevel',
  'About how much people are told. Graph types it as text with a documented list; this is that list.',
  { None: 'Nothing.', Critical: 'Only what they must act on.', All: 'Everything.' },
);

@ObjectType('UnifiedRoleManagementPolicyExpirationRule', {
  description: 'How long something may last (C-1, C-6, C-7, C-15).',
  implements: PolicyRuleType,
})
export class ExpirationRuleType extends PolicyRuleType {
  @Nullable(() => Boolean, 'Whether it must end; if not, permanent is allowed. Activations always end (B-7).')
  readonly isExpirationRequired!: boolean | null;

  @Nullable(
    () => DurationScalar,
    'The longest it may last; that length itself is allowed. Held only where an end is required (C-15, W-6).',
  )
  readonly maximumDuration!: string | null;
}

@ObjectType('UnifiedRoleManagementPolicyEnablementRule', {
  description: 'What must be given with a change (D-3 to D-7).',
  implements: PolicyRuleType,
})
export class EnablementRuleType extends PolicyRuleType {
  @Nullable(() => [EnabledRuleEnum], 'All of these are demanded; an empty list demands nothing.')
  readonly enabledRules!: readonly string[] | null;
}

@ObjectType('UnifiedRoleManagementPolicyAuthenticationContextRule', {
  description: 'Whether an activation needs an authentication context in the token (D-9). Not together with MFA (D-8).',
  implements: PolicyRuleType,
})
export class AuthenticationContextRuleType extends PolicyRuleType {
  @Nullable(() => Boolean, 'Whether it is demanded.')
  readonly isEnabled!: boolean | null;

  @Nullable(
    () => String,
    "Value that the token's acrs claim must hold, c1 to c99; null when it is not demanded, of groups an empty text.",
  )
  readonly claimValue!: string | null;
}

@ObjectType('UnifiedRoleManagementPolicyApprovalRule', {
  description: 'Whether an activation needs approval, and by whom (E-1 to E-4).',
  implements: PolicyRuleType,
})
export class ApprovalRuleType extends PolicyRuleType {
  @Nullable(() => ApprovalSettingsType, 'The settings.')
  readonly setting!: ApprovalSettingsType | null;
}

@ObjectType('UnifiedRoleManagementPolicyNotificationRule', {
  description: 'Who is told about a change (section N).',
  implements: PolicyRuleType,
})
export class NotificationRuleType extends PolicyRuleType {
  @Nullable(() => NotificationTypeEnum, 'How.')
  readonly notificationType!: string | null;

  @Nullable(() => RecipientTypeEnum, 'Who.')
  readonly recipientType!: string | null;

  @Nullable(() => NotificationLevelEnum, 'About how much.')
  readonly notificationLevel!: string | null;

  @Nullable(() => Boolean, 'Whether those of recipientType are told; if not, only notificationRecipients are.')
  readonly isDefaultRecipientsEnabled!: boolean | null;

  @Nullable(() => [String], 'Further mail addresses.')
  readonly notificationRecipients!: readonly string[] | null;
}

/** The concrete rules; listed so that they are part of the schema. */
export const policyRuleTypes = [
  ExpirationRuleType,
  EnablementRuleType,
  AuthenticationContextRuleType,
  ApprovalRuleType,
  NotificationRuleType,
];
