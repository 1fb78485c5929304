import type { RuleCheck } from './attempt';
import { authenticationContextRule } from './rules/authentication-context';
import { eligibilityRule } from './rules/eligibility';
import { expirationRule } from './rules/expiration';
import { justificationRule } from './rules/justification';
import { mfaRule } from './rules/mfa';
import { ticketingRule } from './rules/ticketing';

/** Every rule, in the order in which a person should read the complaints (B-3). */
export const specifiedRules: readonly RuleCheck[] = [
  eligibilityRule,
  expirationRule,
  justificationRule,
  ticketingRule,
  mfaRule,
  authenticationContextRule,
];
