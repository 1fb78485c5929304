/** What a principal can be. */
export type PrincipalType = 'user' | 'group' | 'servicePrincipal';

/** A user, group or service principal, as far as the rules of PIM look at it. */
export interface Principal {
  readonly id: string;
  readonly type: PrincipalType;
  readonly displayName: string;
  readonly userPrincipalName: string | null;
  /** False for a disabled user or service principal; null for groups. */
  readonly accountEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
  /** Whether it is an account for emergencies, which activates without approval and accounts for it later; an addition to Graph. */
  readonly isEmergencyAccount: boolean;
  /** When his home organisation withdrew a guest; null or absent while it has not. An addition to Graph. */
  readonly withdrawnAt?: Date | null;
}

/** Whether a principal's assignments count now: disabled accounts keep theirs on record, but none counts (M-7). */
export const isEnabled = (principal: Principal): boolean => principal.accountEnabled !== false;

/** A role that can be held, as far as the rules of PIM look at it. */
export interface RoleDefinition {
  readonly id: string;
  readonly displayName: string;
  readonly isBuiltIn: boolean;
  /** False means: not assignable (resources.md 7.1). */
  readonly isEnabled: boolean;
  readonly templateId: string | null;
  /** The scopes at or below which it can be assigned, as they were written; `/` is everywhere, and so is a missing list. */
  readonly resourceScopes?: readonly string[];
}
