import { PimError } from './errors';
import { parentInPath, resourceScopeType } from './providers/all';
import type { Scope } from './scope';

/** A scope of the tree at which roles on resources are held (resources.md 12.1). */
export interface ResourceScope {
  /** The path in lower case, without a slash at its end: paths compare without regard to case. */
  readonly id: string;
  /** The path as it was first written. */
  readonly spelling: string;
  /** `managementgroup`, `subscription`, `resourcegroup`, or the type of a resource, such as `Microsoft.Storage/storageAccounts`. */
  readonly type: string;
  readonly displayName: string;
  /** The scope right above; null at the top of the tree. */
  readonly parentId: string | null;
  /** From where what is held reaches it: itself first, then the scopes above it, the nearest first (S-4). */
  readonly coveredBy: readonly string[];
  readonly createdAt: Date | null;
  /** Null while it exists. */
  readonly deletedAt: Date | null;
}

/** Levels of management groups, the root included; the cloud allows six below the root. */
export const mostLevels = 7;

/** A place in the tree that somebody asks for: what is to stand there, and right below what, if he says. */
export interface WantedPlace {
  readonly id: string;
  /** Canonical id of the scope above; null where the path or the tree tells it. */
  readonly parentId: string | null;
}

/**
 * Right below what a scope is to stand: resource groups and resources where their path says, a subscription for which nothing
 * is said at the root management group if there is exactly one. Null is the top.
 */
export function parentFor({ id, parentId }: WantedPlace, roots: readonly ResourceScope[]): string | null {
  const [root, ...others] = roots;
  const isUnplaced = parentId === null && resourceScopeType(id) === 'subscription' && others.length === 0;
  return parentInPath(id) ?? (isUnplaced ? (root?.id ?? null) : parentId);
}

/**
 * Refuses a place where the scope cannot stand; `levels` are the levels of management groups that it brings along below itself.
 *
 * Paths say where resource groups and resources stand; only management groups hold management groups and subscriptions, in at
 * most seven levels, and never one within itself.
 */
export function refusePlace(wanted: WantedPlace, parent: ResourceScope | null, levels: number): void {
  const inPath = parentInPath(wanted.id);
  if (inPath !== null && wanted.parentId !== null && wanted.parentId !== inPath)
    throw misplaced(`Its path says that it stands below ${inPath}; leave parent out.`);
  if (parent === null || inPath !== null) return;
  if (resourceScopeType(parent.id) !== 'managementgroup')
    throw misplaced('Management groups and subscriptions stand below a management group; name one in parent.');
  if (parent.coveredBy.includes(wanted.id))
    throw misplaced('A management group cannot stand below itself; name one that is not below it.');
  const own = resourceScopeType(wanted.id) === 'managementgroup' ? 1 : 0;
  if (parent.coveredBy.length + own + levels > mostLevels)
    throw misplaced(`At most ${mostLevels} management groups can stand one below the other, the root included.`);
}

const misplaced = (message: string): PimError =>
  new PimError('Request_BadRequest', message, { path: ['input', 'parent'] });

/** The scope as the rules of all providers see it. */
export const scopeIn = ({ id, displayName, coveredBy }: ResourceScope): Scope => ({
  id,
  displayName,
  coveredBy,
  group: null,
});
