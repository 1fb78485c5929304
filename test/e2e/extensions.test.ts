import {
  AssignmentInstancesDocument,
  DecideAssignmentRequestDocument,
  DecideEligibilityRequestDocument,
  type DecideEligibilityRequestMutationVariables,
  PendingExtensionsDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, type Person } from '../support/cast';
import {
  activation,
  codesOf,
  eligibility,
  makeEligible,
  requestAssignment,
  requestEligibility,
  requestIn,
} from './scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.reset());
afterAll(() => app.stop());

const extensionOpens = '2026-03-18T00:00:00Z';
const end = '2026-04-01T00:00:00Z';
const ninetyDays = { expiration: { type: 'afterDuration', duration: 'P90D' } } as const;
type Decision = Partial<DecideEligibilityRequestMutationVariables['input']>;

const asking = (differing = {}) =>
  activation({ action: 'selfExtend', justification: 'still on call', scheduleInfo: ninetyDays, ...differing });

/** Alice, eligible for 90 days, asks for 90 more in the first instant in which she may. */
async function extension() {
  await makeEligible(app, { scheduleInfo: ninetyDays });
  app.clock.set(extensionOpens);
  return requestIn(await requestEligibility(app.as('alice'), asking()));
}

const decision = (id: string, differing: Decision = {}) => ({
  input: { id, decision: 'AdminApproved' as const, reason: 'agreed', ...differing },
});
const decide = async (who: Person, id: string, differing: Decision = {}) =>
  (await app.as(who).ask(DecideEligibilityRequestDocument, decision(id, differing)))
    .updateRoleEligibilityScheduleRequest;
const waiting = async (who: Person) => {
  const { roleEligibilityScheduleRequests, roleAssignmentScheduleRequests } = await app
    .as(who)
    .ask(PendingExtensionsDocument, {});
  return [...roleEligibilityScheduleRequests.nodes, ...roleAssignmentScheduleRequests.nodes].map(({ id }) => id);
};

test('I-4, 3.2 the walk: asked for, seen by administrators and by oneself, approved', async () => {
  const asked = await extension();
  expect(asked).toMatchObject({
    status: 'PendingAdminDecision',
    action: 'selfExtend',
    approvalId: null,
    completedDateTime: null,
    scheduleInfo: { startDateTime: null, expiration: { type: 'afterDuration', duration: 'P90D' } },
  });
  expect(asked.targetScheduleId).not.toBe(asked.id);
  for (const who of ['alice', 'adam', 'carol', 'sam'] as const) expect(await waiting(who)).toEqual([asked.id]);
  expect(await waiting('ben')).toEqual([]);
  const approved = requestIn(await decide('carol', asked.id));
  expect(approved).toMatchObject({
    id: asked.id,
    status: 'Provisioned',
    targetScheduleId: asked.id,
    completedDateTime: extensionOpens,
    scheduleInfo: { startDateTime: extensionOpens },
    targetSchedule: {
      id: asked.id,
      scheduleInfo: {
        startDateTime: extensionOpens,
        expiration: { type: 'afterDateTime', endDateTime: '2026-06-16T00:00:00Z', duration: null },
      },
    },
  });
  expect(await waiting('adam')).toEqual([]);
});

test('I-7 another period and another type: what was asked for as an eligibility is held', async () => {
  const { id } = await extension();
  const scheduleInfo = { expiration: { type: 'afterDateTime', endDateTime: end } } as const;
  const approved = requestIn(await decide('adam', id, { scheduleInfo, assignmentState: 'Active' }));
  expect(approved).toMatchObject({ status: 'Provisioned', targetScheduleId: id, targetSchedule: null });
  const { roleAssignmentScheduleInstances } = await app
    .as('alice')
    .ask(AssignmentInstancesDocument, { on: 'principal' });
  expect(roleAssignmentScheduleInstances.nodes).toMatchObject([
    { id, assignmentType: 'Assigned', startDateTime: extensionOpens, endDateTime: end },
  ]);
});

