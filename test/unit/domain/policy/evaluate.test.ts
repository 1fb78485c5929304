import type { Attempt } from '../../../../src/domain/policy/attempt';
import { evaluate, refusalOf } from '../../../../src/domain/policy/evaluate';
import type { RuleEdit } from '../../../../src/domain/policy/rule-edit';
import { anAttempt, aPolicy } from '../builders';

const everything: readonly RuleEdit[] = [
  { id: 'Enablement_EndUser_Assignment', enabledRules: ['MultiFactorAuthentication', 'Justification', 'Ticketing'] },
];
const context: readonly RuleEdit[] = [
  { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification'] },
  { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' },
];
const nothingGiven: Partial<Attempt> = {
  isEligible: false,
  length: null,
  justification: null,
  ticketNumber: null,
  satisfiesMfa: false,
};
const judged = (edits: readonly RuleEdit[], attempt: Partial<Attempt>) =>
  refusalOf(evaluate(aPolicy(...edits), anAttempt(attempt)));

test('an attempt that meets every rule may go on', () => {
  expect(judged([], {})).toBeNull();
  expect(judged([...context], { authenticationContexts: ['c1'] })).toBeNull();
});

test('B-3, J.2 all failed rules are named together, in reading order', () => {
  const refusal = judged(everything, nothingGiven);
  expect(refusal?.code).toBe('RoleAssignmentRequestPolicyValidationFailed');
  expect(refusal?.message).toContain(
    'The following policy rules failed: ["EligibilityRule","ExpirationRule","JustificationRule","TicketingRule","MfaRule"]',
  );
  expect(refusal?.details.violations?.map(({ rule }) => rule)).toEqual([
    'EligibilityRule',
    'ExpirationRule',
    'JustificationRule',
    'TicketingRule',
    'MfaRule',
  ]);
});

test.each([
  { attempt: { isEligible: false }, rule: 'EligibilityRule' },
  { attempt: { length: null }, rule: 'ExpirationRule' },
  { attempt: { justification: ' ' }, rule: 'JustificationRule' },
  { attempt: { ticketNumber: null }, rule: 'TicketingRule' },
  { attempt: { satisfiesMfa: false }, rule: 'MfaRule' },
])('J.2 $rule alone', ({ attempt, rule }) => {
  const refusal = judged(everything, { ticketNumber: 'INC1', ...attempt });
  expect(refusal?.message).toContain(`The following policy rules failed: ["${rule}"]`);
  expect(refusal?.details.violations).toMatchObject([{ rule, message: expect.stringMatching(/\.$/) }]);
});

describe('step-up', () => {
  test('D-6, W-14 missing MFA says what to ask the identity provider for', () => {
    const claims = judged([], { satisfiesMfa: false })?.details.claims;
    expect(JSON.parse(claims ?? '')).toEqual({ access_token: { amr: { essential: true, values: ['mfa'] } } });
  });

  test('D-9 a missing context alone has its own code, and its own claims', () => {
    const refusal = judged(context, {});
    expect(refusal?.code).toBe('RoleAssignmentRequestAcrsValidationFailed');
    expect(JSON.parse(refusal?.details.claims ?? '')).toEqual({
      access_token: { acrs: { essential: true, value: 'c1' } },
    });
    expect(refusal?.others).toEqual([]);
  });

  test('a missing context beside other failures is told as a further error', () => {
    const refusal = judged(context, { justification: null });
    expect(refusal).toMatchObject({
      code: 'RoleAssignmentRequestPolicyValidationFailed',
      details: { violations: [{ rule: 'JustificationRule' }] },
      others: [{ code: 'RoleAssignmentRequestAcrsValidationFailed' }],
    });
    expect(refusal?.message).not.toContain('AcrsRule');
  });

  test('what needs no step-up carries no claims', () => {
    expect(judged([], { justification: null })?.details.claims).toBeUndefined();
  });
});
