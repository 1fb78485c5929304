import type {
  ApprovalSettings,
  PolicyRule,
  RuleTarget,
  SubjectSet,
  UnifiedApprovalStage,
} from '../../domain/policy/policy';

const ruleTypes: Readonly<Record<PolicyRule['type'], string>> = {
  expiration: 'RoleManagementPolicyExpirationRule',
  enablement: 'RoleManagementPolicyEnablementRule',
  authenticationContext: 'RoleManagementPolicyAuthenticationContextRule',
  approval: 'RoleManagementPolicyApprovalRule',
  notification: 'RoleManagementPolicyNotificationRule',
};

/** ARM's name for the type of a rule (resources.md 6.5). */
export const resourceRuleType = ({ type }: Pick<PolicyRule, 'type'>): string => ruleTypes[type];

/** A rule in ARM's words: `ruleType` in place of the type, operations in PascalCase, approvers as user sets (resources.md 12.5). */
export function resourceRule(rule: PolicyRule): object {
  const { type: _type, target, ...properties } = rule;
  const told = { ...properties, ruleType: resourceRuleType(rule), target: targetOf(target) };
  return rule.type === 'approval' ? { ...told, setting: settingOf(rule.setting) } : told;
}

// ARM says nothing of what could be inherited or enforced, nor of single objects (resources.md 6.6).
const targetOf = ({ caller, level, operations }: RuleTarget) => ({
  caller,
  level,
  operations: operations.map((operation) => `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`),
  targetObjects: null,
  inheritableSettings: null,
  enforcedSettings: null,
});

const settingOf = ({ approvalStages, ...setting }: ApprovalSettings) => ({
  ...setting,
  approvalStages: approvalStages.map(stageOf),
});

/** Nobody to escalate to is null in ARM, where nobody to approve is an empty list. */
const stageOf = ({ primaryApprovers, escalationApprovers, ...stage }: UnifiedApprovalStage) => ({
  ...stage,
  primaryApprovers: primaryApprovers.map(userSetOf),
  escalationApprovers: escalationApprovers.length === 0 ? null : escalationApprovers.map(userSetOf),
});

function userSetOf(subject: SubjectSet) {
  const set = { id: null, description: null, isBackup: false, managerLevel: null };
  switch (subject.kind) {
    case 'singleUser':
      return { ...set, id: subject.userId, description: subject.description, userType: 'User' };
    case 'groupMembers':
      return { ...set, id: subject.groupId, description: subject.description, userType: 'Group' };
    case 'requestorManager':
    case 'targetManager':
      return { ...set, managerLevel: subject.managerLevel, userType: 'Manager' };
    default:
      // No other kind can be saved (resources.md 6.5).
      return { ...set, userType: null };
  }
}
