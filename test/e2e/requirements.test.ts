import {
  ActivationRequirementsDocument,
  type ActivationRequirementsQueryVariables,
  CurrentApproversDocument,
} from '../graphql/graphql';
import { startTestApp, type TestApp } from '../support/app';
import { cast, groups, type Person, roles, unit } from '../support/cast';
import type { TokenClaims } from '../support/issuer';
import {
  activate,
  activation,
  changePolicy,
  decide,
  demandApproval,
  makeEligible,
  requestAssignment,
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

const role = roles.groupsAdministrator;

const requirementsOf = async (
  person: Person = 'alice',
  claims: TokenClaims = {},
  differing: Partial<ActivationRequirementsQueryVariables> = {},
) =>
  (
    await app
      .as(person, claims)
      .ask(ActivationRequirementsDocument, { roleDefinitionId: role, directoryScopeId: '/', ...differing })
  ).activationRequirements;

test('issue 4.3 the whole answer, as a form gets it', async () => {
  const { id } = await makeEligible(app, {
    principalId: groups.helpdesk,
    roleDefinitionId: roles.userAdministrator,
    scheduleInfo: { expiration: { type: 'afterDateTime', endDateTime: '2026-02-01T00:00:00Z' } },
  });
  await changePolicy(
    app,
    [
      { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification', 'Ticketing'] },
      { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT4H' },
      {
        id: 'Approval_EndUser_Assignment',
        setting: {
          isApprovalRequired: true,
          approvalMode: 'Serial',
          approvalStages: [
            { approvalStageTimeOutInHours: 6, primaryApprovers: [{ groupId: groups.approvers }] },
            {
              approvalStageTimeOutInDays: 2,
              approvalStageTimeOutInHours: 3,
              isApproverJustificationRequired: false,
              isEscalationEnabled: true,
              escalationTimeInMinutes: 90,
              primaryApprovers: [{ userId: cast.alice }],
              escalationApprovers: [{ userId: cast.sam }],
            },
          ],
        },
      },
    ],
    roles.userAdministrator,
  );
  expect(await requirementsOf('alice', {}, { roleDefinitionId: roles.userAdministrator })).toEqual({
    isEligible: true,
    eligibleUntilDateTime: '2026-02-01T00:00:00Z',
    eligibilityScheduleId: id,
    isAlreadyActive: false,
    hasPendingRequest: false,
    isEmergencyAccess: false,
    maximumDuration: 'PT4H',
    isMfaRequired: false,
    isMfaSatisfied: true,
    authenticationContextClaimValue: null,
    isAuthenticationContextSatisfied: true,
    claims: null,
    isJustificationRequired: true,
    isTicketingRequired: true,
    isApprovalRequired: true,
    approvalMode: 'Serial',
    approvalStages: [
      {
        position: 0,
        approvers: [
          { id: cast.ann, displayName: 'Ann' },
          { id: cast.ben, displayName: 'Ben' },
        ],
        approverCount: 2,
        isDecidedByAdministrators: false,
        isApproverJustificationRequired: true,
        timeOut: 'PT6H',
        escalationTime: null,
        escalationApprovers: [],
        escalationApproverCount: 0,
      },
      {
        position: 1,
        approvers: [
          { id: cast.adam, displayName: 'Adam' },
          { id: cast.carol, displayName: 'Carol' },
        ],
        approverCount: 2,
        isDecidedByAdministrators: true,
        isApproverJustificationRequired: false,
        timeOut: 'P2DT3H',
        escalationTime: 'PT90M',
        escalationApprovers: [{ id: cast.sam, displayName: 'Sam' }],
        escalationApproverCount: 1,
      },
    ],
    violations: [
      {
        rule: 'JustificationRule',
        ruleId: 'Enablement_EndUser_Assignment',
        asked: null,
        allows: 'any text',
        message: 'Say why in justification.',
      },
      {
        rule: 'TicketingRule',
        ruleId: 'Enablement_EndUser_Assignment',
        asked: null,
        allows: 'any text',
        message: 'Give a ticket number in ticketInfo.',
      },
    ],
  });
});

test('D-6, W-14 the claims are those that the refusal names, and gone after signing in with them', async () => {
  const told = await requirementsOf('alice', { amr: ['pwd'] });
  expect(told).toMatchObject({ isMfaRequired: true, isMfaSatisfied: false });
  const { userErrors } = await requestAssignment(app.as('alice', { amr: ['pwd'] }), activation());
  expect(userErrors).toMatchObject([{ __typename: 'PolicyValidationError', claims: told?.claims }]);
  expect(await requirementsOf()).toMatchObject({ isMfaSatisfied: true, claims: null });
});

test('D-9 the same for an authentication context', async () => {
  await changePolicy(app, [
    { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
    { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' },
  ]);
  expect(await requirementsOf()).toMatchObject({
    authenticationContextClaimValue: 'c1',
    isAuthenticationContextSatisfied: false,
    claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
    violations: [{ rule: 'AcrsRule' }],
  });
  expect(await requirementsOf('alice', { acrs: ['c1'] })).toMatchObject({
    isAuthenticationContextSatisfied: true,
    claims: null,
    violations: [],
  });
});

test('L.1, security 25 what is not for somebody to see does not exist for him', async () => {
  expect(await requirementsOf('ben')).toBeNull();
  expect(await requirementsOf('robot')).toBeNull();
  expect(await requirementsOf('alice', {}, { roleDefinitionId: 'no-such-role' })).toBeNull();
  expect(await requirementsOf('alice', {}, { directoryScopeId: `/administrativeUnits/${unit}` })).not.toBeNull();
});

test.each([
  { differing: { directoryScopeId: '/subscriptions/1' }, code: 'InvalidScope' },
  { differing: { roleDefinitionId: 'x'.repeat(257) }, code: 'Request_BadRequest' },
])('$code for arguments that are malformed', async ({ differing, code }) => {
  const variables = { roleDefinitionId: role, directoryScopeId: '/', ...differing };
  const { errors } = await app.as('alice').send(ActivationRequirementsDocument, variables);
  expect(errors).toMatchObject([{ extensions: { code } }]);
});

const decidersAs = async (person: Person, id: string) =>
  (await app.as(person).ask(CurrentApproversDocument, { id })).roleAssignmentApproval?.stages.map(
    ({ currentApprovers }) => currentApprovers.map(({ displayName }) => displayName),
  );

test('issue 4.3 after submission the requestor sees who can decide now, and so does whoever sees the approval', async () => {
  await demandApproval(app);
  const { id } = await activate(app);
  for (const person of ['alice', 'ann', 'adam'] as const)
    expect(await decidersAs(person, id)).toEqual([['Ann', 'Ben']]);
  expect(await decidersAs('robot', id)).toBeUndefined();
  await app.sql('delete from group_member where member_id = $1', [cast.ann]);
  expect(await decidersAs('alice', id)).toEqual([['Ben']]);
  await decide(app, 'ben', id);
  expect(await decidersAs('alice', id)).toEqual([[]]);
});
