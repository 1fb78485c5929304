import {
  ResourceActivationRequirementsDocument,
  ResourcePoliciesDocument,
  ResourcePolicyAssignmentDocument,
  ResourcePolicyAssignmentsDocument,
  ResourcePolicyDocument,
  type AzureRoleManagementPolicyRuleInput as Rule,
  UpdateResourcePolicyDocument,
  UpdateResourceRuleDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { cast, groups, type Person } from '../../support/cast';
import { enablement, sampleRules } from './published-policy';

const scope = '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f';
const elsewhere = '/subscriptions/129ff972-28f8-46b8-a726-e497be039368';
const [owner, contributor] = ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'b24988ac-6180-42a0-ab88-20f7382dd24c'];
const rolePath = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${contributor}`;
const id = expect.stringMatching(
  new RegExp(`^${scope}/providers/Microsoft\\.Authorization/roleManagementPolicies/[0-9a-f-]{36}$`),
);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  for (const path of [scope, elsewhere])
    await app.sql(
      `insert into resource_scope (id, spelling, type, display_name, covered_by) values ($1, $1, 'subscription', 'Pay-As-You-Go', array[$1])`,
      [path],
    );
});
beforeEach(async () => {
  await app.reset();
  await holds('ben', 'assignment', owner);
  await holds('alice', 'eligibility', contributor);
});
afterAll(() => app.stop());

const holds = (person: Person, kind: 'assignment' | 'eligibility', roleDefinitionId: string) =>
  app.sql(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     values (gen_random_uuid(), $2, 'azure', $1, $3, $4, case $2 when 'assignment' then 'Assigned' end, '2020-01-01', '2020-01-01')`,
    [cast[person], kind, roleDefinitionId, scope],
  );

const change = async (
  rules: readonly Rule[],
  person: Person = 'ben',
  wanted: object = { scope, roleDefinitionId: contributor },
) =>
  (await app.as(person).ask(UpdateResourcePolicyDocument, { input: { ...wanted, rules } }))
    .updateAzureRoleManagementPolicy;

const assignments = async (person: Person = 'ben', filter: object = {}) =>
  (await app.as(person).ask(ResourcePolicyAssignmentsDocument, { filter })).azureRoleManagementPolicyAssignments.nodes;

const told = { targetObjects: null, inheritableSettings: null, enforcedSettings: null };
test('11.8 a policy is changed by the rules that are sent, and answers in the shape of ARM', async () => {
  const { azureRoleManagementPolicy: policy, userErrors } = await change(sampleRules);
  expect(userErrors).toEqual([]);
  const name = policy?.id.split('/').at(-1);
  expect(policy).toMatchObject({
    id,
    name,
    type: 'Microsoft.Authorization/RoleManagementPolicies',
    scope,
    displayName: null,
    description: null,
    isOrganizationDefault: false,
    lastModifiedBy: { id: null, displayName: 'Ben', email: null, type: null },
    policyProperties: { scope: { id: scope, displayName: 'Pay-As-You-Go', type: 'subscription' } },
  });
  expect(policy?.rules).toHaveLength(17);
  expect(policy?.effectiveRules).toEqual(policy?.rules.map((rule) => ({ id: rule.id })));
  for (const { setting, ...sent } of sampleRules) {
    const stored = policy?.rules.find((rule) => rule.id === sent.id);
    expect(stored).toMatchObject(sent);
    expect(stored).toMatchObject({ __typename: `Azure${sent.ruleType}`, target: { operations: ['All'], ...told } });
  }
});

test('11.8 approvers are user sets, and nobody to escalate to is null', async () => {
  const { azureRoleManagementPolicy: policy } = await change(sampleRules);
  expect(policy?.rules.find((rule) => rule.id === 'Approval_EndUser_Assignment')).toMatchObject({
    setting: {
      isApprovalRequired: true,
      approvalMode: 'SingleStage',
      approvalStages: [
        {
          primaryApprovers: [
            { id: groups.approvers, description: 'Approvers', isBackup: false, userType: 'Group', managerLevel: null },
            { id: groups.helpdesk, description: 'IT Helpdesk', isBackup: false, userType: 'Group', managerLevel: null },
          ],
          escalationApprovers: null,
        },
      ],
    },
  });
});

test('11.9 which role at which scope it is for, with the rules as they apply', async () => {
  const { azureRoleManagementPolicy: policy } = await change(sampleRules);
  const name = `${policy?.name}_${contributor}`;
  const named = { id: scope, displayName: 'Pay-As-You-Go', type: 'subscription' };
  const path = `${scope}/providers/Microsoft.Authorization/roleManagementPolicyAssignments/${name}`;
  expect(await assignments()).toMatchObject([
    {
      id: path,
      name,
      type: 'Microsoft.Authorization/RoleManagementPolicyAssignment',
      scope,
      roleDefinitionId: rolePath,
      policyId: policy?.id,
      policy: { id: policy?.id },
      effectiveRules: { length: 17 },
      policyAssignmentProperties: {
        policy: {
          id: policy?.id,
          lastModifiedBy: { displayName: 'Ben' },
          lastModifiedDateTime: '2026-01-01T00:00:00Z',
        },
        roleDefinition: { id: contributor, displayName: 'Contributor', type: 'BuiltInRole' },
        scope: named,
      },
    },
  ]);
  const one = async (asked: string) =>
    (await app.as('ben').ask(ResourcePolicyAssignmentDocument, { id: asked })).azureRoleManagementPolicyAssignment?.id;
  expect(await one(path.toUpperCase())).toBe(path);
  expect(await one(`${path}0`)).toBeUndefined();
  expect(await one(scope)).toBeUndefined();
});

