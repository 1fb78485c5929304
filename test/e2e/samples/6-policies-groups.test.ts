import {
  GroupActivationRequirementsDocument,
  PoliciesDocument,
  PolicyAssignmentDocument,
  PolicyAssignmentsDocument,
  UpdatePolicyDocument,
  UpdateRuleDocument,
} from '../../graphql/graphql';
import { startTestApp, type TestApp } from '../../support/app';
import { cast, groups } from '../../support/cast';
import { fillOfficeAdmins, makeGroupEligible, officeAdmins } from '../groups-scenario';
import { policyIdOf } from '../scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await fillOfficeAdmins(app);
});
afterAll(() => app.stop());

const ofGroup = { scopeId: officeAdmins, scopeType: 'Group', roleDefinitionId: 'member' };
const filter = { scopeId: { eq: officeAdmins }, scopeType: { eq: 'Group' } };
const id = expect.stringMatching(new RegExp(`^Group_${officeAdmins}_[0-9a-f-]{36}$`));
const anHour = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' };

/** Carol, who owns the group, or somebody else changes the policy of its members. */
const change = async (person: 'carol' | 'sam' | 'ann' = 'carol', differing: object = {}) =>
  (await app.as(person).ask(UpdatePolicyDocument, { input: { ...ofGroup, rules: [anHour], ...differing } }))
    .updateRoleManagementPolicy;

const assignmentsFor = async (person: 'carol' | 'ben' | 'ann' | 'adam' = 'carol', more: object = {}) =>
  (await app.as(person).ask(PolicyAssignmentsDocument, { filter: { ...filter, ...more } }))
    .roleManagementPolicyAssignments.nodes;

test('6.1 a group has two policies from its first use on', async () => {
  const before = await app.as('adam').ask(PoliciesDocument, { filter });
  expect(before.roleManagementPolicies.totalCount).toBe(0);
  await makeGroupEligible(app);
  const policy = {
    id,
    displayName: 'Group',
    description: 'Group',
    isOrganizationDefault: false,
    scopeId: officeAdmins,
    scopeType: 'Group',
    lastModifiedDateTime: null,
    lastModifiedBy: { displayName: null, id: null },
  };
  const { roleManagementPolicies } = await app.as('adam').ask(PoliciesDocument, { filter });
  expect(roleManagementPolicies).toEqual({ totalCount: 2, nodes: [policy, policy] });
});

test('6.1 they are not among those of directory roles, nor the other way round', async () => {
  await makeGroupEligible(app);
  const types = async (scopeType: string) => {
    const asked = { filter: { scopeType: { eq: scopeType } } };
    const { nodes } = (await app.as('adam').ask(PoliciesDocument, asked)).roleManagementPolicies;
    return [...new Set(nodes.map((node) => `${node.scopeType} ${node.scopeId}`))];
  };
  expect(await types('Group')).toEqual([`Group ${officeAdmins}`]);
  expect(await types('DirectoryRole')).toEqual(['DirectoryRole /']);
});

test('6.4 a policy assignment of a group ends in _member or _owner', async () => {
  await makeGroupEligible(app);
  const nodes = await assignmentsFor();
  expect(nodes.map(({ roleDefinitionId }) => roleDefinitionId)).toEqual(['member', 'owner']);
  for (const node of nodes)
    expect(node).toMatchObject({
      id: `${node.policyId}_${node.roleDefinitionId}`,
      policyId: id,
      scopeId: officeAdmins,
      scopeType: 'Group',
      policy: { id: node.policyId, effectiveRules: { length: 17 } },
    });
  const [first] = nodes;
  const upper = { scopeId: { eq: officeAdmins.toUpperCase() }, roleDefinitionId: { eq: 'member' } };
  expect((await assignmentsFor('carol', upper)).map((node) => node.id)).toEqual([first?.id]);
  const byId = await app.as('carol').ask(PolicyAssignmentDocument, { id: first?.id ?? '' });
  expect(byId.roleManagementPolicyAssignment).toEqual({ id: first?.id, roleDefinition: null });
});

test('6.2 Ex 2, resources 6.6 the defaults of a group', async () => {
  await makeGroupEligible(app);
  const [member] = await assignmentsFor();
  expect(member?.policy?.rules).toHaveLength(17);
  expect(member?.policy?.rules).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT8H' }),
      expect.objectContaining({
        id: 'Expiration_Admin_Eligibility',
        isExpirationRequired: true,
        maximumDuration: 'P365D',
      }),
      expect.objectContaining({
        id: 'Expiration_Admin_Assignment',
        isExpirationRequired: true,
        maximumDuration: 'P180D',
      }),
      expect.objectContaining({ id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification'] }),
      expect.objectContaining({ id: 'AuthenticationContext_EndUser_Assignment', isEnabled: false, claimValue: '' }),
    ]),
  );
});

test('L.3, G-7 who sees them: readers, owners, and who is eligible for the one', async () => {
  await makeGroupEligible(app);
  const seen = async (person: 'carol' | 'ben' | 'ann' | 'adam') =>
    (await assignmentsFor(person)).map(({ roleDefinitionId }) => roleDefinitionId);
  expect(await seen('adam')).toEqual(['member', 'owner']);
  expect(await seen('carol')).toEqual(['member', 'owner']);
  expect(await seen('ben')).toEqual(['member']);
  expect(await seen('ann')).toEqual([]);
});

