import {
  ApprovalPendingDocument,
  type ApprovalSettingsInput,
  ApprovalsDocument,
  StagedApprovalDocument,
  UpdatePolicyDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, type Person, roles } from '../support/cast';
import { activate, changePolicy, decide, makeEligible, policyIdOf } from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await makeEligible(app);
});
afterAll(() => app.stop());

const approvalAs = async (person: Person, id: string) =>
  (await app.as(person).ask(StagedApprovalDocument, { id })).roleAssignmentApproval;

const ruleId = 'Approval_EndUser_Assignment';
const demand = (setting: Omit<ApprovalSettingsInput, 'isApprovalRequired'>) =>
  changePolicy(app, [{ id: ruleId, setting: { isApprovalRequired: true, ...setting } }]);

const serial = () =>
  demand({
    approvalMode: 'Serial',
    approvalStages: [
      {
        approvalStageTimeOutInHours: 2,
        isEscalationEnabled: true,
        escalationTimeInMinutes: 30,
        primaryApprovers: [{ kind: 'groupMembers', groupId: groups.approvers }],
        escalationApprovers: [{ kind: 'requestorManager' }],
      },
      { approvalStageTimeOutInDays: 2, primaryApprovers: [{ userId: cast.sam }] },
    ],
  });

/** Requests that wait for somebody, as his list of approvals has them. */
const waitingFor = async (person: Person) =>
  (await app.as(person).ask(ApprovalsDocument, { on: 'approver' })).roleAssignmentApprovals.nodes.map(({ id }) => id);

test('6.5 two stages in a row, as the approvers see them', async () => {
  await serial();
  const { id } = await activate(app);
  expect(await approvalAs('ann', id)).toMatchObject({
    approvalMode: 'Serial',
    isApproverAllowedInSeveralStages: false,
    stages: [
      {
        position: 0,
        status: 'InProgress',
        assignedToMe: true,
        expiresDateTime: '2026-01-01T02:00:00Z',
        escalatesDateTime: '2026-01-01T00:30:00Z',
        isDecidedByAdministrators: false,
        fallbackReason: null,
        primaryApprovers: [{ __typename: 'GroupMembers', groupId: groups.approvers, description: 'Approvers' }],
        escalationApprovers: [{ __typename: 'RequestorManager', managerLevel: 1 }],
      },
      {
        position: 1,
        status: 'Initializing',
        assignedToMe: false,
        expiresDateTime: null,
        escalatesDateTime: null,
        primaryApprovers: [{ __typename: 'SingleUser', userId: cast.sam, description: 'Sam' }],
        escalationApprovers: [],
      },
    ],
    pendingSteps: [{ position: 0 }, { position: 1 }],
    completedSteps: [],
  });
  expect([await waitingFor('ann'), await waitingFor('sam')]).toEqual([[id], []]);
  app.clock.advance('PT1H');
  expect(await decide(app, 'ann', id)).toMatchObject({ approval: { request: { status: 'PendingApproval' } } });
  expect([await waitingFor('ann'), await waitingFor('sam')]).toEqual([[], [id]]);
  expect(await approvalAs('sam', id)).toMatchObject({
    stages: [
      { status: 'Completed', reviewResult: 'Approved' },
      { status: 'InProgress', assignedToMe: true, expiresDateTime: '2026-01-03T01:00:00Z' },
    ],
    pendingSteps: [{ position: 1 }],
    completedSteps: [{ position: 0 }],
  });
  expect(await decide(app, 'sam', id)).toMatchObject({ approval: { request: { status: 'Provisioned' } } });
});

test('E-9 a lapsed one shows so from that instant on, every stage of it, with no job running', async () => {
  await serial();
  const { id } = await activate(app);
  app.clock.set('2026-01-01T01:59:59.999Z');
  expect(await approvalAs('sam', id)).toMatchObject({
    request: { status: 'PendingApproval' },
    stages: [{ status: 'InProgress' }, { status: 'Initializing' }],
  });
  app.clock.set('2026-01-01T02:00:00Z');
  expect(await approvalAs('sam', id)).toMatchObject({
    request: { status: 'TimedOut' },
    stages: [{ status: 'Expired' }, { status: 'Expired' }],
    pendingSteps: [],
    completedSteps: [{ position: 0 }, { position: 1 }],
  });
  expect(await waitingFor('ann')).toEqual([]);
});

