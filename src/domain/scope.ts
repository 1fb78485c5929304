import type { Principal } from './principal';
import type { Provider } from './providers/provider';

/** A group that is a scope: memberships and ownerships are held there. */
export interface ScopeGroup extends Pick<Principal, 'id' | 'displayName' | 'isAssignableToRole'> {
  readonly groupTypes: readonly string[];
  readonly onPremisesSyncEnabled: boolean | null;
}

/** A scope that exists, as far as the rules of PIM look at it. */
export interface Scope {
  readonly id: string;
  readonly displayName: string | null;
  /** The scopes from which what is held reaches this one: those above it, and itself. */
  readonly coveredBy: readonly string[];
  /** Null where the scope is no group. */
  readonly group: ScopeGroup | null;
}

/** Where a thing stands: as much of it as decides who may see and manage it. */
export interface Place {
  readonly provider: Provider;
  /** The scopes from which a role reaches it, its own included; none where it is not known to exist. */
  readonly coveredBy: readonly string[];
  /** Whether it is a role-assignable group, which fewer people manage (G-7); null where it is not known to exist: only who manages both kinds does then. */
  readonly isAssignableToRole: boolean | null;
}

/** Where a target stands; `scope` is null when the directory does not know it. */
export const placeOf = (provider: Provider, scope: Scope | null): Place => ({
  provider,
  coveredBy: scope?.coveredBy ?? [],
  isAssignableToRole: scope && scope.group?.isAssignableToRole === true,
});