test('I-7 a renewal of an assignment says when and what', async () => {
  requestIn(
    await requestAssignment(
      app.as('adam'),
      eligibility({
        justification: 'on call',
        scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: end } },
      }),
    ),
  );
  app.clock.set(end);
  const { id } = requestIn(await requestAssignment(app.as('alice'), asking({ action: 'selfRenew' })));
  const answer = async (differing: Decision) =>
    (await app.as('adam').ask(DecideAssignmentRequestDocument, decision(id, differing)))
      .updateRoleAssignmentScheduleRequest;
  const scheduleInfo = { startDateTime: end, ...ninetyDays };
  expect((await answer({})).userErrors).toMatchObject([
    { code: 'InvalidRoleAssignmentRequestSchedule', path: ['input', 'scheduleInfo', 'startDateTime'] },
  ]);
  expect((await answer({ scheduleInfo })).userErrors).toMatchObject([
    { code: 'Request_BadRequest', path: ['input', 'assignmentState'] },
  ]);
  expect(requestIn(await answer({ scheduleInfo, assignmentState: 'Active' }))).toMatchObject({
    status: 'Provisioned',
    targetSchedule: { id },
  });
});

test('5.4 denied, and whoever decides second learns what came of it', async () => {
  const { id } = await extension();
  expect(requestIn(await decide('adam', id, { decision: 'AdminDenied' }))).toMatchObject({ status: 'Denied' });
  const second = await decide('carol', id);
  expect(second.roleEligibilityScheduleRequest ?? null).toBeNull();
  expect(second.userErrors).toMatchObject([
    {
      __typename: 'DecisionConflictError',
      code: 'ApprovalNotPossible',
      winner: { status: 'Denied', decidedDateTime: extensionOpens },
    },
  ]);
});

test('I-6 who may not', async () => {
  const { id } = await extension();
  expect(codesOf(await decide('alice', id))).toEqual(['InsufficientPermissions']);
  expect(codesOf(await decide('sam', id))).toEqual(['InsufficientPermissions']);
  expect(codesOf(await decide('ben', id))).toEqual(['RoleAssignmentRequestNotFound']);
  expect(await waiting('adam')).toEqual([id]);
});

test('what is no decision', async () => {
  const { id } = await extension();
  const paths = async (differing: Decision, what = id) =>
    (await decide('adam', what, differing)).userErrors.map(({ path }) => path);
  expect(await paths({ reason: '' })).toEqual([['input', 'reason']]);
  expect(await paths({ reason: 'x'.repeat(2049) })).toEqual([['input', 'reason']]);
  expect(await paths({}, 'no guid')).toEqual([['input', 'id']]);
  expect(codesOf(await decide('adam', cast.alice))).toEqual(['RoleAssignmentRequestNotFound']);
  expect(codesOf(await decide('adam', id, { reason: 'x'.repeat(2048) }))).toEqual([]);
});

test('idempotency: a repeated decision answers as the first did; the same key decides nothing else', async () => {
  const { id } = await extension();
  const first = await decide('adam', id, { idempotencyKey: 'once' });
  app.clock.advance('PT1M');
  const again = await decide('adam', id, { idempotencyKey: 'once' });
  expect(requestIn(again)).toMatchObject({ id, status: 'Provisioned', completedDateTime: extensionOpens });
  expect(again.eventCursor).toBe(first.eventCursor);
  expect(codesOf(await decide('adam', id, { idempotencyKey: 'once', decision: 'AdminDenied' }))).toEqual([
    'IdempotencyKeyReused',
  ]);
});

test('I-14 without MFA the refusal carries the claims to sign in with', async () => {
  await makeEligible(app, { scheduleInfo: ninetyDays });
  app.clock.set(extensionOpens);
  const { userErrors } = await requestEligibility(app.as('alice', { amr: ['pwd'] }), asking({ justification: null }));
  expect(userErrors).toMatchObject([
    {
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      claims: expect.stringContaining('mfa'),
      failedRules: [{ rule: 'JustificationRule' }, { rule: 'MfaRule' }],
    },
  ]);
});

test('B-15 a validation says what would come of it and stores nothing', async () => {
  await makeEligible(app, { scheduleInfo: ninetyDays });
  app.clock.set(extensionOpens);
  const validated = requestIn(await requestEligibility(app.as('alice'), asking({ isValidationOnly: true })));
  expect(validated).toMatchObject({ status: 'PendingEvaluation', isValidationOnly: true });
  expect(await waiting('alice')).toEqual([]);
});
