import type { AzureRoleManagementPolicyRuleInput as Rule } from '../../graphql/graphql';
import { groups } from '../../support/cast';

const target = (caller: 'Admin' | 'EndUser', level: 'Eligibility' | 'Assignment') => ({
  caller,
  level,
  operations: ['All'] as const,
});
const expiration = { ruleType: 'RoleManagementPolicyExpirationRule' };
/** What ARM calls a rule of enablement. */
export const enablement = { ruleType: 'RoleManagementPolicyEnablementRule' };
const userSet = (groupId: string) => ({ id: groupId, description: null, isBackup: false, userType: 'Group' });

/** The rules of the sample, as ARM's PATCH has them. */
export const sampleRules: readonly Rule[] = [
  {
    id: 'Expiration_Admin_Eligibility',
    ...expiration,
    target: target('Admin', 'Eligibility'),
    isExpirationRequired: true,
    maximumDuration: 'P90D',
  },
  {
    id: 'Expiration_Admin_Assignment',
    ...expiration,
    target: target('Admin', 'Assignment'),
    isExpirationRequired: false,
    maximumDuration: 'P90D',
  },
  {
    id: 'Expiration_EndUser_Assignment',
    ...expiration,
    target: target('EndUser', 'Assignment'),
    isExpirationRequired: true,
    maximumDuration: 'PT7H',
  },
  { id: 'Enablement_Admin_Assignment', ...enablement, enabledRules: ['MultiFactorAuthentication', 'Justification'] },
  {
    id: 'Enablement_EndUser_Assignment',
    ...enablement,
    enabledRules: ['MultiFactorAuthentication', 'Justification', 'Ticketing'],
  },
  {
    id: 'Approval_EndUser_Assignment',
    ruleType: 'RoleManagementPolicyApprovalRule',
    setting: {
      isApprovalRequired: true,
      isApprovalRequiredForExtension: false,
      isRequestorJustificationRequired: true,
      approvalMode: 'SingleStage',
      approvalStages: [
        {
          approvalStageTimeOutInDays: 1,
          isApproverJustificationRequired: true,
          escalationTimeInMinutes: 0,
          isEscalationEnabled: false,
          primaryApprovers: [userSet(groups.approvers), userSet(groups.helpdesk)],
          escalationApprovers: null,
        },
      ],
    },
  },
  {
    id: 'Notification_Admin_Admin_Eligibility',
    ruleType: 'RoleManagementPolicyNotificationRule',
    notificationType: 'Email',
    recipientType: 'Admin',
    notificationLevel: 'Critical',
    isDefaultRecipientsEnabled: false,
    notificationRecipients: ['admin_admin_eligible@test.com'],
  },
  {
    id: 'AuthenticationContext_EndUser_Assignment',
    ruleType: 'RoleManagementPolicyAuthenticationContextRule',
    isEnabled: false,
    claimValue: '',
  },
];
