import type { Moment } from '../domain/actor';
import { tenant } from '../domain/authorization';
import { PimError } from '../domain/errors';
import { insert, type Outcome } from '../domain/outcome';
import type { SeparationLevel, SeparationRule } from '../domain/separation';
import type { LockedSeparation } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedSeparation,
  permitsNewRule,
  refusedSeparation,
  refuseNameless,
  separationEvent,
} from './separation-rule-command';

export interface CreateSeparationRule {
  readonly displayName: string;
  readonly description: string | null;
  readonly roleDefinitionIds: readonly string[];
  readonly level: SeparationLevel;
}

/**
 * Makes a rule that parts two roles. It holds for everything that takes effect afterwards; what exists already stays, and
 * is listed as its violations.
 */
export const createSeparationRule: Command<CreateSeparationRule, LockedSeparation, ChangedSeparation> = {
  name: 'separation.create',
  load: (tx, { roleDefinitionIds }) => tx.lockSeparation(null, roleDefinitionIds),
  permits: permitsNewRule,
  decide,
  refused: refusedSeparation('Add'),
};

function decide(facts: LockedSeparation, input: CreateSeparationRule, moment: Moment): Outcome<ChangedSeparation> {
  refuseNameless(input.displayName);
  refuseRoles(facts, input);
  const rule: SeparationRule = {
    ...input,
    id: moment.newId(),
    provider: tenant.provider,
    createdAt: moment.now,
    modifiedAt: null,
    deletedAt: null,
  };
  return {
    result: { ruleId: rule.id },
    changes: [insert('separation_rule', rule)],
    events: [separationEvent('separation.ruleCreated', { before: null, after: rule, roles: facts.roles }, moment)],
  };
}

const path = ['input', 'roleDefinitionIds'];

/** Refuses anything but two roles that exist, differ, and are not parted yet. */
function refuseRoles({ roles, twin }: LockedSeparation, { roleDefinitionIds }: CreateSeparationRule): void {
  if (roleDefinitionIds.length !== 2 || roleDefinitionIds[0] === roleDefinitionIds[1]) {
    throw new PimError('Request_BadRequest', 'A rule parts exactly two different roles; name both.', { path });
  }
  const missing = roleDefinitionIds.find((wanted) => !roles.some(({ id }) => id === wanted));
  if (missing) throw new PimError('RoleNotFound', `No such role: ${missing}; check roleDefinitionIds.`, { path });
  if (twin) {
    const message = `The rule "${twin.displayName}" (${twin.id}) parts these roles already; change that one.`;
    throw new PimError('Conflict', message, { path });
  }
}
