import { type RuleCheck, ruleIdFor } from '../attempt';
import { ruleOf } from '../policy';

/**
 * Demands a session signed in with MFA: of the one who activates (D-6), of the administrator who assigns (D-7), and
 * always of one who changes what he holds himself (D-12). A token that says nothing of it does not satisfy it.
 */
export const mfaRule: RuleCheck = (policy, attempt) => {
  const { id, enabledRules } = ruleOf(policy, 'enablement', ruleIdFor('Enablement', attempt));
  const isDemanded = attempt.isMfaDemanded || enabledRules.includes('MultiFactorAuthentication');
  if (!isDemanded || attempt.satisfiesMfa) return null;
  return {
    rule: 'MfaRule',
    ruleId: id,
    asked: null,
    allows: 'amr: mfa',
    message: 'Sign in again with multifactor authentication.',
  };
};
