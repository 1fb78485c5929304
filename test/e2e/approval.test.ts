import {
  ApprovalsDocument,
  AssignmentRequestDocument,
  AssignmentRequestsDocument,
  DecideDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, roles } from '../support/cast';
import {
  activate,
  approvalOf,
  assignOutsidePim,
  changePolicy,
  codesOf,
  decide,
  demandApproval,
  makeEligible,
} from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.reset();
  await makeEligible(app);
});
afterAll(() => app.stop());

const statusOf = async (id: string) =>
  (await app.as('alice').ask(AssignmentRequestDocument, { id })).roleAssignmentScheduleRequest?.status;

test('B-6, E-10: approved by a member of a nested approver group, held from that moment on', async () => {
  await demandApproval(app);
  const { id, status } = await activate(app);
  expect(status).toBe('PendingApproval');
  app.clock.advance('PT1H');
  const payload = await decide(app, 'ben', id);
  expect(payload).toMatchObject({
    approvalStage: { status: 'Completed', reviewResult: 'Approved', reviewedBy: { id: cast.ben } },
    approval: { request: { id, status: 'Provisioned' } },
    userErrors: [],
  });
  const { roleAssignmentScheduleRequest } = await app.as('alice').ask(AssignmentRequestDocument, { id });
  expect(roleAssignmentScheduleRequest?.scheduleInfo).toMatchObject({ startDateTime: '2026-01-01T01:00:00Z' });
});

test('E-11 denied is final, and a new request may follow', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  expect(await decide(app, 'ann', id, 'Deny')).toMatchObject({ approval: { request: { status: 'Denied' } } });
  expect(await statusOf(id)).toBe('Denied');
  expect(await activate(app)).toMatchObject({ status: 'PendingApproval' });
});

test('E-6 the second decision learns who won', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  await decide(app, 'ann', id);
  app.clock.advance('PT1M');
  expect(await decide(app, 'ben', id, 'Deny')).toMatchObject({
    approvalStage: null,
    approval: null,
    userErrors: [
      {
        __typename: 'DecisionConflictError',
        code: 'ApprovalAlreadyDecided',
        winner: { status: 'Approved', decidedBy: { id: cast.ann }, decidedDateTime: '2026-01-01T00:00:00Z' },
      },
    ],
    eventCursor: null,
  });
});

test('E-5 nobody decides on his own request, not even as one of its approvers', async () => {
  await demandApproval(app, roles.groupsAdministrator, [groups.helpdesk]);
  const { id } = await activate(app);
  expect(codesOf(await decide(app, 'alice', id))).toEqual(['InsufficientPermissions']);
  expect((await approvalOf(app.as('alice'), id))?.stages).toMatchObject([{ assignedToMe: false }]);
});

test.each([
  { person: 'sam', code: 'InsufficientPermissions', why: 'sees all and decides nothing' },
  { person: 'adam', code: 'InsufficientPermissions', why: 'is Global Administrator and no approver' },
  { person: 'robot', code: 'InsufficientPermissions', why: 'is an application (E-17)' },
] as const)('E-15 $person $why: $code', async ({ person, code }) => {
  await assignOutsidePim(app, cast.robot, roles.securityReader);
  await demandApproval(app);
  const { id } = await activate(app);
  expect(codesOf(await decide(app, person, id))).toEqual([code]);
  expect(await statusOf(id)).toBe('PendingApproval');
});

test('E-15 for whoever cannot see it there is no such approval', async () => {
  await demandApproval(app, roles.groupsAdministrator, [groups.helpdesk]);
  const { id } = await activate(app);
  expect(codesOf(await decide(app, 'ann', id))).toEqual(['ApprovalNotFound']);
  expect(await approvalOf(app.as('ann'), id)).toBeNull();
  expect(codesOf(await decide(app, 'ann', cast.ann))).toEqual(['ApprovalNotFound']);
});

describe('E-4 nobody is named', () => {
  beforeEach(() => changePolicy(app, [{ id: 'Approval_EndUser_Assignment', setting: { isApprovalRequired: true } }]));

  test.each(['adam', 'carol'] as const)('so %s decides by his role', async (person) => {
    const { id } = await activate(app);
    expect((await approvalOf(app.as(person), id))?.stages).toMatchObject([{ assignedToMe: true }]);
    expect(await decide(app, person, id)).toMatchObject({
      approvalStage: { reviewResult: 'Approved' },
      userErrors: [],
    });
  });

  test('L-4 an application with the role does not', async () => {
    await assignOutsidePim(app, cast.robot, roles.globalAdministrator);
    const { id } = await activate(app);
    expect(codesOf(await decide(app, 'robot', id))).toEqual(['InsufficientPermissions']);
    expect((await approvalOf(app.as('robot'), id))?.stages).toMatchObject([{ assignedToMe: false }]);
  });
});

test('E-8 the approver must say why', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  const input = { approvalId: id, reviewResult: 'Approve', justification: ' ' } as const;
  const { updateApprovalStage } = await app.as('ann').ask(DecideDocument, { input });
  expect(updateApprovalStage.userErrors).toMatchObject([
    { code: 'Request_BadRequest', path: ['input', 'justification'] },
  ]);
});

test('E-9 after 24 hours, no job having run, it has lapsed for everybody', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  app.clock.advance('PT23H59M59S');
  expect(await statusOf(id)).toBe('PendingApproval');
  app.clock.advance('PT1S');
  expect(await statusOf(id)).toBe('TimedOut');
  expect((await approvalOf(app.as('ann'), id))?.stages).toMatchObject([{ status: 'Expired' }]);
  expect(codesOf(await decide(app, 'ann', id))).toEqual(['ApprovalNotPossible']);
});

test('E-14 on: approver lists what one may decide now, and no longer afterwards', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  const lists = async (person: 'alice' | 'ann' | 'ben' | 'sam') => {
    const { roleAssignmentApprovals } = await app.as(person).ask(ApprovalsDocument, { on: 'approver' });
    const { roleAssignmentScheduleRequests } = await app
      .as(person)
      .ask(AssignmentRequestsDocument, { on: 'approver', filter: { status: { eq: 'PendingApproval' } } });
    return [roleAssignmentApprovals, roleAssignmentScheduleRequests].map(({ nodes }) => nodes.map((node) => node.id));
  };
  expect(await lists('ann')).toEqual([[id], [id]]);
  expect(await lists('ben')).toEqual([[id], [id]]);
  expect(await lists('alice')).toEqual([[], []]);
  expect(await lists('sam')).toEqual([[], []]);
  await decide(app, 'ann', id);
  expect(await lists('ben')).toEqual([[], []]);
});

test('E-19 the eligibility went while it waited: the approval fails, and says so', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  await app.sql(`update schedule set revoked_at = $1, modified_at = $1 where kind = 'eligibility'`, [app.clock.now()]);
  expect(await decide(app, 'ann', id)).toMatchObject({
    approval: { request: { status: 'Failed', failureReason: expect.stringContaining('eligible') } },
    userErrors: [{ code: 'ApprovalNotPossible' }],
  });
});

test('D-13, E-2: a later change of the policy does not move a request that waits', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  await demandApproval(app, roles.groupsAdministrator, [groups.helpdesk]);
  expect(await decide(app, 'ann', id)).toMatchObject({ approval: { request: { status: 'Provisioned' } } });
});
