import type { PolicyRule } from '../policy/policy';
import type { Principal, RoleDefinition } from '../principal';
import type { Scope } from '../scope';

/** The three variants of PIM: directory roles, groups, and resources of the cloud. */
export type Provider = 'directory' | 'group' | 'azure';

/** What is done to the things of a provider that are not one's own. */
export const targetActions = [
  'request.read',
  'schedule.read',
  'approval.read',
  'policy.read',
  'assignment.manage',
  'request.cancel',
  'policy.manage',
  'approval.decideByDefault',
] as const;
export type TargetAction = (typeof targetActions)[number];

/** Somebody who may do something: the active holder of a role, at the scope of the thing or above it. */
export interface Holder {
  /** Whose role it is; a directory role counts for the things of other providers where it is held in the whole tenant. */
  readonly provider: Provider;
  readonly roleDefinitionId: string;
  /** Set where it counts only for groups that are, or that are not, role-assignable (G-7). */
  readonly isAssignableToRole?: boolean;
}

/** Who does what: some read, some of them manage, and some decide where no approver is named. */
export const holdersOf = (
  viewers: readonly Holder[],
  managers: readonly Holder[],
  deciders: readonly Holder[],
): Readonly<Record<TargetAction, readonly Holder[]>> => ({
  'request.read': viewers,
  'schedule.read': viewers,
  'approval.read': viewers,
  'policy.read': viewers,
  'assignment.manage': managers,
  'request.cancel': managers,
  'policy.manage': managers,
  'approval.decideByDefault': deciders,
});

/** A principal that is to be given something, and what. */
export interface Giving {
  readonly principal: Principal;
  readonly kind: 'assignment' | 'eligibility';
  readonly roleDefinitionId: string;
  readonly scope: Scope;
}

/** What somebody always has to hold (section K, G-13). */
export interface AlwaysHeld {
  /** Whether that goes for a role at a scope. */
  readonly includes: (roleDefinitionId: string, scopeId: string) => boolean;
  /**
   * For how long after its planned end, in milliseconds, the last holding is kept while nobody else has one; then it stays
   * for good (G-13). Null where it is kept for as long as that takes (K-2).
   */
  readonly keptFor: number | null;
  /** The refusal of what would leave it to nobody, in one sentence; `role` is the display name of the role. */
  readonly refusal: (role: string) => string;
}

/** What differs between the variants, and nothing else. */
export interface ProviderRules {
  readonly provider: Provider;
  /** The canonical spelling of a scope as a caller wrote it, or null when it is not a scope of this provider. */
  readonly canonicalScope: (scopeId: string) => string | null;
  /** The canonical id of a role as a caller wrote it, or null when it cannot be one. */
  readonly canonicalRole: (roleDefinitionId: string) => string | null;
  /** The scope whose policy judges what is asked for at that scope (D-1). */
  readonly policyScope: (scopeId: string) => string;
  /** Who may do what to things of this provider (section L). */
  readonly holders: Readonly<Record<TargetAction, readonly Holder[]>>;
  /** Why nothing may be given or activated at a scope that exists, in one sentence; null where it may. */
  readonly scopeFault: (scope: Scope) => string | null;
  /** Why a role cannot be assigned at a scope, in one sentence; null where it can. */
  readonly roleFault: (role: RoleDefinition, scope: Scope) => string | null;
  /** Why a principal cannot be given what it is to be given, in one sentence; null where it can (M-1, M-2). */
  readonly principalFault: (giving: Giving) => string | null;
  /** The roles for which a condition may be stated (S-6); none where there are no conditions. */
  readonly conditionalRoles: readonly string[];
  /** The rules that a policy starts with (resources.md 6.6). */
  readonly defaultRules: readonly PolicyRule[];
  /** Id of a new policy; `unique` is a fresh GUID (resources.md 6.1). */
  readonly policyId: (at: { readonly scopeId: string; readonly tenantId: string; readonly unique: string }) => string;
  /** Whether everything has its policy from the start; else with its first use, or the first change of its policy (G-4). */
  readonly isManagedFromStart: boolean;
  /** The roles of a scope whose policies come into being together with the one that is used first (G-4). */
  readonly rolesManagedTogether: (roleDefinitionId: string) => readonly string[];
  /** Text in policy ids and `scopeType` (resources.md 6.1). */
  readonly policyScopeType: 'DirectoryRole' | 'Group' | 'AzureRole';
  /** What somebody always has to hold, and how that is kept so (K-1, K-4). */
  readonly alwaysHeld: AlwaysHeld;
  /** The category of this provider's audit entries, and the activity of bringing something under management (resources.md 11.2). */
  readonly audit: {
    readonly category: 'RoleManagement' | 'GroupManagement' | 'ResourceManagement';
    readonly onboarded: string;
    /** Activities that have another name in this category, by the name that directory roles give them. */
    readonly otherNames: Readonly<Record<string, string>>;
    /** Whether the entry's `Directory` names the scope in place of the tenant (resources.md 11.1). */
    readonly isScopeTheDirectory: boolean;
  };
  /** How callers know the target: the inputs that name it, and what to write there. */
  readonly names: {
    readonly role: string;
    readonly scope: string;
    readonly scopeHint: string;
    /** Who may manage, as the refusal of all others says it. */
    readonly managers: string;
  };
}
