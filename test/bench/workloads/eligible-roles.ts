import { at, type Json, plainForm, rewritten, withoutAssignment } from './canonical';
import { graphql, readers, type Workload } from './workload';

const approvers = '... on GroupMembers { kind groupId description } ... on SingleUser { kind userId description }';

/** Every rule whole, as the portal needs them that shows what an activation will ask. */
const rules = `__typename id target { caller level operations inheritableSettings enforcedSettings }
  ... on UnifiedRoleManagementPolicyExpirationRule { isExpirationRequired maximumDuration }
  ... on UnifiedRoleManagementPolicyEnablementRule { enabledRules }
  ... on UnifiedRoleManagementPolicyAuthenticationContextRule { isEnabled claimValue }
  ... on UnifiedRoleManagementPolicyNotificationRule {
    notificationType recipientType notificationLevel isDefaultRecipientsEnabled notificationRecipients }
  ... on UnifiedRoleManagementPolicyApprovalRule { setting {
    isApprovalRequired isApprovalRequiredForExtension isRequestorJustificationRequired isApproverAllowedInSeveralStages approvalMode
    approvalStages { approvalStageTimeOutInDays approvalStageTimeOutInHours isApproverJustificationRequired escalationTimeInMinutes isEscalationEnabled
      primaryApprovers { ${approvers} } escalationApprovers { ${approvers} } } } }`;

const ours = `{ roleEligibilityScheduleInstances(on: principal, first: 8) { nodes { id startDateTime endDateTime
  roleDefinition { id displayName description isPrivileged policyAssignment { policy { id rules { ${rules} } } } } } } }`;

const theirs = `query ($caller: UUID!) { roleEligibilityScheduleInstances: eligibleInstancesList(caller: $caller, first: 8) {
  id startDateTime: startAt endDateTime: endAt
  roleDefinition { id displayName description isPrivileged policy { id rules } } } }`;

/** W1: what may I activate, and what will be asked of me? Eight whole policies are what the cost limit lets through. */
export const eligibleRoles: Workload = {
  name: 'W1',
  asks: 'my eligible roles with role, policy and rules',
  contestants: readers,
  isOnce: false,
  operations: ({ callerIds }, dialect) =>
    callerIds.map((callerId) => {
      if (dialect === 'limit') return [{ path: '/eligible', callerId, body: { caller: callerId } }];
      const body = dialect === 'gateway' ? graphql(ours) : graphql(theirs, { caller: callerId });
      return [{ callerId, body }];
    }),
  canonical: (answer, dialect) => {
    if (dialect === 'limit') return plainForm(rewritten(at(answer), asTyped));
    if (dialect === 'gateway')
      return plainForm(rewritten(at(answer, 'data', 'roleEligibilityScheduleInstances'), withoutAssignment));
    const { roleEligibilityScheduleInstances: nodes = null } = at(answer, 'data');
    return plainForm(rewritten({ nodes }, asTyped));
  },
  goals: { postgraphile: { must: 3, aim: 4 }, limit: { must: 0.7, aim: 0.95 } },
};

/** A stored rule names its type in a word, and PostGraphile leads from role to policy directly. */
function asTyped(key: string, member: Json): readonly [string, Json] {
  if (key === 'type' && typeof member === 'string')
    return ['__typename', `UnifiedRoleManagementPolicy${member.charAt(0).toUpperCase()}${member.slice(1)}Rule`];
  return withoutAssignment(key, member);
}
