import {
  AssignmentInstancesDocument,
  AssignmentRequestsDocument,
  CancelAssignmentRequestDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, roles } from '../support/cast';
import type { Client } from '../support/client';
import {
  activate,
  activation,
  changePolicy,
  codesOf,
  demandApproval,
  makeEligible,
  requestAssignment,
  requestIn,
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

const instances = async (client: Client) =>
  (await client.ask(AssignmentInstancesDocument, { on: 'principal' })).roleAssignmentScheduleInstances.nodes;
const requests = async () =>
  (await app.as('alice').ask(AssignmentRequestsDocument, { on: 'principal' })).roleAssignmentScheduleRequests.nodes;

const cancel = async (client: Client, id: string) =>
  (await client.ask(CancelAssignmentRequestDocument, { input: { id } })).cancelRoleAssignmentScheduleRequest;

const deactivation = (differing = {}) => activation({ action: 'selfDeactivate', scheduleInfo: null, ...differing });

test('B-4 the walk: eligible, activated, held', async () => {
  expect(await instances(app.as('alice'))).toEqual([]);
  const request = await activate(app);
  expect(request).toMatchObject({ status: 'Provisioned', approvalId: null, targetScheduleId: request.id });
  expect(await instances(app.as('alice'))).toMatchObject([
    {
      id: request.id,
      principalId: cast.alice,
      roleDefinitionId: roles.groupsAdministrator,
      assignmentType: 'Activated',
      memberType: 'Direct',
      startDateTime: '2026-01-01T00:00:00Z',
      endDateTime: '2026-01-01T02:00:00Z',
    },
  ]);
});

test('D-6 without MFA the refusal carries the claims to sign in with', async () => {
  const { userErrors } = await requestAssignment(app.as('alice', { amr: ['pwd'] }), activation());
  expect(userErrors).toMatchObject([
    {
      __typename: 'PolicyValidationError',
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      failedRules: [{ rule: 'MfaRule', ruleId: 'Enablement_EndUser_Assignment' }],
      claims: JSON.stringify({ access_token: { amr: { essential: true, values: ['mfa'] } } }),
    },
  ]);
  expect(await requests()).toEqual([]);
});

describe('D-9 an authentication context', () => {
  beforeEach(() =>
    changePolicy(app, [
      { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification'] },
      { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' },
    ]),
  );

  test.each([{ acrs: [] }, { acrs: ['c2'] }, { acrs: undefined }])('acrs $acrs do not satisfy c1', async ({ acrs }) => {
    const { userErrors } = await requestAssignment(app.as('alice', { acrs }), activation());
    expect(userErrors).toMatchObject([
      {
        code: 'RoleAssignmentRequestAcrsValidationFailed',
        failedRules: [{ rule: 'AcrsRule', allows: 'c1' }],
        claims: JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } }),
      },
    ]);
  });

  test('acrs c1 among others satisfies c1', async () => {
    const client = app.as('alice', { amr: ['pwd'], acrs: ['c2', 'c1'] });
    expect(requestIn(await requestAssignment(client, activation()))).toMatchObject({ status: 'Provisioned' });
  });
});

test.each([
  { duration: 'PT8H', refused: [] },
  { duration: 'PT8H1S', refused: ['RoleAssignmentRequestPolicyValidationFailed'] },
  { duration: 'PT5M', refused: [] },
  { duration: 'PT4M59S', refused: ['ActiveDurationTooShort'] },
])('B-7, C-4: $duration -> $refused', async ({ duration, refused }) => {
  const scheduleInfo = { expiration: { type: 'afterDuration', duration } } as const;
  expect(codesOf(await requestAssignment(app.as('alice'), activation({ scheduleInfo })))).toEqual(refused);
});

test('B-9 twice: also for a later start', async () => {
  await activate(app);
  const later = {
    startDateTime: '2026-01-02T00:00:00Z',
    expiration: { type: 'afterDuration', duration: 'PT2H' },
  } as const;
  expect(codesOf(await requestAssignment(app.as('alice'), activation()))).toEqual(['RoleAssignmentExists']);
  const refused = await requestAssignment(app.as('alice'), activation({ scheduleInfo: later }));
  expect(codesOf(refused)).toEqual(['RoleAssignmentExists']);
});

test('B-10 twice while the first waits', async () => {
  await demandApproval(app);
  await activate(app);
  const refused = await requestAssignment(app.as('alice'), activation());
  expect(codesOf(refused)).toEqual(['PendingRoleAssignmentRequest']);
});

test.each(['ben', 'adam'] as const)('B-1 %s cannot activate for alice', async (person) => {
  expect(codesOf(await requestAssignment(app.as(person), activation()))).toEqual(['InsufficientPermissions']);
});

test('B-1 whoever is not eligible cannot activate', async () => {
  const refused = await requestAssignment(app.as('ben'), activation({ principalId: cast.ben }));
  expect(refused.userErrors).toMatchObject([{ failedRules: [{ rule: 'EligibilityRule' }] }]);
});

