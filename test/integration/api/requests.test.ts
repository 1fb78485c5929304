import { cast, roles } from '../../support/cast';
import { type Api, openApi } from './open-api';
import { fillRequests, ids } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
});
afterAll(() => api.close());
beforeEach(() => api.clock.set('2026-01-01T00:00:00Z'));

const one = async (id: string, as: 'alice' | 'ann' | 'ben' = 'alice') =>
  (
    await api.read(
      as,
      `query ($id: ID!) { request: roleAssignmentScheduleRequest(id: $id) {
        id status completedDateTime approvalId isValidationOnly failureReason targetScheduleId directoryScopeId appScopeId
        scheduleInfo { startDateTime expiration { type endDateTime duration } recurrence { pattern { interval } } }
        ticketInfo { ticketNumber ticketSystem }
        createdBy { user { id displayName } application { id } device { id } }
        principal { id ... on User { displayName manager { id } } }
        roleDefinition { displayName policyAssignment { policyId } } directoryScope { id } appScope { id }
        activatedUsing { id } targetSchedule { id } approval { id stages { assignedToMe status } }
      } }`,
      { id },
    )
  ).request;

test('resources 3.2: a pending activation shows no start, and the ticket as two nulls', async () => {
  expect(await one(ids.pending)).toEqual({
    id: ids.pending,
    status: 'PendingApproval',
    completedDateTime: null,
    approvalId: ids.pending,
    isValidationOnly: false,
    failureReason: null,
    targetScheduleId: ids.pending,
    directoryScopeId: '/',
    appScopeId: null,
    scheduleInfo: {
      startDateTime: null,
      expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT2H' },
      recurrence: null,
    },
    ticketInfo: { ticketNumber: null, ticketSystem: null },
    createdBy: { user: { id: cast.alice, displayName: null }, application: null, device: null },
    // The role that she holds administers groups, and so reads the directory.
    principal: { id: cast.alice, displayName: 'Alice', manager: { id: cast.ann } },
    roleDefinition: { displayName: 'Groups Administrator', policyAssignment: { policyId: expect.any(String) } },
    directoryScope: null,
    appScope: null,
    activatedUsing: { id: ids.eligibility },
    targetSchedule: null,
    approval: { id: ids.pending, stages: [{ assignedToMe: false, status: 'InProgress' }] },
  });
});

test.each([
  { at: '2026-01-01T23:59:59.999Z', status: 'PendingApproval', completed: null, stage: 'InProgress' },
  { at: '2026-01-02T00:00:00Z', status: 'TimedOut', completed: '2026-01-02T00:00:00Z', stage: 'Expired' },
])('E-9, W-2: the approval is $status at $at, with no job running', async ({ at, status, completed, stage }) => {
  api.clock.set(at);
  const request = await one(ids.pending);
  expect([request.status, request.completedDateTime, request.approval.stages[0].status]).toEqual([
    status,
    completed,
    stage,
  ]);
  const filter = `{ roleAssignmentScheduleRequests(filter: { status: { eq: ${status} } }) { nodes { id } } }`;
  expect((await api.read('alice', filter)).roleAssignmentScheduleRequests.nodes).toContainEqual({ id: ids.pending });
});

test.each([
  { at: '2026-01-01T05:59:59.999Z', status: 'Granted' },
  { at: '2026-01-01T06:00:00Z', status: 'Provisioned' },
])('B-5: a scheduled start is $status at $at, with no job running', async ({ at, status }) => {
  api.clock.set(at);
  expect((await one(ids.granted)).status).toBe(status);
  const filter = `{ roleAssignmentScheduleRequests(filter: { status: { in: [${status}] } }) { nodes { id } } }`;
  expect((await api.read('alice', filter)).roleAssignmentScheduleRequests.nodes).toContainEqual({ id: ids.granted });
});

test('resources 3.2: a removal shows no schedule', async () => {
  const query = `{ roleEligibilityScheduleRequests { nodes { id status scheduleInfo { startDateTime } completedDateTime targetScheduleId createdBy { user { id } } } } }`;
  expect((await api.read('sam', query)).roleEligibilityScheduleRequests.nodes).toEqual([
    {
      id: ids.removed,
      status: 'Revoked',
      scheduleInfo: null,
      completedDateTime: null,
      targetScheduleId: null,
      createdBy: { user: { id: cast.adam } },
    },
  ]);
});

