import type { RuleCheck } from '../attempt';

/** Lets only those activate who are eligible for the role, at this scope or above, now and at the start (B-1). */
export const eligibilityRule: RuleCheck = (_policy, { isEligible }) =>
  isEligible
    ? null
    : {
        rule: 'EligibilityRule',
        ruleId: null,
        asked: null,
        allows: null,
        message: 'You are not eligible for this role at this scope; ask an administrator for an eligibility.',
      };
