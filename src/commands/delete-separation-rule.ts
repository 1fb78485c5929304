import type { Moment } from '../domain/actor';
import { type Outcome, update } from '../domain/outcome';
import type { LockedSeparation } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedSeparation,
  permitsRuleChange,
  refusedSeparation,
  separationEvent,
  unknownRule,
} from './separation-rule-command';

export interface DeleteSeparationRule {
  readonly ruleId: string;
}

/** Removes a rule for good: it parts nothing any more and is no longer shown; its record stays. */
export const deleteSeparationRule: Command<DeleteSeparationRule, LockedSeparation, ChangedSeparation> = {
  name: 'separation.delete',
  load: (tx, { ruleId }) => tx.lockSeparation(ruleId, []),
  permits: permitsRuleChange,
  decide,
  refused: refusedSeparation('Delete'),
};

function decide({ rule, roles }: LockedSeparation, _input: DeleteSeparationRule, moment: Moment) {
  if (!rule) throw unknownRule();
  const outcome: Outcome<ChangedSeparation> = {
    result: { ruleId: rule.id },
    changes: [update('separation_rule', rule.id, { deletedAt: null }, { deletedAt: moment.now })],
    events: [separationEvent('separation.ruleDeleted', { before: rule, after: null, roles }, moment)],
  };
  return outcome;
}
