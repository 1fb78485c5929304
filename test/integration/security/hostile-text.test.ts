import { startTestApp, type TestApp } from '../../support/app';
import { cast, roles } from '../../support/cast';
import { post } from '../../support/client';

let service: TestApp;

beforeAll(async () => {
  service = await startTestApp();
});
afterAll(() => service.stop());

const unkeepable = [
  ['a zero byte', 'a\u0000b'],
  ['half of a surrogate pair', 'a\ud800b'],
] as const;

interface Refused {
  readonly refused: { readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[] };
}

/** Adam sends a mutation with variables that no typed document would let through the compiler. */
async function refusalOf(mutation: string, inputType: string, input: object) {
  const query = `mutation ($input: ${inputType}!) { refused: ${mutation}(input: $input) { userErrors { code path } } }`;
  const token = await service.issuer.token({ oid: cast.adam, amr: ['mfa'] });
  const answer = await post<Refused>(
    service.url,
    { query, variables: { input } },
    { authorization: `Bearer ${token}` },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data?.refused.userErrors[0];
}

const request = {
  action: 'adminAssign',
  principalId: cast.alice,
  roleDefinitionId: roles.groupsAdministrator,
  directoryScopeId: '/',
  justification: 'a reason',
  scheduleInfo: { expiration: { type: 'noExpiration' } },
};

const policyId = async (): Promise<unknown> =>
  (await service.sql('select id from policy where role_definition_id = $1', [roles.groupsAdministrator]))[0]?.id;

describe.each(unkeepable)('security 19: %s is refused with the name of the argument', (_what, text) => {
  test.each(['justification', 'customData', 'idempotencyKey', 'roleDefinitionId'])(
    'in %s of a request',
    async (argument) => {
      const input = { ...request, [argument]: text };
      expect(
        await refusalOf('createRoleEligibilityScheduleRequest', 'CreateRoleEligibilityScheduleRequestInput', input),
      ).toEqual({ code: 'Request_BadRequest', path: ['input', argument] });
    },
  );

  test.each(['ticketNumber', 'ticketSystem'])('in %s of a ticket', async (argument) => {
    const input = { ...request, ticketInfo: { [argument]: text } };
    expect(
      await refusalOf('createRoleEligibilityScheduleRequest', 'CreateRoleEligibilityScheduleRequestInput', input),
    ).toEqual({ code: 'Request_BadRequest', path: ['input', 'ticketInfo', argument] });
  });

  test('in the justification of a decision', async () => {
    const input = { approvalId: cast.alice, reviewResult: 'Approve', justification: text };
    expect(await refusalOf('updateApprovalStage', 'UpdateApprovalStageInput', input)).toEqual({
      code: 'Request_BadRequest',
      path: ['input', 'justification'],
    });
  });

  test('in the recipients of a notification', async () => {
    const rule = { id: 'Notification_Admin_Admin_Eligibility', notificationRecipients: [`${text}@contoso.example`] };
    const input = { policyId: await policyId(), rule };
    expect(
      await refusalOf('updateRoleManagementPolicyRule', 'UpdateRoleManagementPolicyRuleInput', input),
    ).toMatchObject({ code: 'InvalidPolicy' });
  });

  test('in the id of a policy', async () => {
    const input = { policyId: text, rule: { id: 'Expiration_Admin_Eligibility' } };
    expect(
      await refusalOf('updateRoleManagementPolicyRule', 'UpdateRoleManagementPolicyRuleInput', input),
    ).toMatchObject({ code: 'Request_BadRequest' });
  });
});

test('a whole surrogate pair is text like any other', async () => {
  const input = { ...request, isValidationOnly: true, justification: '🔑', idempotencyKey: '🔑' };
  expect(
    await refusalOf('createRoleEligibilityScheduleRequest', 'CreateRoleEligibilityScheduleRequestInput', input),
  ).toBeUndefined();
});
