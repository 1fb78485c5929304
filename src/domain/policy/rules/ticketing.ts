import { type RuleCheck, ruleIdFor } from '../attempt';
import { ruleOf } from '../policy';

/** Demands a ticket number where the policy asks for one; the system may be left out, and neither is looked up (D-4, D-5). */
export const ticketingRule: RuleCheck = (policy, attempt) => {
  const { id, enabledRules } = ruleOf(policy, 'enablement', ruleIdFor('Enablement', attempt));
  if (!enabledRules.includes('Ticketing') || attempt.ticketNumber?.trim()) return null;
  return {
    rule: 'TicketingRule',
    ruleId: id,
    asked: null,
    allows: 'any text',
    message: 'Give a ticket number in ticketInfo.',
  };
};
