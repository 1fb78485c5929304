import type { Violation } from '../errors';
import { millisecondsIn } from '../time';
import type { Attempt } from './attempt';
import { claimsFor, evaluate } from './evaluate';
import { type Policy, ruleOf } from './policy';

/** Who wants to activate, as far as the rules of a policy look at him. */
export interface Standing {
  readonly isEligible: boolean;
  /** A reason is demanded of emergency accounts whatever the policy says. */
  readonly isEmergencyAccount: boolean;
  readonly satisfiesMfa: boolean;
  readonly authenticationContexts: readonly string[];
}

/** What the activation of a role asks for, and what of it is missing now. */
export interface Requirements {
  /** ISO 8601; the longest activation that passes. */
  readonly maximumDuration: string;
  readonly isMfaRequired: boolean;
  /** Whether the sign-in meets that; true where nothing is asked. */
  readonly isMfaSatisfied: boolean;
  /** `c1` to `c99`; null when none is asked for. */
  readonly authenticationContextClaimValue: string | null;
  /** Whether the sign-in meets that; true where nothing is asked. */
  readonly isAuthenticationContextSatisfied: boolean;
  /** What to ask the identity provider for, as JSON text; null when signing in again changes nothing. */
  readonly claims: string | null;
  readonly isJustificationRequired: boolean;
  readonly isTicketingRequired: boolean;
  /** What an empty form for the longest activation would fail now, in reading order. */
  readonly violations: readonly Violation[];
}

/** An activation of which nothing is told but what it is; every rule that asks for something is violated by it. */
const bare: Attempt = {
  caller: 'EndUser',
  kind: 'assignment',
  isEligible: true,
  length: null,
  justification: null,
  ticketNumber: null,
  satisfiesMfa: false,
  authenticationContexts: [],
};

/**
 * Tells what a form has to ask for, by the evaluator that judges the activation itself: what a bare attempt fails is
 * required, so that form and refusal cannot disagree.
 */
export function requirementsOf(policy: Policy, standing: Standing): Requirements {
  const { isEligible, isEmergencyAccount, satisfiesMfa, authenticationContexts } = standing;
  const demanding = { ...bare, isJustificationDemanded: isEmergencyAccount };
  const asked = evaluate(policy, demanding);
  const maximumDuration = longest(policy);
  const length = millisecondsIn(maximumDuration);
  const violations = evaluate(policy, { ...demanding, isEligible, length, satisfiesMfa, authenticationContexts });
  return {
    maximumDuration,
    isMfaRequired: has(asked, 'MfaRule'),
    isMfaSatisfied: !has(violations, 'MfaRule'),
    authenticationContextClaimValue: asked.find(({ rule }) => rule === 'AcrsRule')?.allows ?? null,
    isAuthenticationContextSatisfied: !has(violations, 'AcrsRule'),
    claims: violations.map(claimsFor).find((claims) => claims !== undefined) ?? null,
    isJustificationRequired: has(asked, 'JustificationRule'),
    isTicketingRequired: has(asked, 'TicketingRule'),
    violations,
  };
}

const longest = (policy: Policy): string =>
  ruleOf(policy, 'expiration', 'Expiration_EndUser_Assignment').maximumDuration;

const has = (violations: readonly Violation[], name: Violation['rule']): boolean =>
  violations.some(({ rule }) => rule === name);
