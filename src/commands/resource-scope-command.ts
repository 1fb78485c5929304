import type { Moment } from '../domain/actor';
import type { AuditEntry, TargetResource } from '../domain/audit';
import { type AuditResult, auditEntry } from '../domain/audit-entry';
import { can } from '../domain/authorization';
import { PimError } from '../domain/errors';
import type { DomainEvent, EventType } from '../domain/events';
import { parentInPath, resourceProvider } from '../domain/providers/all';
import { parentFor, type ResourceScope, scopeIn, type WantedPlace } from '../domain/resource-scope';
import { placeOf } from '../domain/scope';
import type { LockedResourceScope, WantedScope } from '../storage/transaction';
import { refusedEntry } from './refused-entry';

/** Canonical id of the scope that a command made, changed or removed. */
export interface ChangedScope {
  readonly scopeId: string;
}

const { provider, names } = resourceProvider;

/** What has to be known about a scope and the place that is wanted for it. */
export const wantedScope = ({ id, parentId }: WantedPlace): WantedScope => ({
  scopeId: id,
  parentId,
  above: pathOf(id),
});

/** The scopes above one that its path tells, the nearest first. */
function pathOf(scopeId: string): readonly string[] {
  const parent = parentInPath(scopeId);
  return parent === null ? [] : [parent, ...pathOf(parent)];
}

/** The scope itself, unless it was removed. */
export const living = ({ scope }: LockedResourceScope): ResourceScope | null =>
  scope?.deletedAt === null ? scope : null;

/** Right below what a scope is to stand, which may be missing, and of what exists there the lowest. */
export function placeFor(facts: LockedResourceScope, wanted: WantedPlace) {
  const parentId = parentFor(wanted, facts.roots);
  const known = [...facts.above, ...facts.roots];
  return { parentId, parent: known.find(({ id }) => id === parentId) ?? null, lowest: facts.above[0] ?? null };
}

/**
 * Who may change what stands right below a scope: its Owners and User Access Administrators, and those above it; at the top,
 * where nobody can hold anything yet, a Global Administrator (S-1). `below` is null where it does not exist.
 */
export const mayChangeBelow = ({ actor }: Moment, below: ResourceScope | null, isAtTop: boolean): boolean =>
  isAtTop
    ? can(actor, 'resource.rule')
    : below !== null && can(actor, 'assignment.manage', placeOf(provider, scopeIn(below)));

/** Who may change a scope that exists: whoever may below its parent; one at the top also its own managers. */
export const mayChange = (moment: Moment, scope: ResourceScope, parent: ResourceScope | null): boolean =>
  mayChangeBelow(moment, parent, scope.parentId === null) ||
  (scope.parentId === null && mayChangeBelow(moment, scope, false));

/** The refusal of whoever may not, whether or not the scope exists. */
export const forbidden = (): PimError =>
  new PimError(
    'InsufficientPermissions',
    'Only an Owner or User Access Administrator at the scope above, or higher, may change this scope; at the top of the tree a Global Administrator may.',
  );

/** The refusal of a scope that does not exist, or no more. */
export const unknownScope = (property: string): PimError =>
  new PimError('InvalidScope', `There is no such scope; ${names.scopeHint}.`, { path: ['input', property] });

/** Refuses a scope without a name. */
export function refuseNameless(displayName: string | undefined): void {
  if (displayName === undefined || displayName.trim() !== '') return;
  const message = 'Give the scope a displayName of 1 to 256 characters.';
  throw new PimError('Request_BadRequest', message, { path: ['input', 'displayName'] });
}

/** The name of such changes in the audit (resources.md 11.2). */
const activity = 'Resource updated';

const operations = {
  'resource.scopeCreated': 'Add',
  'resource.scopeUpdated': 'Update',
  'resource.scopeDeleted': 'Delete',
} as const satisfies Partial<Record<EventType, AuditResult['operationType']>>;

const target = (scopeId: string) => ({ provider, roleDefinitionId: '', scopeId });

/** The audit entry of a change that was refused. */
export const refusedScope =
  <Input extends { readonly id: string }>(operationType: AuditResult['operationType']) =>
  ({ id }: Input, refusal: PimError, moment: Moment): AuditEntry =>
    refusedEntry(refusal, { activity, operationType, target: target(id), correlationId: moment.newId() }, moment);

/** An event about a scope, with an audit entry that tells what was changed; null where there was none, or is none any more. */
export function scopeEvent(
  type: keyof typeof operations,
  before: ResourceScope | null,
  after: ResourceScope | null,
  moment: Moment,
): DomainEvent {
  const scope = after ?? before;
  const { scopeId } = target(scope?.id ?? '');
  const nobody = { kind: null, requestId: null, scheduleId: null, approvalId: null, policyId: null, principalId: null };
  const entry = auditEntry(
    { activity, operationType: operations[type], result: 'success', reason: null },
    {
      target: target(scopeId),
      role: null,
      subject: null,
      subjectId: null,
      request: null,
      correlationId: moment.newId(),
    },
    moment,
  );
  return {
    type,
    at: moment.now,
    subject: { ...nobody, provider, roleDefinitionId: null, scopeId },
    audit: { ...entry, targetResources: [changedScope(before, after)] },
  };
}

const told = ['displayName', 'parentId'] as const;

const changedScope = (before: ResourceScope | null, after: ResourceScope | null): TargetResource => ({
  id: (after ?? before)?.id ?? null,
  displayName: (after ?? before)?.displayName ?? null,
  type: 'Directory',
  userPrincipalName: null,
  groupType: null,
  modifiedProperties: told
    .map((name) => ({ displayName: name, oldValue: jsonOf(before, name), newValue: jsonOf(after, name) }))
    .filter(({ oldValue, newValue }) => oldValue !== newValue),
});

const jsonOf = (scope: ResourceScope | null, name: (typeof told)[number]): string | null =>
  scope ? JSON.stringify(scope[name]) : null;
