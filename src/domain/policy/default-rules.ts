import type { ApprovalSettings, EnabledRuleName, PolicyRule, RuleTarget } from './policy';

const targetOf = (caller: 'Admin' | 'EndUser', level: 'Eligibility' | 'Assignment'): RuleTarget => ({
  caller,
  level,
  operations: ['all'],
  inheritableSettings: [],
  enforcedSettings: [],
});

const endUser = targetOf('EndUser', 'Assignment');
const adminEligibility = targetOf('Admin', 'Eligibility');
const adminAssignment = targetOf('Admin', 'Assignment');

const notification = (recipientType: 'Admin' | 'Requestor' | 'Approver', target: RuleTarget): PolicyRule => ({
  type: 'notification',
  id: `Notification_${recipientType}_${target.caller}_${target.level}`,
  target,
  notificationType: 'Email',
  recipientType,
  notificationLevel: 'All',
  isDefaultRecipientsEnabled: true,
  notificationRecipients: [],
});

const notifications = (target: RuleTarget): readonly PolicyRule[] => [
  notification('Admin', target),
  notification('Requestor', target),
  notification('Approver', target),
];

/** Approval as every policy starts with it: switched off, with one stage that names nobody (resources.md 6.5). */
export const defaultApproval: ApprovalSettings = {
  isApprovalRequired: false,
  isApprovalRequiredForExtension: false,
  isRequestorJustificationRequired: true,
  approvalMode: 'SingleStage',
  isApproverAllowedInSeveralStages: false,
  approvalStages: [
    {
      approvalStageTimeOutInDays: 1,
      approvalStageTimeOutInHours: 0,
      isApproverJustificationRequired: true,
      escalationTimeInMinutes: 0,
      isEscalationEnabled: false,
      primaryApprovers: [],
      escalationApprovers: [],
    },
  ],
};

/** In what the variants' policies start differently. */
interface Defaults {
  readonly isExpirationRequired: boolean;
  /** Of activations. */
  readonly enabledRules: readonly EnabledRuleName[];
  readonly claimValue: string | null;
}

/** The seventeen rules, in Graph's order (resources.md 6.6, C-1, C-6, C-7). */
const rulesWith = ({ isExpirationRequired, enabledRules, claimValue }: Defaults): readonly PolicyRule[] => [
  {
    type: 'expiration',
    id: 'Expiration_EndUser_Assignment',
    target: endUser,
    isExpirationRequired: true,
    maximumDuration: 'PT8H',
  },
  { type: 'enablement', id: 'Enablement_EndUser_Assignment', target: endUser, enabledRules },
  {
    type: 'authenticationContext',
    id: 'AuthenticationContext_EndUser_Assignment',
    target: endUser,
    isEnabled: false,
    claimValue,
  },
  { type: 'approval', id: 'Approval_EndUser_Assignment', target: endUser, setting: defaultApproval },
  {
    type: 'expiration',
    id: 'Expiration_Admin_Eligibility',
    target: adminEligibility,
    isExpirationRequired,
    maximumDuration: 'P365D',
  },
  {
    type: 'expiration',
    id: 'Expiration_Admin_Assignment',
    target: adminAssignment,
    isExpirationRequired,
    maximumDuration: 'P180D',
  },
  { type: 'enablement', id: 'Enablement_Admin_Assignment', target: adminAssignment, enabledRules: ['Justification'] },
  { type: 'enablement', id: 'Enablement_Admin_Eligibility', target: adminEligibility, enabledRules: [] },
  ...notifications(adminEligibility),
  ...notifications(adminAssignment),
  ...notifications(endUser),
];

const usual: readonly EnabledRuleName[] = ['MultiFactorAuthentication', 'Justification'];

/** The rules that every directory role starts with. */
export const defaultDirectoryRules: readonly PolicyRule[] = rulesWith({
  isExpirationRequired: false,
  enabledRules: usual,
  claimValue: null,
});

/** The rules that membership and ownership of a group start with: what is given has to end, and MFA is not asked for (C-6, C-7, W-8). */
export const defaultGroupRules: readonly PolicyRule[] = rulesWith({
  isExpirationRequired: true,
  enabledRules: ['Justification'],
  claimValue: '',
});

/** The rules that a role on a resource starts with: what is given has to end (C-7). */
export const defaultResourceRules: readonly PolicyRule[] = rulesWith({
  isExpirationRequired: true,
  enabledRules: usual,
  claimValue: '',
});
