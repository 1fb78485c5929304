import type { Moment } from '../domain/actor';
import { type Outcome, update } from '../domain/outcome';
import type { SeparationRule } from '../domain/separation';
import type { LockedSeparation } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedSeparation,
  permitsRuleChange,
  refusedSeparation,
  refuseNameless,
  separationEvent,
  unknownRule,
} from './separation-rule-command';

export interface UpdateSeparationRule {
  readonly ruleId: string;
  /** Only what changes; its roles stay what they are. */
  readonly set: Partial<Pick<SeparationRule, 'displayName' | 'description' | 'level'>>;
}

/** Changes name, description or level of a rule; a stricter level holds for what takes effect afterwards. */
export const updateSeparationRule: Command<UpdateSeparationRule, LockedSeparation, ChangedSeparation> = {
  name: 'separation.update',
  load: (tx, { ruleId }) => tx.lockSeparation(ruleId, []),
  permits: permitsRuleChange,
  decide,
  refused: refusedSeparation('Update'),
};

function decide(
  { rule, roles }: LockedSeparation,
  { set }: UpdateSeparationRule,
  moment: Moment,
): Outcome<ChangedSeparation> {
  if (!rule) throw unknownRule();
  refuseNameless(set.displayName);
  const change = { ...set, modifiedAt: moment.now };
  const seen = { modifiedAt: rule.modifiedAt, deletedAt: null };
  return {
    result: { ruleId: rule.id },
    changes: [update('separation_rule', rule.id, seen, change)],
    events: [separationEvent('separation.ruleUpdated', { before: rule, after: { ...rule, ...change }, roles }, moment)],
  };
}