describe('resources 2.5: on', () => {
  const on = async (as: 'alice' | 'ann' | 'adam', value: string) =>
    (
      await api.read(
        as,
        `{ roleAssignmentScheduleRequests(on: ${value}, orderBy: [createdDateTime_ASC]) { nodes { id } } }`,
      )
    ).roleAssignmentScheduleRequests.nodes.map(({ id }: { id: string }) => id);

  test('principal and createdBy are those of the caller', async () => {
    expect(await on('alice', 'principal')).toEqual([ids.granted, ids.pending, ids.active]);
    expect(await on('alice', 'createdBy')).toEqual([ids.granted, ids.pending, ids.active]);
    expect(await on('adam', 'principal')).toEqual([]);
  });

  test('E-5, E-14: approver is only what the caller may decide', async () => {
    expect(await on('ann', 'approver')).toEqual([ids.pending]);
    expect(await on('alice', 'approver')).toEqual([]);
    expect(await on('adam', 'approver')).toEqual([]);
    api.clock.set('2026-01-02T00:00:00Z');
    expect(await on('ann', 'approver')).toEqual([]);
  });
});

test('E-18: an approver sees the request and who asks; someone else sees neither', async () => {
  const request = await one(ids.pending, 'ann');
  expect(request).toMatchObject({
    principal: { displayName: 'Alice' },
    roleDefinition: { displayName: 'Groups Administrator' },
  });
  expect(request.approval.stages[0].assignedToMe).toBe(true);
  expect(await one(ids.pending, 'ben')).toBeNull();
  expect(await one(ids.active, 'ann')).toBeNull();
});

test('resources 5.2: an approval shows its steps and its request', async () => {
  const query = `{ roleAssignmentApprovals(on: approver) { nodes { id
    steps { id } pendingSteps { id } completedSteps { id } request { __typename id status ... on UnifiedRoleAssignmentScheduleRequest { action } } } } }`;
  const expected = (pendingSteps: object[], completedSteps: object[]) => ({
    id: ids.pending,
    steps: [{ id: ids.stage }],
    pendingSteps,
    completedSteps,
  });
  expect((await api.read('ann', query)).roleAssignmentApprovals.nodes).toEqual([
    {
      ...expected([{ id: ids.stage }], []),
      request: {
        __typename: 'UnifiedRoleAssignmentScheduleRequest',
        id: ids.pending,
        status: 'PendingApproval',
        action: 'selfActivate',
      },
    },
  ]);
  api.clock.set('2026-01-02T00:00:00Z');
  const later = await api.read('ann', query.replace('(on: approver)', ''));
  expect(later.roleAssignmentApprovals.nodes).toMatchObject([expected([], [{ id: ids.stage }])]);
});

test('filters combine, and ids are compared without regard to case', async () => {
  const query = `query ($principal: ID!, $role: ID!) { roleAssignmentScheduleRequests(filter: {
    principalId: { eq: $principal }, roleDefinitionId: { in: [$role] },
    or: [{ status: { eq: PendingApproval } }, { not: { action: { eq: selfActivate } } }] }) { totalCount nodes { id } } }`;
  const variables = { principal: cast.alice.toUpperCase(), role: roles.groupsAdministrator.toUpperCase() };
  expect((await api.read('adam', query, variables)).roleAssignmentScheduleRequests).toEqual({
    totalCount: 1,
    nodes: [{ id: ids.pending }],
  });
});

test.each([
  ['an id that is none', 'filter: { principalId: { eq: "x" } }'],
  ['a page of none', 'first: 0'],
  ['a page too large', 'first: 101'],
  ['a cursor of another list', 'after: "bm9uZQ"'],
])('A bad argument is the callers: %s', async (_what, args) => {
  const { errors } = await api.ask('alice', `{ roleAssignmentScheduleRequests(${args}) { nodes { id } } }`);
  expect(errors?.[0]?.originalError).toMatchObject({ name: 'PimError', code: 'Request_BadRequest' });
});