test('E-11 a denied one has nothing pending left', async () => {
  await serial();
  const { id } = await activate(app);
  await decide(app, 'ben', id, 'Deny');
  expect(await approvalAs('sam', id)).toMatchObject({
    request: { status: 'Denied' },
    stages: [
      { status: 'Completed', reviewResult: 'Denied' },
      { status: 'Completed', reviewResult: 'NotReviewed' },
    ],
    pendingSteps: [],
  });
});

test('E-14 who has decided a stage is not asked for another one of the same request', async () => {
  const ofGroup = { primaryApprovers: [{ groupId: groups.approvers }] };
  await demand({ approvalMode: 'Parallel', approvalStages: [ofGroup, ofGroup] });
  const { id } = await activate(app);
  await decide(app, 'ann', id);
  expect([await waitingFor('ann'), await waitingFor('ben')]).toEqual([[], [id]]);
  expect((await approvalAs('ann', id))?.stages.map(({ assignedToMe }) => assignedToMe)).toEqual([true, false]);
  expect((await approvalAs('ben', id))?.stages.map(({ assignedToMe }) => assignedToMe)).toEqual([true, true]);
});

test('E-4 a stage that only she could decide says why administrators do', async () => {
  await demand({ approvalStages: [{ primaryApprovers: [{ userId: cast.alice }] }] });
  const { id } = await activate(app);
  expect(await approvalAs('alice', id)).toMatchObject({
    stages: [
      {
        isDecidedByAdministrators: true,
        fallbackReason: 'None of the named approvers but the requestor can decide, so administrators may (E-4).',
        assignedToMe: false,
      },
    ],
  });
  expect(await waitingFor('carol')).toEqual([id]);
});

test('approvalPending tells every step while it waits, and the end', async () => {
  await serial();
  const eventCursor = await app.head();
  const pending = app.as('sam').watch(ApprovalPendingDocument, { after: eventCursor });
  const events = async () => {
    const { approvalPending: told } = await pending.next();
    return [told.type, told.isPending];
  };
  const { id } = await activate(app);
  await decide(app, 'ann', id);
  await decide(app, 'sam', id, 'Deny');
  expect([await events(), await events(), await events(), await events()]).toEqual([
    ['requestApprovalRequested', true],
    ['requestStageApproved', true],
    ['requestApprovalRequested', true],
    ['requestDenied', false],
  ]);
  await pending.end();
});

describe('6.5 approvers that the directory cannot tell are refused when the policy is saved', () => {
  test.each([
    {
      approver: { kind: 'singleServicePrincipal', servicePrincipalId: cast.robot },
      says: 'the act of a person (E-17)',
    },
    { approver: { kind: 'attributeRuleMembers', membershipRule: 'user.x -eq 1' }, says: 'not evaluated here' },
    { approver: { kind: 'internalSponsors' }, says: 'no sponsors' },
    { approver: { kind: 'externalSponsors' }, says: 'no sponsors' },
    { approver: { kind: 'targetUserSponsors' }, says: 'no sponsors' },
    { approver: { kind: 'targetAgentIdentitySponsorsOrOwners' }, says: 'no agent identities' },
    { approver: { kind: 'requestorManager', managerLevel: 3 }, says: 'managerLevel is 1' },
    { approver: { kind: 'requestorManager', userId: cast.ann }, says: 'with neither of them' },
    { approver: { kind: 'singleUser', groupId: groups.plain }, says: 'singleUser with userId' },
    { approver: {}, says: 'singleUser with userId' },
  ] as const)('$approver', async ({ approver, says }) => {
    const id = await policyIdOf(app.as('adam'), roles.groupsAdministrator);
    const setting = { isApprovalRequired: true, approvalStages: [{ primaryApprovers: [approver] }] };
    const input = { id, rules: [{ id: ruleId, setting }] };
    const { updateRoleManagementPolicy } = await app.as('adam').ask(UpdatePolicyDocument, { input });
    expect(updateRoleManagementPolicy.userErrors).toMatchObject([
      { code: 'InvalidPolicy', message: expect.stringContaining(says) },
    ]);
  });
});