test('12.5 they are found by path and by role, in any letter case', async () => {
  const { azureRoleManagementPolicy: policy } = await change(sampleRules);
  const byId = await app.as('ben').ask(ResourcePolicyDocument, { id: policy?.id.toUpperCase() ?? '' });
  expect(byId.azureRoleManagementPolicy?.id).toBe(policy?.id);
  const found = (filter: object) => assignments('ben', filter).then((nodes) => nodes.length);
  expect(
    await found({ scope: { eq: `${scope.toUpperCase()}/` }, roleDefinitionId: { eq: rolePath.toUpperCase() } }),
  ).toBe(1);
  expect(await found({ policyId: { eq: policy?.id.toUpperCase() } })).toBe(1);
  expect(await found({ scope: { eq: elsewhere } })).toBe(0);
  expect(await found({ roleDefinitionId: { eq: owner } })).toBe(0);
});

test('L.2 who sees them: whom they concern, and who has a role there; no administrator of the directory', async () => {
  await change(sampleRules);
  const seen = async (person: Person) =>
    (await app.as(person).ask(ResourcePoliciesDocument, {})).azureRoleManagementPolicies.nodes.length;
  for (const person of ['ben', 'alice'] as const) expect(await seen(person)).toBe(1);
  for (const person of ['adam', 'carol', 'sam', 'ann'] as const) expect(await seen(person)).toBe(0);
});

test('one rule alone, by the id of the policy', async () => {
  const { azureRoleManagementPolicy: policy } = await change(sampleRules);
  const rule = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT2H' };
  const { updateAzureRoleManagementPolicyRule: answer } = await app
    .as('ben')
    .ask(UpdateResourceRuleDocument, { input: { id: policy?.id.toUpperCase() ?? '', rule } });
  expect(answer).toMatchObject({
    userErrors: [],
    azureRoleManagementPolicy: { id: policy?.id },
    azureRoleManagementPolicyRule: {
      ...rule,
      ruleType: 'RoleManagementPolicyExpirationRule',
      isExpirationRequired: true,
    },
  });
});

const anHour = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' };
test.each([
  { what: 'whom it concerns', person: 'alice', code: 'InputPolicyNotFound' },
  { what: 'a Global Administrator', person: 'adam', code: 'InputPolicyNotFound' },
  {
    what: 'an Owner elsewhere',
    person: 'ben',
    wanted: { scope: elsewhere, roleDefinitionId: contributor },
    code: 'InputPolicyNotFound',
  },
  { what: 'no policy at all', person: 'ben', wanted: {}, code: 'Request_BadRequest' },
  { what: 'an id that is none', person: 'ben', wanted: { id: 'x' }, code: 'InputPolicyNotFound' },
  {
    what: 'a scope that is none',
    person: 'ben',
    wanted: { scope: '/', roleDefinitionId: contributor },
    code: 'InvalidScope',
  },
  { what: 'a role that is none', person: 'ben', wanted: { scope, roleDefinitionId: 'x' }, code: 'RoleNotFound' },
  { what: 'another type of rule', person: 'ben', rule: { ...anHour, ...enablement }, code: 'InvalidPolicy' },
  {
    what: 'S-12 approval without approvers',
    person: 'ben',
    rule: { id: 'Approval_EndUser_Assignment', setting: { isApprovalRequired: true } },
    code: 'InvalidPolicy',
  },
] as const)('$what -> $code', async ({ person, code, ...rest }) => {
  const rule: Rule = 'rule' in rest && rest.rule ? rest.rule : anHour;
  const answer = await change([rule], person, 'wanted' in rest ? rest.wanted : undefined);
  expect(answer).toMatchObject({ azureRoleManagementPolicy: null, userErrors: [{ code }] });
  expect(await assignments()).toEqual([]);
});

test('issue 4.3, S-3 what the form asks of a role on a resource', async () => {
  await change(sampleRules);
  const ask = async (person: Person) =>
    (
      await app
        .as(person)
        .ask(ResourceActivationRequirementsDocument, { roleDefinitionId: rolePath, scope: scope.toUpperCase() })
    ).azureRoleActivationRequirements;
  const asked = { maximumDuration: 'PT7H', isMfaRequired: true, isApprovalRequired: true };
  expect(await ask('alice')).toEqual({ isEligible: true, ...asked });
  expect(await ask('ben')).toEqual({ isEligible: false, ...asked });
  for (const person of ['adam', 'ann'] as const) expect(await ask(person)).toBeNull();
});
