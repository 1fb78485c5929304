import { startTestApp, type TestApp } from '../../support/app';
import { roles, unit } from '../../support/cast';
import {
  activate,
  activation,
  demandApproval,
  eligibility,
  makeEligible,
  requestAssignment,
  requestEligibility,
} from '../scenario';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await makeEligible(app);
});
afterAll(() => app.stop());

const policyFailure = (...rules: readonly string[]) => ({
  __typename: 'PolicyValidationError',
  code: 'RoleAssignmentRequestPolicyValidationFailed',
  message: expect.stringContaining(`The following policy rules failed: ${JSON.stringify(rules)}`),
  failedRules: rules.map((rule) => expect.objectContaining({ rule })),
});

test('14.1 not eligible, and without an end: both rules are named', async () => {
  const scheduleInfo = { expiration: { type: 'noExpiration' } } as const;
  const refused = await requestAssignment(
    app.as('alice'),
    activation({ roleDefinitionId: roles.userAdministrator, scheduleInfo }),
  );
  expect(refused).toMatchObject({
    roleAssignmentScheduleRequest: null,
    userErrors: [policyFailure('EligibilityRule', 'ExpirationRule')],
    eventCursor: null,
  });
});

test('14.2 longer than the policy allows', async () => {
  const scheduleInfo = { expiration: { type: 'afterDuration', duration: 'PT8H1M' } } as const;
  const refused = await requestAssignment(app.as('alice'), activation({ scheduleInfo }));
  expect(refused).toMatchObject({ userErrors: [policyFailure('ExpirationRule')] });
  expect(refused.userErrors[0]).toMatchObject({
    failedRules: [{ ruleId: 'Expiration_EndUser_Assignment', asked: 'PT481M', allows: 'PT8H' }],
  });
});

test('14.3 a second activation', async () => {
  await activate(app);
  const refused = await requestAssignment(app.as('alice'), activation());
  expect(refused.userErrors).toMatchObject([{ code: 'RoleAssignmentExists' }]);
});

test('14.4 a validation of a role that needs approval', async () => {
  await makeEligible(app, { roleDefinitionId: roles.userAdministrator });
  const input = activation({ roleDefinitionId: roles.userAdministrator, isValidationOnly: true });
  expect(await requestAssignment(app.as('alice'), input)).toMatchObject({
    roleAssignmentScheduleRequest: { status: 'Granted', isValidationOnly: true },
    userErrors: [],
  });
  await demandApproval(app, roles.userAdministrator);
  expect(await requestAssignment(app.as('alice'), input)).toMatchObject({
    roleAssignmentScheduleRequest: { status: 'PendingEvaluation', isValidationOnly: true },
    userErrors: [],
  });
});

test.each([{ justification: null }, { justification: ' \t' }])(
  '14.5 a reason of $justification',
  async ({ justification }) => {
    const directoryScopeId = `/administrativeUnits/${unit}`;
    const refused = await requestAssignment(app.as('alice'), activation({ justification, directoryScopeId }));
    expect(refused).toMatchObject({ userErrors: [policyFailure('JustificationRule')] });
  },
);

test('14.6 afterDuration without a duration: permanent for an eligibility, refused for an assignment', async () => {
  const input = eligibility({
    roleDefinitionId: roles.securityReader,
    justification: 'a reason',
    scheduleInfo: { expiration: { type: 'afterDuration', duration: null } },
  });
  expect(await requestEligibility(app.as('adam'), input)).toMatchObject({
    roleEligibilityScheduleRequest: { status: 'Provisioned' },
    userErrors: [],
  });
  expect((await requestAssignment(app.as('adam'), input)).userErrors).toMatchObject([
    {
      code: 'InvalidRoleAssignmentRequestSchedule',
      path: ['input', 'scheduleInfo', 'expiration', 'duration'],
    },
  ]);
});
