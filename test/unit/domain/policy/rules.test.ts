import type { Attempt, RuleCheck } from '../../../../src/domain/policy/attempt';
import type { RuleEdit } from '../../../../src/domain/policy/rule-edit';
import { authenticationContextRule } from '../../../../src/domain/policy/rules/authentication-context';
import { eligibilityRule } from '../../../../src/domain/policy/rules/eligibility';
import { expirationRule } from '../../../../src/domain/policy/rules/expiration';
import { justificationRule } from '../../../../src/domain/policy/rules/justification';
import { mfaRule } from '../../../../src/domain/policy/rules/mfa';
import { ticketingRule } from '../../../../src/domain/policy/rules/ticketing';
import { anAttempt, aPolicy } from '../builders';

interface Case {
  readonly when: string;
  readonly attempt: Partial<Attempt>;
  /** Id of the stored rule that refuses; null when the attempt may go on. */
  readonly yields: string | null;
}

function table(rule: RuleCheck, edits: readonly RuleEdit[], cases: readonly Case[]): void {
  test.each(cases)('$when -> $yields', ({ attempt, yields }) => {
    expect(rule(aPolicy(...edits), anAttempt(attempt))?.ruleId ?? null).toBe(yields);
  });
}

const hour = 3_600_000;
const day = 24 * hour;
const admin = { caller: 'Admin', kind: 'assignment' } as const;
const adminEligibility = { caller: 'Admin', kind: 'eligibility' } as const;

describe('B-7 expiration of an activation, by default eight hours', () => {
  const id = 'Expiration_EndUser_Assignment';
  table(
    expirationRule,
    [],
    [
      { when: 'less', attempt: { length: 8 * hour - 1 }, yields: null },
      { when: 'the limit itself', attempt: { length: 8 * hour }, yields: null },
      { when: 'a millisecond more', attempt: { length: 8 * hour + 1 }, yields: id },
      { when: 'no end', attempt: { length: null }, yields: id },
    ],
  );
  describe('not required: an activation still ends', () => {
    table(
      expirationRule,
      [{ id, isExpirationRequired: false }],
      [
        { when: 'the limit itself', attempt: { length: 8 * hour }, yields: null },
        { when: 'more', attempt: { length: 8 * hour + 1 }, yields: id },
        { when: 'no end', attempt: { length: null }, yields: id },
      ],
    );
  });
});

describe.each([
  { side: admin, id: 'Expiration_Admin_Assignment', limit: 180 * day },
  { side: adminEligibility, id: 'Expiration_Admin_Eligibility', limit: 365 * day },
])('C-15 $id', ({ side, id, limit }) => {
  describe('not required, as by default (C-6, C-7): the limit counts for nothing (W-6)', () => {
    table(
      expirationRule,
      [],
      [
        { when: 'permanent', attempt: { ...side, length: null }, yields: null },
        { when: 'longer than the limit', attempt: { ...side, length: limit + 1 }, yields: null },
      ],
    );
  });
  describe('required', () => {
    table(
      expirationRule,
      [{ id, isExpirationRequired: true }],
      [
        { when: 'permanent', attempt: { ...side, length: null }, yields: id },
        { when: 'the limit itself', attempt: { ...side, length: limit }, yields: null },
        { when: 'a millisecond more', attempt: { ...side, length: limit + 1 }, yields: id },
      ],
    );
  });
});

test('the complaint says what was asked and what would pass', () => {
  expect(expirationRule(aPolicy(), anAttempt({ length: 9 * hour }))).toMatchObject({
    rule: 'ExpirationRule',
    asked: 'PT540M',
    allows: 'PT8H',
  });
});

