import type { Moment } from '../domain/actor';
import { PimError } from '../domain/errors';
import { insert, type Outcome, update } from '../domain/outcome';
import { resourceTypeIn } from '../domain/providers/all';
import { type ResourceScope, refusePlace, type WantedPlace } from '../domain/resource-scope';
import type { LockedResourceScope } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedScope,
  forbidden,
  living,
  mayChangeBelow,
  placeFor,
  refusedScope,
  refuseNameless,
  scopeEvent,
  unknownScope,
  wantedScope,
} from './resource-scope-command';

export interface CreateResourceScope extends WantedPlace {
  /** The path as it is to be shown. */
  readonly spelling: string;
  readonly displayName: string;
}

/** Adds a scope to the tree of resources (resources.md 12.1). Whatever is held above reaches it at once (S-4). */
export const createResourceScope: Command<CreateResourceScope, LockedResourceScope, ChangedScope> = {
  name: 'resource.create',
  load: (tx, input) => tx.lockResourceScope(wantedScope(input)),
  permits,
  decide,
  refused: refusedScope('Add'),
};

function permits(facts: LockedResourceScope, input: CreateResourceScope, moment: Moment): PimError | null {
  const { parentId, parent, lowest } = placeFor(facts, input);
  return mayChangeBelow(moment, parent ?? lowest, parentId === null) ? null : forbidden();
}

function decide(facts: LockedResourceScope, input: CreateResourceScope, moment: Moment): Outcome<ChangedScope> {
  refuseNameless(input.displayName);
  const { parentId, parent } = placeFor(facts, input);
  if (living(facts)) throw new PimError('Conflict', 'There is such a scope already.', { path: ['input', 'id'] });
  refusePlace(input, parent, 0);
  if (parentId !== null && parent === null) throw missingParent(parentId);
  const scope: ResourceScope = {
    id: input.id,
    spelling: input.spelling,
    type: resourceTypeIn(input.spelling),
    displayName: input.displayName,
    parentId,
    coveredBy: [input.id, ...(parent?.coveredBy ?? [])],
    createdAt: moment.now,
    deletedAt: null,
  };
  return {
    result: { scopeId: scope.id },
    changes: [facts.scope ? revived(facts.scope, scope) : insert('resource_scope', scope)],
    events: [scopeEvent('resource.scopeCreated', null, scope, moment)],
  };
}

/** A scope that was removed comes back under the same path: as a new one, with the old one's record. */
const revived = ({ id, deletedAt }: ResourceScope, { id: _, ...set }: ResourceScope) =>
  update('resource_scope', id, { deletedAt }, set);

function missingParent(parentId: string): PimError {
  const refusal = unknownScope('parent');
  return new PimError(
    refusal.code,
    `The scope above it, ${parentId}, does not exist; make that one first.`,
    refusal.details,
  );
}
