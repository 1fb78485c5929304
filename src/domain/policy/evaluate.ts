import { PimError, type Violation } from '../errors';
import type { Attempt } from './attempt';
import type { Policy } from './policy';
import { specifiedRules } from './specified-rules';

/** Every rule of the policy that the attempt does not meet, in reading order; empty when it may go on. */
export const evaluate = (policy: Policy, attempt: Attempt): readonly Violation[] =>
  specifiedRules.map((check) => check(policy, attempt)).filter((violation) => violation !== null);

/** The claims that an identity provider should be asked for so that the next attempt meets the rule (D-9, W-14). */
export function claimsFor({ rule, allows }: Violation): string | undefined {
  if (rule === 'AcrsRule') return JSON.stringify({ access_token: { acrs: { essential: true, value: allows } } });
  if (rule === 'MfaRule') return JSON.stringify({ access_token: { amr: { essential: true, values: ['mfa'] } } });
  return undefined;
}

/**
 * The refusal that a list of violations means, all failed rules together (B-3, J.2); null for an empty list.
 *
 * A missing authentication context has a code of its own, `RoleAssignmentRequestAcrsValidationFailed` (D-9, J.3).
 */
export function refusalOf(violations: readonly Violation[]): PimError | null {
  const context = violations.find(({ rule }) => rule === 'AcrsRule');
  const rest = violations.filter((violation) => violation !== context);
  const contextError = context && contextRefusal(context);
  if (rest.length === 0) return contextError ?? null;
  const names = JSON.stringify(rest.map(({ rule }) => rule));
  const advice = rest.map(({ message }) => message).join(' ');
  const stepUp = rest.find(({ rule }) => rule === 'MfaRule');
  return new PimError(
    'RoleAssignmentRequestPolicyValidationFailed',
    `The following policy rules failed: ${names}. ${advice}`,
    { violations: rest, claims: stepUp && claimsFor(stepUp), path: ['input'] },
    contextError ? [contextError] : [],
  );
}

const contextRefusal = (violation: Violation): PimError =>
  new PimError('RoleAssignmentRequestAcrsValidationFailed', violation.message, {
    violations: [violation],
    claims: claimsFor(violation),
  });
