import type { Moment } from '../domain/actor';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import type { LockedResourceScope } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedScope,
  forbidden,
  living,
  mayChange,
  mayChangeBelow,
  refusedScope,
  scopeEvent,
  unknownScope,
  wantedScope,
} from './resource-scope-command';

export interface DeleteResourceScope {
  readonly id: string;
}

/** Takes a scope out of the tree; its record stays for what was held there once. */
export const deleteResourceScope: Command<DeleteResourceScope, LockedResourceScope, ChangedScope> = {
  name: 'resource.delete',
  load: (tx, { id }) => tx.lockResourceScope(wantedScope({ id, parentId: null })),
  permits,
  decide,
  refused: refusedScope('Delete'),
};

function permits(facts: LockedResourceScope, _input: DeleteResourceScope, moment: Moment): PimError | null {
  const scope = living(facts);
  if (!scope) return mayChangeBelow(moment, facts.above[0] ?? null, false) ? unknownScope('id') : forbidden();
  const parent = facts.above.find(({ id }) => id === scope.parentId) ?? null;
  return mayChange(moment, scope, parent) ? null : forbidden();
}

function decide(facts: LockedResourceScope, _input: DeleteResourceScope, moment: Moment): Outcome<ChangedScope> {
  const { scope, hasChildren, isHeld } = facts;
  if (!scope) throw unknownScope('id');
  if (hasChildren) throw inUse('There are scopes below it; remove those first.');
  if (isHeld) {
    throw inUse('Somebody holds a role at it, is eligible for one, or has asked for one; end that first.');
  }
  return {
    result: { scopeId: scope.id },
    changes: [update('resource_scope', scope.id, { deletedAt: null }, { deletedAt: moment.now })],
    events: [scopeEvent('resource.scopeDeleted', scope, null, moment)],
  };
}

const inUse = (message: string): PimError => new PimError('Conflict', message, { path: ['input', 'id'] });
