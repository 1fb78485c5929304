import {
  PoliciesDocument,
  PolicyAssignmentsDocument,
  type UnifiedRoleManagementPolicyRuleInput,
  UpdatePolicyDocument,
  UpdateRuleDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { roles } from '../../support/cast';
import { policyIdOf } from '../scenario';
import { insertGroup, insertUsers, published } from './published';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await insertUsers(app, { Approver: published.approver, Member: published.principal });
  const memberIds = [published.principal];
  await insertGroup(app, { id: published.approverGroup, displayName: 'Approvers of the sample', memberIds });
});
afterAll(() => app.stop());

const role = roles.groupsAdministrator;
const directoryRoles = { scopeId: { eq: '/' }, scopeType: { eq: 'DirectoryRole' } };
const policyId = expect.stringMatching(/^DirectoryRole_[0-9a-f-]{36}_[0-9a-f-]{36}$/);

const assignmentOf = async (roleDefinitionId: string) => {
  const filter = { ...directoryRoles, roleDefinitionId: { eq: roleDefinitionId } };
  const { roleManagementPolicyAssignments } = await app.as('adam').ask(PolicyAssignmentsDocument, { filter });
  return roleManagementPolicyAssignments.nodes;
};

const target = (caller: string, level: string) => ({
  caller,
  level,
  operations: ['all'],
  inheritableSettings: [],
  enforcedSettings: [],
});
const rule = (type: string, id: string, caller: string, level: string, rest: object) => ({
  __typename: `UnifiedRoleManagementPolicy${type}Rule`,
  id,
  target: target(caller, level),
  ...rest,
});
const expiration = (caller: string, level: string, isExpirationRequired: boolean, maximumDuration: string) =>
  rule('Expiration', `Expiration_${caller}_${level}`, caller, level, { isExpirationRequired, maximumDuration });
const enablement = (caller: string, level: string, enabledRules: readonly string[]) =>
  rule('Enablement', `Enablement_${caller}_${level}`, caller, level, { enabledRules });
const notifications = (caller: string, level: string) =>
  ['Admin', 'Requestor', 'Approver'].map((recipientType) =>
    rule('Notification', `Notification_${recipientType}_${caller}_${level}`, caller, level, {
      notificationType: 'Email',
      recipientType,
      notificationLevel: 'All',
      isDefaultRecipientsEnabled: true,
      notificationRecipients: [],
    }),
  );

const stage = {
  approvalStageTimeOutInDays: 1,
  isApproverJustificationRequired: true,
  escalationTimeInMinutes: 0,
  isEscalationEnabled: false,
  primaryApprovers: [],
  escalationApprovers: [],
};
const approvalSetting = {
  isApprovalRequired: false,
  isApprovalRequiredForExtension: false,
  isRequestorJustificationRequired: true,
  approvalMode: 'SingleStage',
  approvalStages: [stage],
};

const defaultRules = [
  expiration('EndUser', 'Assignment', true, 'PT8H'),
  enablement('EndUser', 'Assignment', ['MultiFactorAuthentication', 'Justification']),
  rule('AuthenticationContext', 'AuthenticationContext_EndUser_Assignment', 'EndUser', 'Assignment', {
    isEnabled: false,
    claimValue: null,
  }),
  rule('Approval', 'Approval_EndUser_Assignment', 'EndUser', 'Assignment', { setting: approvalSetting }),
  expiration('Admin', 'Eligibility', false, 'P365D'),
  expiration('Admin', 'Assignment', false, 'P180D'),
  enablement('Admin', 'Assignment', ['Justification']),
  enablement('Admin', 'Eligibility', []),
  ...notifications('Admin', 'Eligibility'),
  ...notifications('Admin', 'Assignment'),
  ...notifications('EndUser', 'Assignment'),
];

test('6.1 the policies of directory roles, one each', async () => {
  const { roleManagementPolicies } = await app.as('adam').ask(PoliciesDocument, { filter: directoryRoles });
  const [roleCount] = await app.sql(`select count(*)::int as count from role_definition where provider = 'directory'`);
  expect(roleManagementPolicies.totalCount).toBe(roleCount?.count);
  expect(roleManagementPolicies.nodes[0]).toEqual({
    id: policyId,
    displayName: 'DirectoryRole',
    description: 'DirectoryRole',
    isOrganizationDefault: false,
    scopeId: '/',
    scopeType: 'DirectoryRole',
    lastModifiedDateTime: null,
    lastModifiedBy: { displayName: null, id: null },
  });
});

test('6.1, G-4 a group has no policies before its first use', async () => {
  const filter = { scopeId: { eq: published.approverGroup }, scopeType: { eq: 'Group' } };
  const { roleManagementPolicies } = await app.as('adam').ask(PoliciesDocument, { filter });
  expect(roleManagementPolicies).toEqual({ totalCount: 0, nodes: [] });
});

