import { cast, groups, roles, unit } from '../../support/cast';
import { type Api, openApi } from './open-api';
import { fillRequests, ids } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
});
afterAll(() => api.close());

test('resources 6: a role leads to its policy with all seventeen rules, each of its own type', async () => {
  const query = `query ($role: ID!) { roleManagementPolicyAssignments(filter: { roleDefinitionId: { eq: $role }, scopeId: { eq: "/" }, scopeType: { eq: "DirectoryRole" } }) {
    nodes { id policyId scopeType policy { id displayName description scopeId scopeType isOrganizationDefault lastModifiedDateTime lastModifiedBy { id displayName }
      effectiveRules { id }
      rules { __typename id target { caller level operations targetObjects { id } }
        ... on UnifiedRoleManagementPolicyExpirationRule { isExpirationRequired maximumDuration }
        ... on UnifiedRoleManagementPolicyApprovalRule { setting { approvalMode approvalStages { primaryApprovers { ... on SingleUser { userId } } } } } } } } } }`;
  const { roleManagementPolicyAssignments } = await api.read('alice', query, { role: roles.groupsAdministrator });
  const [assignment] = roleManagementPolicyAssignments.nodes;
  expect(roleManagementPolicyAssignments.nodes).toHaveLength(1);
  expect(assignment.id).toBe(`${assignment.policyId}_${roles.groupsAdministrator}`);
  expect(assignment.policy).toMatchObject({
    id: assignment.policyId,
    displayName: 'DirectoryRole',
    description: 'DirectoryRole',
    scopeId: '/',
    scopeType: 'DirectoryRole',
    isOrganizationDefault: false,
    lastModifiedDateTime: null,
    lastModifiedBy: { id: null, displayName: null },
  });
  expect(assignment.policy.effectiveRules).toHaveLength(17);
  expect(assignment.policy.rules).toHaveLength(17);
  expect(assignment.policy.rules[0]).toEqual({
    __typename: 'UnifiedRoleManagementPolicyExpirationRule',
    id: 'Expiration_EndUser_Assignment',
    target: { caller: 'EndUser', level: 'Assignment', operations: ['all'], targetObjects: null },
    isExpirationRequired: true,
    maximumDuration: 'PT8H',
  });
});

test('resources 6.2: a policy assignment is found by its id, and by no other role with the same policy', async () => {
  const list = `{ roleManagementPolicyAssignments(first: 1) { nodes { id policyId } } }`;
  const [{ id, policyId }] = (await api.read('adam', list)).roleManagementPolicyAssignments.nodes;
  const query = `query ($id: ID!) { roleManagementPolicyAssignment(id: $id) { id } }`;
  const found = async (asked: string) => (await api.read('adam', query, { id: asked })).roleManagementPolicyAssignment;
  expect(await found(id)).toEqual({ id });
  expect(await found(`${policyId}_${cast.alice}`)).toBeNull();
});

