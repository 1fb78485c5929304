import { type RuleCheck, ruleIdFor } from '../attempt';
import { ruleOf } from '../policy';

/** Demands a reason where the policy asks for one; blanks are none (D-3). */
export const justificationRule: RuleCheck = (policy, attempt) => {
  const { id, enabledRules } = ruleOf(policy, 'enablement', ruleIdFor('Enablement', attempt));
  if (!enabledRules.includes('Justification') || attempt.justification?.trim()) return null;
  return {
    rule: 'JustificationRule',
    ruleId: id,
    asked: null,
    allows: 'any text',
    message: 'Say why in justification.',
  };
};
