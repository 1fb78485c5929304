import { millisecondsIn } from '../../time';
import { type RuleCheck, ruleIdFor } from '../attempt';
import { ruleOf } from '../policy';

/**
 * Holds an assignment, eligibility or activation to the longest span its policy allows; the limit itself is allowed.
 *
 * An activation always ends (B-7). What an administrator gives may be permanent, or longer, unless the policy requires
 * an end (C-15, W-6). Source: Microsoft Graph, unifiedRoleManagementPolicyExpirationRule.
 */
export const expirationRule: RuleCheck = (policy, attempt) => {
  const { id, isExpirationRequired, maximumDuration } = ruleOf(policy, 'expiration', ruleIdFor('Expiration', attempt));
  if (attempt.caller === 'Admin' && !isExpirationRequired) return null;
  const { length } = attempt;
  if (length !== null && length <= millisecondsIn(maximumDuration)) return null;
  return {
    rule: 'ExpirationRule',
    ruleId: id,
    asked: length === null ? 'noExpiration' : `PT${Math.ceil(length / 60_000)}M`,
    allows: maximumDuration,
    message:
      length === null
        ? `Choose an end, at most ${maximumDuration} after the start.`
        : `Ask for at most ${maximumDuration}.`,
  };
};
