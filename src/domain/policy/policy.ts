import type { Target } from '../target';

/** Somebody or some set of people, as a policy names them (resources.md 6.5). */
export type SubjectSet =
  | { readonly kind: 'singleUser'; readonly userId: string; readonly description: string | null }
  | { readonly kind: 'groupMembers'; readonly groupId: string; readonly description: string | null }
  | { readonly kind: 'requestorManager'; readonly managerLevel: number }
  | { readonly kind: 'targetManager'; readonly managerLevel: number }
  | { readonly kind: 'internalSponsors' }
  | { readonly kind: 'externalSponsors' }
  | { readonly kind: 'targetUserSponsors' }
  | { readonly kind: 'targetAgentIdentitySponsorsOrOwners' }
  | { readonly kind: 'attributeRuleMembers'; readonly membershipRule: string; readonly description: string | null }
  | {
      readonly kind: 'singleServicePrincipal';
      readonly servicePrincipalId: string;
      readonly description: string | null;
    };

/** One stage of approval in a policy (resources.md 6.5). */
export interface UnifiedApprovalStage {
  readonly approvalStageTimeOutInDays: number;
  /** Hours on top of the days, 0 to 23; an addition to Graph. */
  readonly approvalStageTimeOutInHours: number;
  readonly isApproverJustificationRequired: boolean;
  readonly escalationTimeInMinutes: number;
  readonly isEscalationEnabled: boolean;
  readonly primaryApprovers: readonly SubjectSet[];
  readonly escalationApprovers: readonly SubjectSet[];
}

export const approvalModes = ['SingleStage', 'Serial', 'Parallel', 'NoApproval'] as const;
export interface ApprovalSettings {
  readonly isApprovalRequired: boolean;
  readonly isApprovalRequiredForExtension: boolean;
  readonly isRequestorJustificationRequired: boolean;
  readonly approvalMode: (typeof approvalModes)[number];
  /** Whether one approver may decide two stages of the same request; an addition to Graph, false by default. */
  readonly isApproverAllowedInSeveralStages: boolean;
  readonly approvalStages: readonly UnifiedApprovalStage[];
}

export const ruleOperations = [
  'all',
  'activate',
  'deactivate',
  'assign',
  'update',
  'remove',
  'extend',
  'renew',
] as const;

/** Who makes which change: what a rule applies to (resources.md 6.4). */
export interface RuleTarget {
  readonly caller: 'None' | 'Admin' | 'EndUser';
  readonly level: 'Eligibility' | 'Assignment';
  readonly operations: readonly (typeof ruleOperations)[number][];
  readonly inheritableSettings: readonly string[];
  readonly enforcedSettings: readonly string[];
}

export const enabledRuleNames = ['MultiFactorAuthentication', 'Justification', 'Ticketing'] as const;
export type EnabledRuleName = (typeof enabledRuleNames)[number];

interface RuleBase {
  /** One of the seventeen fixed names (resources.md 6.6). */
  readonly id: string;
  readonly target: RuleTarget;
}
export interface ExpirationRule extends RuleBase {
  readonly type: 'expiration';
  readonly isExpirationRequired: boolean;
  /** ISO 8601. */
  readonly maximumDuration: string;
}
export interface EnablementRule extends RuleBase {
  readonly type: 'enablement';
  readonly enabledRules: readonly EnabledRuleName[];
}
export interface AuthenticationContextRule extends RuleBase {
  readonly type: 'authenticationContext';
  readonly isEnabled: boolean;
  /** `c1` to `c99`; null when off, or empty as groups and resources have it (resources.md 6.6). */
  readonly claimValue: string | null;
}
export interface ApprovalRule extends RuleBase {
  readonly type: 'approval';
  readonly setting: ApprovalSettings;
}
export interface NotificationRule extends RuleBase {
  readonly type: 'notification';
  readonly notificationType: 'Email';
  readonly recipientType: 'Requestor' | 'Approver' | 'Admin';
  readonly notificationLevel: 'None' | 'Critical' | 'All';
  readonly isDefaultRecipientsEnabled: boolean;
  readonly notificationRecipients: readonly string[];
}
export type PolicyRule = ExpirationRule | EnablementRule | AuthenticationContextRule | ApprovalRule | NotificationRule;

/** What a role demands of those who give it, hold it and activate it (resources.md 6.1). */
export interface Policy extends Target {
  /** `DirectoryRole_{tenantId}_{guid}`, `Group_{groupId}_{guid}`, or the path that a resource's has. */
  readonly id: string;
  /** All seventeen, in the order of resources.md 6.6. */
  readonly rules: readonly PolicyRule[];
  readonly isOrganizationDefault: boolean;
  /** Null until somebody edits it. */
  readonly lastModifiedAt: Date | null;
  readonly lastModifiedByName: string | null;
}

type RuleType = PolicyRule['type'];

/** The stored rule of that type and id; a policy always holds all seventeen. */
export function ruleOf<T extends RuleType>(policy: Policy, type: T, id: string): Extract<PolicyRule, { type: T }> {
  const rule = policy.rules.find((candidate) => candidate.id === id);
  if (rule?.type !== type) throw new Error(`Invariant broken: policy ${policy.id} lacks rule ${id}`);
  return rule as Extract<PolicyRule, { type: T }>;
}

/** Whether and by whom activations are to be approved. */
export const activationApproval = (policy: Policy): ApprovalSettings =>
  ruleOf(policy, 'approval', 'Approval_EndUser_Assignment').setting;