test('resources 6.5: every kind of subject set has its type', async () => {
  const kinds = [
    { kind: 'singleUser', userId: cast.ann, description: 'Ann' },
    { kind: 'groupMembers', groupId: groups.approvers, description: null },
    { kind: 'requestorManager', managerLevel: 1 },
    { kind: 'targetManager', managerLevel: 2 },
    { kind: 'internalSponsors' },
    { kind: 'externalSponsors' },
    { kind: 'targetUserSponsors' },
    { kind: 'targetAgentIdentitySponsorsOrOwners' },
    { kind: 'attributeRuleMembers', membershipRule: 'user.department -eq "IT"', description: null },
    { kind: 'singleServicePrincipal', servicePrincipalId: cast.robot, description: null },
  ];
  await api.pool.query(
    `update policy set rules = jsonb_set(rules, '{3,setting,approvalStages,0,primaryApprovers}', $1) where role_definition_id = $2`,
    [JSON.stringify(kinds), roles.userAdministrator],
  );
  const query = `query ($role: ID!) { roleDefinition(id: $role) { policyAssignment { policy { rules { ... on UnifiedRoleManagementPolicyApprovalRule { setting { approvalStages { primaryApprovers {
    __typename ... on SingleUser { kind userId } ... on GroupMembers { kind groupId } ... on RequestorManager { managerLevel } ... on InternalSponsors { kind } ... on SingleServicePrincipal { servicePrincipalId } } } } } } } } } }`;
  const { policyAssignment } = (await api.read('adam', query, { role: roles.userAdministrator })).roleDefinition;
  const { setting } = policyAssignment.policy.rules.find(({ setting: found }: { setting?: object }) => found);
  const approvers: readonly { __typename: string }[] = setting.approvalStages[0].primaryApprovers;
  expect(approvers.map(({ __typename }) => __typename)).toEqual(
    kinds.map(({ kind }) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`),
  );
  expect(approvers[0]).toEqual({ __typename: 'SingleUser', kind: 'singleUser', userId: cast.ann });
});

test('resources 8: groups, nested ones and managers can be walked, by those who may read the directory', async () => {
  const query = `query ($alice: ID!, $approvers: ID!) {
    user(id: $alice) { displayName userType manager { ... on User { displayName directReports { nodes { id } } } }
      memberOf { nodes { id } } transitiveMemberOf { totalCount } ownedObjects { nodes { ... on Group { displayName } } } }
    group(id: $approvers) { groupTypes members { nodes { id __typename } } transitiveMembers(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } } }
    administrativeUnits { nodes { id members { nodes { id } } } } }`;
  expect(await api.read('adam', query, { alice: cast.alice, approvers: groups.approvers })).toEqual({
    user: {
      displayName: 'Alice',
      userType: 'Member',
      manager: { displayName: 'Ann', directReports: { nodes: [{ id: cast.alice }] } },
      memberOf: { nodes: [{ id: groups.helpdesk }] },
      transitiveMemberOf: { totalCount: 1 },
      ownedObjects: { nodes: [{ displayName: 'Plain' }] },
    },
    group: {
      groupTypes: [],
      members: {
        nodes: [
          { id: cast.ann, __typename: 'User' },
          { id: groups.innerApprovers, __typename: 'Group' },
        ],
      },
      transitiveMembers: {
        totalCount: 3,
        nodes: [{ id: cast.ann }, { id: cast.ben }],
        pageInfo: { hasNextPage: true },
      },
    },
    administrativeUnits: { nodes: [{ id: unit, members: { nodes: [{ id: cast.alice }] } }] },
  });
});

test('resources 11: the audit shows who did what to whom', async () => {
  const query = `{ directoryAudits(filter: { activityDisplayName: { startsWith: "Add member" }, initiatedByUserPrincipalName: { eq: "alice@contoso.example" } }) {
    nodes { id activityDateTime result initiatedBy { app { appId } user { id ipAddress } } targetResources { type displayName groupType modifiedProperties { newValue } } additionalDetails { key value } } } }`;
  expect((await api.read('alice', query)).directoryAudits.nodes).toEqual([
    {
      id: ids.pending,
      activityDateTime: '2026-01-01T00:00:00Z',
      result: 'success',
      initiatedBy: { app: null, user: { id: cast.alice, ipAddress: '127.0.0.1' } },
      targetResources: [{ type: 'Role', displayName: 'Groups Administrator', groupType: null, modifiedProperties: [] }],
      additionalDetails: [{ key: 'Justification', value: 'incident 4711' }],
    },
  ]);
  expect((await api.read('ann', query)).directoryAudits.nodes).toEqual([]);
});

test('me is the caller as the token and the directory know him', async () => {
  const query = `{ me { id isApplication satisfiesMfa authenticationContexts principal { __typename ... on User { userPrincipalName } ... on ServicePrincipal { appId } } } }`;
  expect((await api.read('alice', query)).me).toEqual({
    id: cast.alice,
    isApplication: false,
    satisfiesMfa: true,
    authenticationContexts: [],
    principal: { __typename: 'User', userPrincipalName: 'alice@contoso.example' },
  });
  expect((await api.read('robot', query)).me).toMatchObject({
    isApplication: true,
    principal: { __typename: 'ServicePrincipal', appId: cast.robot },
  });
  expect((await api.read('dave', query)).me.principal).toBeNull();
});
