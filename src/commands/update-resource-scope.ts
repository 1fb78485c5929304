import type { Moment } from '../domain/actor';
import { endActivation } from '../domain/end-activation';
import { PimError } from '../domain/errors';
import { type Change, type Outcome, update } from '../domain/outcome';
import { type ResourceScope, refusePlace, type WantedPlace } from '../domain/resource-scope';
import type { LockedResourceScope } from '../storage/transaction';
import type { Command } from './command';
import {
  type ChangedScope,
  forbidden,
  living,
  mayChange,
  mayChangeBelow,
  refusedScope,
  refuseNameless,
  scopeEvent,
  unknownScope,
  wantedScope,
} from './resource-scope-command';

/** What changes of a scope; `parentId` is null where it stays where it is. */
export interface UpdateResourceScope extends WantedPlace {
  /** Absent where the name stays. */
  readonly displayName?: string;
}

/**
 * Renames a scope, or moves a management group or a subscription with all below it. What is held above the new place reaches
 * it from then on; activations that rest on what is held above the old one alone end at once (W-1).
 */
export const updateResourceScope: Command<UpdateResourceScope, LockedResourceScope, ChangedScope> = {
  name: 'resource.update',
  load: (tx, input) => tx.lockResourceScope(wantedScope(input)),
  permits,
  decide,
  refused: refusedScope('Update'),
};

const parentsOf = ({ above }: LockedResourceScope, scope: ResourceScope, { parentId }: UpdateResourceScope) => ({
  before: above.find(({ id }) => id === scope.parentId) ?? null,
  after: above.find(({ id }) => id === parentId) ?? null,
});

function permits(facts: LockedResourceScope, input: UpdateResourceScope, moment: Moment): PimError | null {
  const scope = living(facts);
  if (!scope) return mayChangeBelow(moment, facts.above[0] ?? null, false) ? unknownScope('id') : forbidden();
  const { before, after } = parentsOf(facts, scope, input);
  if (!mayChange(moment, scope, before)) return forbidden();
  return input.parentId === null || mayChangeBelow(moment, after, false) ? null : forbidden();
}

function decide(facts: LockedResourceScope, input: UpdateResourceScope, moment: Moment): Outcome<ChangedScope> {
  refuseNameless(input.displayName);
  const { scope } = facts;
  if (!scope) throw unknownScope('id');
  const { after } = parentsOf(facts, scope, input);
  refusePlace(input, after, facts.levelsBelow);
  const isMoving = after !== null && after.id !== scope.parentId;
  const changed: ResourceScope = {
    ...scope,
    displayName: input.displayName ?? scope.displayName,
    ...(isMoving && { parentId: after.id, coveredBy: [scope.id, ...after.coveredBy] }),
  };
  const ended = isMoving ? facts.lost.map((lost) => endActivation(lost, lost.role, moment)) : [];
  return {
    result: { scopeId: scope.id },
    changes: [...changesOf(scope, changed), ...ended.flatMap(({ changes }) => changes)],
    events: [scopeEvent('resource.scopeUpdated', scope, changed, moment), ...ended.flatMap(({ events }) => events)],
  };
}

function changesOf(before: ResourceScope, after: ResourceScope): readonly Change[] {
  const { displayName, parentId, coveredBy } = after;
  const own = update(
    'resource_scope',
    before.id,
    { displayName: before.displayName, parentId: before.parentId, deletedAt: null },
    { displayName, parentId, coveredBy },
  );
  if (parentId === before.parentId) return [own];
  return [own, { move: 'resource_scope', scopeId: before.id, above: coveredBy.slice(1) }];
}