test('G-4 a deleted group has left with its policies', async () => {
  await makeGroupEligible(app);
  await app.sql('update principal set deleted_at = $2 where id = $1', [officeAdmins, app.clock.now()]);
  expect(await assignmentsFor('adam')).toEqual([]);
});

describe('G-4 the policy is changed by what it is for', () => {
  test('and comes into being by that; then it has an id as well', async () => {
    const payload = await change();
    expect(payload).toMatchObject({ userErrors: [], roleManagementPolicy: { id } });
    const policyId = payload.roleManagementPolicy?.id ?? '';
    const again = { scopeId: null, scopeType: null, roleDefinitionId: null, id: policyId };
    expect(await change('carol', again)).toMatchObject({ userErrors: [], roleManagementPolicy: { id: policyId } });
    const rule = { id: 'Enablement_EndUser_Assignment', enabledRules: ['Ticketing'] as const };
    const input = { ...ofGroup, scopeId: officeAdmins.toUpperCase(), roleDefinitionId: 'owner', rule };
    const { updateRoleManagementPolicyRule } = await app.as('carol').ask(UpdateRuleDocument, { input });
    expect(updateRoleManagementPolicyRule).toMatchObject({
      userErrors: [],
      roleManagementPolicyRule: { id: rule.id, enabledRules: ['Ticketing'] },
    });
  });

  test.each([
    { what: 'who only reads', person: 'sam', differing: {}, code: 'InsufficientPermissions' },
    { what: 'who sees nothing of it', person: 'ann', differing: {}, code: 'InputPolicyNotFound' },
    { what: 'both an id and a scope', person: 'carol', differing: { id: 'x' }, code: 'Request_BadRequest' },
    { what: 'a scope without its type', person: 'carol', differing: { scopeType: null }, code: 'Request_BadRequest' },
    { what: 'a type that is none', person: 'carol', differing: { scopeType: 'AzureRole' }, code: 'Request_BadRequest' },
    { what: 'a group that is no GUID', person: 'carol', differing: { scopeId: '/' }, code: 'InvalidScope' },
    { what: 'an access that is none', person: 'carol', differing: { roleDefinitionId: 'admin' }, code: 'RoleNotFound' },
  ] as const)('$what -> $code', async ({ person, differing, code }) => {
    expect(await change(person, differing)).toMatchObject({ roleManagementPolicy: null, userErrors: [{ code }] });
    expect(await policyIdOf(app.as('adam'), 'member')).toBe('');
  });

  test('a directory role is named in the same way', async () => {
    const { policyId, roleDefinitionId } = (
      await app.as('adam').ask(PolicyAssignmentsDocument, { filter: { scopeType: { eq: 'DirectoryRole' } } })
    ).roleManagementPolicyAssignments.nodes[0] ?? { policyId: '', roleDefinitionId: '' };
    const input = { scopeId: '/', scopeType: 'DirectoryRole', roleDefinitionId, rules: [anHour] };
    const { updateRoleManagementPolicy } = await app.as('adam').ask(UpdatePolicyDocument, { input });
    expect(updateRoleManagementPolicy.roleManagementPolicy?.id).toBe(policyId);
  });
});

describe('issue 4.3 what the form asks of a group', () => {
  const ask = async (person: 'ben' | 'ann' | 'adam', accessId: 'member' | 'owner' = 'member') =>
    (await app.as(person).ask(GroupActivationRequirementsDocument, { accessId, groupId: officeAdmins.toUpperCase() }))
      .privilegedAccessGroupActivationRequirements;

  test('by the policy of the access, for whom it concerns', async () => {
    await makeGroupEligible(app);
    await change('carol', {
      rules: [
        anHour,
        {
          id: 'Approval_EndUser_Assignment',
          setting: {
            isApprovalRequired: true,
            approvalStages: [{ primaryApprovers: [{ groupId: groups.approvers }] }],
          },
        },
      ],
    });
    expect(await ask('ben')).toMatchObject({
      isEligible: true,
      maximumDuration: 'PT1H',
      isMfaRequired: false,
      isApprovalRequired: true,
      approvalStages: [{ approvers: [{ displayName: 'Ann' }], approverCount: 1, isDecidedByAdministrators: false }],
      violations: [{ rule: 'JustificationRule' }],
    });
    expect(await ask('ann')).toBeNull();
    expect(await ask('ben', 'owner')).toBeNull();
    expect(await ask('adam', 'owner')).toMatchObject({ isEligible: false, isApprovalRequired: false });
  });

  test('D-14 nobody is asked in place of approvers who are not there', async () => {
    await makeGroupEligible(app);
    const approvalStages = [{ primaryApprovers: [{ id: cast.ben, userType: 'User' }] }];
    const setting = { isApprovalRequired: true, approvalStages };
    await change('carol', { rules: [{ id: 'Approval_EndUser_Assignment', setting }] });
    expect(await ask('ben')).toMatchObject({
      approvalStages: [{ approvers: [], approverCount: 0, isDecidedByAdministrators: false }],
    });
  });
});
