import type { RuleCheck } from '../attempt';
import { ruleOf } from '../policy';

/** Demands the authentication context that the policy names, from the one who activates (D-9, D-11). */
export const authenticationContextRule: RuleCheck = (policy, attempt) => {
  if (attempt.caller !== 'EndUser') return null;
  const { id, isEnabled, claimValue } = ruleOf(
    policy,
    'authenticationContext',
    'AuthenticationContext_EndUser_Assignment',
  );
  if (!isEnabled || claimValue === null || attempt.authenticationContexts.includes(claimValue)) return null;
  return {
    rule: 'AcrsRule',
    ruleId: id,
    asked: attempt.authenticationContexts.join(' ') || null,
    allows: claimValue,
    message: `Sign in again for the authentication context ${claimValue}.`,
  };
};