test('L-4 an application activates nothing, not even for itself', async () => {
  const refused = await requestAssignment(app.as('robot'), activation({ principalId: cast.robot }));
  expect(codesOf(refused)).toEqual(['InsufficientPermissions']);
});

describe('F-1 to F-3: cancelling', () => {
  const granted = () =>
    activate(app, {
      scheduleInfo: {
        startDateTime: '2026-01-02T00:00:00Z',
        expiration: { type: 'afterDuration', duration: 'PT2H' },
      },
    });

  test.each(['alice', 'adam'] as const)('%s cancels what was granted, and it never begins', async (person) => {
    const { id, status } = await granted();
    expect(status).toBe('Granted');
    expect(requestIn(await cancel(app.as(person), id))).toMatchObject({ id, status: 'Canceled' });
    app.clock.set('2026-01-02T00:00:00Z');
    expect(await instances(app.as('alice'))).toEqual([]);
  });

  test('F-2 at the start it can no longer be cancelled', async () => {
    const { id } = await granted();
    app.clock.set('2026-01-02T00:00:00Z');
    expect(codesOf(await cancel(app.as('alice'), id))).toEqual(['RequestCannotBeCancelled']);
  });

  test('F-2 for a stranger there is no such request; a reader may not', async () => {
    const { id } = await granted();
    expect(codesOf(await cancel(app.as('ben'), id))).toEqual(['RoleAssignmentRequestNotFound']);
    expect(codesOf(await cancel(app.as('sam'), id))).toEqual(['InsufficientPermissions']);
    expect(codesOf(await cancel(app.as('alice'), cast.alice))).toEqual(['RoleAssignmentRequestNotFound']);
  });
});

test.each([
  { after: 'PT4M59S', refused: ['ActiveDurationTooShort'], held: 1 },
  { after: 'PT5M', refused: [], held: 0 },
])('F-4, C-5: deactivated after $after -> $refused', async ({ after, refused, held }) => {
  await activate(app);
  app.clock.advance(after);
  const payload = await requestAssignment(app.as('alice'), deactivation());
  expect(codesOf(payload)).toEqual(refused);
  expect(payload.roleAssignmentScheduleRequest?.status ?? null).toBe(held ? null : 'Revoked');
  expect(await instances(app.as('alice'))).toHaveLength(held);
});

test('F-5, F-9: nothing to deactivate; and activated again at once', async () => {
  expect(codesOf(await requestAssignment(app.as('alice'), deactivation()))).toEqual(['RoleAssignmentDoesNotExist']);
  await activate(app);
  app.clock.advance('PT5M');
  requestIn(await requestAssignment(app.as('alice'), deactivation()));
  expect(await activate(app)).toMatchObject({ status: 'Provisioned' });
});

describe('idempotency keys', () => {
  const keyed = (differing = {}) => activation({ idempotencyKey: 'key-1', ...differing });

  test('the same key and input answer the first result again, and make one request', async () => {
    const first = requestIn(await requestAssignment(app.as('alice'), keyed()));
    app.clock.advance('PT1M');
    expect(requestIn(await requestAssignment(app.as('alice'), keyed()))).toEqual(first);
    expect(await requests()).toHaveLength(1);
  });

  test('sent at once they make one request, too', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => requestAssignment(app.as('alice'), keyed())));
    expect(new Set(answers.map((answer) => requestIn(answer).id)).size).toBe(1);
    expect(await requests()).toHaveLength(1);
  });

  test('the same key with another input is refused', async () => {
    requestIn(await requestAssignment(app.as('alice'), keyed()));
    const refused = await requestAssignment(app.as('alice'), keyed({ justification: 'another reason' }));
    expect(codesOf(refused)).toEqual(['IdempotencyKeyReused']);
  });

  test("another person's key is another key", async () => {
    await makeEligible(app, { principalId: cast.ben });
    const first = requestIn(await requestAssignment(app.as('alice'), keyed()));
    const second = requestIn(await requestAssignment(app.as('ben'), keyed({ principalId: cast.ben })));
    expect(second.id).not.toBe(first.id);
  });
});

test('B-15 a validation runs every rule, stores nothing and tells nobody', async () => {
  const [before] = await app.sql('select count(*)::int as events from outbox');
  const input = activation({ isValidationOnly: true });
  expect(await requestAssignment(app.as('alice'), input)).toMatchObject({
    roleAssignmentScheduleRequest: { action: 'selfActivate', principalId: cast.alice, isValidationOnly: true },
    userErrors: [],
    eventCursor: null,
  });
  const refused = await requestAssignment(app.as('alice'), { ...input, justification: null });
  expect(refused.userErrors).toMatchObject([{ failedRules: [{ rule: 'JustificationRule' }] }]);
  expect(await requests()).toEqual([]);
  expect(await instances(app.as('alice'))).toEqual([]);
  expect(await app.sql('select count(*)::int as events from outbox')).toEqual([before]);
});