describe('D-3 justification', () => {
  const id = 'Enablement_EndUser_Assignment';
  table(
    justificationRule,
    [],
    [
      { when: 'a reason', attempt: { justification: 'because' }, yields: null },
      { when: 'none', attempt: { justification: null }, yields: id },
      { when: 'an empty one', attempt: { justification: '' }, yields: id },
      { when: 'blanks', attempt: { justification: ' \t\n\u00a0' }, yields: id },
      {
        when: 'H-9 an administrator who assigns, none',
        attempt: { ...admin, justification: null },
        yields: 'Enablement_Admin_Assignment',
      },
      {
        when: 'an administrator who makes eligible, none',
        attempt: { ...adminEligibility, justification: null },
        yields: null,
      },
    ],
  );
  describe('switched off', () => {
    table(
      justificationRule,
      [{ id, enabledRules: [] }],
      [
        { when: 'none', attempt: { justification: null }, yields: null },
        {
          when: 'of an emergency account, none',
          attempt: { justification: null, isJustificationDemanded: true },
          yields: id,
        },
        {
          when: 'of an emergency account, blanks',
          attempt: { justification: ' ', isJustificationDemanded: true },
          yields: id,
        },
        {
          when: 'of an emergency account, a reason',
          attempt: { justification: 'fire', isJustificationDemanded: true },
          yields: null,
        },
      ],
    );
  });
});

describe('D-4 ticketing', () => {
  const id = 'Enablement_EndUser_Assignment';
  table(ticketingRule, [], [{ when: 'not asked for', attempt: {}, yields: null }]);
  describe('switched on', () => {
    table(
      ticketingRule,
      [{ id, enabledRules: ['Ticketing'] }],
      [
        { when: 'a number', attempt: { ticketNumber: 'INC1' }, yields: null },
        { when: 'none', attempt: { ticketNumber: null }, yields: id },
        { when: 'blanks', attempt: { ticketNumber: '  ' }, yields: id },
        { when: 'an administrator without one', attempt: admin, yields: null },
      ],
    );
  });
});

describe('D-6, D-7 multifactor authentication', () => {
  const id = 'Enablement_EndUser_Assignment';
  table(
    mfaRule,
    [],
    [
      { when: 'a session with it', attempt: { satisfiesMfa: true }, yields: null },
      { when: 'a session without', attempt: { satisfiesMfa: false }, yields: id },
      { when: 'an administrator without, not asked for', attempt: { ...admin, satisfiesMfa: false }, yields: null },
    ],
  );
  describe('asked of administrators', () => {
    const enabledRules = ['MultiFactorAuthentication'] as const;
    table(
      mfaRule,
      [{ id: 'Enablement_Admin_Assignment', enabledRules }],
      [
        { when: 'the administrator with it', attempt: { ...admin, satisfiesMfa: true }, yields: null },
        {
          when: 'the administrator without',
          attempt: { ...admin, satisfiesMfa: false },
          yields: 'Enablement_Admin_Assignment',
        },
        { when: 'making eligible without', attempt: { ...adminEligibility, satisfiesMfa: false }, yields: null },
      ],
    );
  });
});

describe('D-9 authentication context', () => {
  const id = 'AuthenticationContext_EndUser_Assignment';
  const on = [
    { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
    { id, isEnabled: true, claimValue: 'c1' },
  ];
  table(authenticationContextRule, [], [{ when: 'not asked for', attempt: {}, yields: null }]);
  describe('c1 asked for', () => {
    table(authenticationContextRule, on, [
      { when: 'no context at all', attempt: {}, yields: id },
      { when: 'another one', attempt: { authenticationContexts: ['c2', 'c10'] }, yields: id },
      { when: 'c1 among others', attempt: { authenticationContexts: ['c2', 'c1'] }, yields: null },
      { when: 'D-11 an administrator', attempt: admin, yields: null },
    ]);
  });
  describe('a value kept, but switched off', () => {
    table(
      authenticationContextRule,
      [{ id, isEnabled: false, claimValue: 'c1' }],
      [{ when: 'none', attempt: {}, yields: null }],
    );
  });
});

describe('B-1 eligibility', () => {
  test('only those who are eligible', () => {
    expect(eligibilityRule(aPolicy(), anAttempt())).toBeNull();
    expect(eligibilityRule(aPolicy(), anAttempt({ isEligible: false }))).toMatchObject({
      rule: 'EligibilityRule',
      ruleId: null,
    });
  });
});
