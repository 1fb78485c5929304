import type { ApprovalSettings, PolicyRule, RuleTarget } from './policy';

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

/** The seventeen rules that every directory role starts with, in Graph's order (resources.md 6.6, C-1, C-6, C-7). */
export const defaultDirectoryRules: readonly PolicyRule[] = [
  {
    type: 'expiration',
    id: 'Expiration_EndUser_Assignment',
    target: endUser,
    isExpirationRequired: true,
    maximumDuration: 'PT8H',
  },
  {
    type: 'enablement',
    id: 'Enablement_EndUser_Assignment',
    target: endUser,
    enabledRules: ['MultiFactorAuthentication', 'Justification'],
  },
  {
    type: 'authenticationContext',
    id: 'AuthenticationContext_EndUser_Assignment',
    target: endUser,
    isEnabled: false,
    claimValue: null,
  },
  {
    type: 'approval',
    id: 'Approval_EndUser_Assignment',
    target: endUser,
    setting: defaultApproval,
  },
  {
    type: 'expiration',
    id: 'Expiration_Admin_Eligibility',
    target: adminEligibility,
    isExpirationRequired: false,
    maximumDuration: 'P365D',
  },
  {
    type: 'expiration',
    id: 'Expiration_Admin_Assignment',
    target: adminAssignment,
    isExpirationRequired: false,
    maximumDuration: 'P180D',
  },
  { type: 'enablement', id: 'Enablement_Admin_Assignment', target: adminAssignment, enabledRules: ['Justification'] },
  { type: 'enablement', id: 'Enablement_Admin_Eligibility', target: adminEligibility, enabledRules: [] },
  ...notifications(adminEligibility),
  ...notifications(adminAssignment),
  ...notifications(endUser),
];