test('6.2 seventeen rules with the published defaults', async () => {
  const [assignment] = await assignmentOf(role);
  expect(assignment?.policy?.rules).toEqual(defaultRules);
  expect(assignment?.policy?.effectiveRules).toEqual(defaultRules.map(({ id }) => ({ id })));
});

test('6.4 a policy assignment is named after its policy and role', async () => {
  const [assignment] = await assignmentOf(role);
  expect(assignment).toMatchObject({
    id: `${assignment?.policyId}_${role}`,
    policyId,
    roleDefinitionId: role,
    scopeId: '/',
    scopeType: 'DirectoryRole',
    policy: { id: assignment?.policyId },
  });
});

test('6.3 a policy is changed by the rules that are sent; the others stay', async () => {
  const id = await policyIdOf(app.as('adam'), role);
  const rules = [{ id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P180D' }];
  const { updateRoleManagementPolicy } = await app.as('adam').ask(UpdatePolicyDocument, { input: { id, rules } });
  expect(updateRoleManagementPolicy.userErrors).toEqual([]);
  const changed = expiration('Admin', 'Eligibility', true, 'P180D');
  expect(updateRoleManagementPolicy.roleManagementPolicy).toEqual({
    id,
    rules: defaultRules.map((before) => (before.id === changed.id ? changed : before)),
  });
});

const endUserTarget = { caller: 'EndUser', level: 'Assignment', operations: ['all'] } as const;
const approvers = [{ userId: published.approver }, { groupId: published.approverGroup }];
const samples: readonly { sample: string; sent: UnifiedRoleManagementPolicyRuleInput; stored: object }[] = [
  {
    sample: '6.5',
    sent: {
      id: 'Expiration_EndUser_Assignment',
      isExpirationRequired: true,
      maximumDuration: 'PT1H45M',
      target: endUserTarget,
    },
    stored: { isExpirationRequired: true, maximumDuration: 'PT1H45M' },
  },
  {
    sample: '6.6',
    sent: {
      id: 'Enablement_EndUser_Assignment',
      enabledRules: ['Justification', 'MultiFactorAuthentication', 'Ticketing'],
      target: endUserTarget,
    },
    stored: { enabledRules: ['Justification', 'MultiFactorAuthentication', 'Ticketing'] },
  },
  {
    sample: '6.7',
    sent: {
      id: 'Approval_EndUser_Assignment',
      target: endUserTarget,
      setting: {
        isApprovalRequired: true,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: 'SingleStage',
        approvalStages: [{ ...stage, primaryApprovers: approvers, escalationApprovers: [] }],
      },
    },
    stored: {
      setting: {
        ...approvalSetting,
        isApprovalRequired: true,
        approvalStages: [
          {
            ...stage,
            primaryApprovers: [
              { __typename: 'SingleUser', userId: published.approver, description: 'Approver' },
              { __typename: 'GroupMembers', groupId: published.approverGroup, description: 'Approvers of the sample' },
            ],
          },
        ],
      },
    },
  },
  {
    sample: '6.8',
    sent: { id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P90D' },
    stored: { isExpirationRequired: true, maximumDuration: 'P90D' },
  },
  {
    sample: '6.9',
    sent: { id: 'Expiration_Admin_Assignment', isExpirationRequired: true, maximumDuration: 'P90D' },
    stored: { isExpirationRequired: true, maximumDuration: 'P90D' },
  },
  {
    sample: '6.10',
    sent: { id: 'Enablement_Admin_Assignment', enabledRules: ['Justification', 'MultiFactorAuthentication'] },
    stored: { enabledRules: ['Justification', 'MultiFactorAuthentication'] },
  },
];

test.each(samples)('$sample one rule is changed: $sent.id', async ({ sent, stored }) => {
  const id = await policyIdOf(app.as('adam'), roles.userAdministrator);
  const { updateRoleManagementPolicyRule } = await app
    .as('adam')
    .ask(UpdateRuleDocument, { input: { policyId: id, rule: sent } });
  // Graph answers 204; the payload shows the rule (W-4).
  expect(updateRoleManagementPolicyRule).toMatchObject({
    userErrors: [],
    roleManagementPolicyRule: { id: sent.id, ...stored },
  });
  const [assignment] = await assignmentOf(roles.userAdministrator);
  expect(assignment?.policy?.rules.find((candidate) => candidate.id === sent.id)).toMatchObject(stored);
  expect(assignment?.policy).toMatchObject({
    lastModifiedDateTime: '2026-01-01T00:00:00Z',
    lastModifiedBy: { displayName: 'Adam', id: null },
  });
});
