import { type RuleCheck, ruleIdFor } from '../attempt';
import { ruleOf } from '../policy';

/** Demands a reason where the policy asks for one (D-3), and always of emergency accounts; blanks are none. */
export const justificationRule: RuleCheck = (policy, attempt) => {
  const { id, enabledRules } = ruleOf(policy, 'enablement', ruleIdFor('Enablement', attempt));
  const isDemanded = attempt.isJustificationDemanded || enabledRules.includes('Justification');
  if (!isDemanded || attempt.justification?.trim()) return null;
  return {
    rule: 'JustificationRule',
    ruleId: id,
    asked: null,
    allows: 'any text',
    message: 'Say why in justification.',
  };
};
