import type { Actor, Caller, Moment } from '../domain/actor';
import type { Approval } from '../domain/approval';
import type { AbleApprovers } from '../domain/approval-stages';
import type { AuditEntry } from '../domain/audit';
import type { Eligibility } from '../domain/eligibility';
import type { EmergencyUse } from '../domain/emergency';
import type { PimError } from '../domain/errors';
import type { GuestAccess } from '../domain/guest-withdrawal';
import type { Activation, Hanging, NewRequest, PendingRequest, TargetFacts } from '../domain/new-request';
import type { Outcome } from '../domain/outcome';
import type { Policy } from '../domain/policy/policy';
import type { Principal, RoleDefinition } from '../domain/principal';
import type { Protection } from '../domain/protection';
import type { ResourceScope } from '../domain/resource-scope';
import type { Schedule } from '../domain/schedule';
import type { Scope } from '../domain/scope';
import type { SeparationRule } from '../domain/separation';
import type { Target } from '../domain/target';
import type { KnownCaller } from './find-caller';

/** What a request is about: as much of it as decides which facts are needed. */
export type Wanted = Pick<NewRequest, 'principalId' | 'target' | 'kind' | 'action' | 'requestId'>;

/** A use of an emergency account, and what it was about; its row is locked. */
export interface LockedUse {
  readonly use: EmergencyUse;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
}

/** What hangs on a schedule that is to begin; its eligibilities are locked, so that no activation is made from them meanwhile. */
export interface Succession {
  /** What it takes over from when it begins, and cuts short; null when there is none, or that has ended. */
  readonly predecessor: Schedule | null;
  /** The first that comes after it on the predecessor's side; null when there is none. */
  readonly next: Schedule | null;
  /** Those made from it, which begin with it or later. */
  readonly activations: readonly Activation[];
}

/** A request with all that decides on it; the row of the request is locked. */
export interface LockedRequest extends PendingRequest {
  /** Null for a request that nobody approves. */
  readonly approval: Approval | null;
  /** The requestor's managers now, his own first; empty where no stage asks for them. */
  readonly managerIds: readonly (string | null)[];
  /** Who could decide its stages now; empty unless it is pending and has several of them. */
  readonly ableApprovers: AbleApprovers;
  /** As in `TargetFacts`, while the request is pending, or granted by an administrator for later. */
  readonly separations: TargetFacts['separations'];
  /** Who else holds the target; null where nobody has to (K-1). */
  readonly protection: TargetFacts['protection'];
  /** The schedule that the request has made; null while it has none, or when it has been ended. */
  readonly schedule: Schedule | null;
  /** What hangs on that schedule while it is to begin; null for activations. */
  readonly succession: Succession | null;
  /** Whether the subject holds the target by something else, which leaves no room for this request (B-17). */
  readonly isTaken: boolean;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
  /** Where the request is for; null when the directory does not know the scope any more. */
  readonly scope: Scope | null;
  /** Eligibilities of the subject and its groups for the role that have not ended, while the request is pending; locked against their end. */
  readonly eligibilities: readonly Eligibility[];
}

/** A schedule that time moves on: whose start or end is to be announced, or whose kept end is to be released; its row is locked. */
export interface LockedSchedule {
  readonly schedule: Schedule;
  /** The eligibility that an activation was made from whose start has not been announced, if it still reaches the subject; null otherwise. */
  readonly eligibility: Eligibility | null;
  readonly request: PendingRequest['request'] | null;
  /** Who else holds the target; null where nobody has to (K-1). */
  readonly protection: TargetFacts['protection'];
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
}

/** Which policy is meant: by its id, or by what it is for, whether or not that is under management yet. */
export type WantedPolicy = { readonly policyId: string } | { readonly target: Target };

/** A policy whose row is locked, where it stands, and which of the named approvers exist. */
export interface LockedPolicy {
  /** What it is for; its scope is the one that the provider keeps policies at. */
  readonly target: Target;
  /** Null while the target is not under management (G-4). */
  readonly policy: Policy | null;
  readonly role: RoleDefinition | null;
  /** Null when the scope is not there, or not there any more. */
  readonly scope: Scope | null;
  readonly knownPrincipals: readonly Principal[];
}

/** What a change of the rules of separation is judged by; the rule that is changed is locked. */
export interface LockedSeparation {
  /** The rule that is to be changed; null for a new one, or when there is none. */
  readonly rule: SeparationRule | null;
  /** Another rule that parts the same two roles; null when there is none. */
  readonly twin: SeparationRule | null;
  /** Those of the roles that exist. */
  readonly roles: readonly RoleDefinition[];
}

/** A scope of resources that is to be made, changed or removed. */
export interface WantedScope {
  readonly scopeId: string;
  /** Right below which scope it is to stand; null where nothing is said of that. */
  readonly parentId: string | null;
  /** The scopes above it that its path tells. */
  readonly above: readonly string[];
}

/** What a change of the tree of resources is judged by; the tree and all below the scope are locked. */
export interface LockedResourceScope {
  /** The scope itself, a removed one too; null when there never was one. */
  readonly scope: ResourceScope | null;
  /** Those of its parent, of the wanted one and of the scopes above it in its path that exist, the lowest first. */
  readonly above: readonly ResourceScope[];
  /** The management groups at the top, two at most. */
  readonly roots: readonly ResourceScope[];
  readonly hasChildren: boolean;
  /** Levels of management groups below it. */
  readonly levelsBelow: number;
  /** Whether anybody holds something right at the scope, or will, or has asked for it. */
  readonly isHeld: boolean;
  /** Activations that rest on what is held above it, and would not where it is to stand; none where nothing is said of that. */
  readonly lost: readonly Hanging[];
}

/** A role that somebody always has to hold: who does, and who would once a guest is gone. */
export interface GuardedRole {
  readonly role: RoleDefinition | null;
  readonly before: Pick<Protection, 'assignments' | 'eligible'>;
  readonly after: Pick<Protection, 'assignments' | 'eligible' | 'outside'>;
}

/** Somebody who may be a guest, with all that he has; everything that decides is locked, the guards first. */
export interface LockedGuest extends GuestAccess {
  readonly guarded: readonly GuardedRole[];
  /** The ownership of the groups that he owns, as it would be once he is gone; the directory may leave a group without any (G-5). */
  readonly owned: readonly Pick<GuardedRole, 'role' | 'after'>[];
  /** Whether he holds a directory role, himself or through a group, or is a member or an owner of a role-assignable group (G-21). */
  readonly isAdministrator: boolean;
}

/** An idempotency key together with whose and for what it is. */
export interface KeyedAttempt {
  readonly caller: Caller;
  readonly operation: string;
  readonly key: string;
  readonly inputHash: string;
}

/**
 * What a command may ask of its transaction. Everything it reads to decide upon is locked, or cannot change.
 *
 * What is asked for without waiting goes out together and is answered in turn, so that a command costs few round trips.
 */
export interface Tx {
  /** Who acts with which rights, the organisation, and the clock; asked for last, it tells the time after every lock. */
  readonly open: (
    caller: Caller | Actor,
  ) => Promise<Pick<Moment, 'actor' | 'tenantId' | 'now'> & { readonly known: KnownCaller | null }>;
  /** The result stored under the key, if there is one of the last 24 hours; `IdempotencyKeyReused` for another input. */
  readonly earlierResult: (
    attempt: KeyedAttempt,
  ) => Promise<{ readonly result: unknown; readonly eventCursor: string } | PimError | null>;
  /** Locks the principal, then loads all that a request for the target is judged by. */
  readonly targetFacts: (wanted: Wanted) => Promise<TargetFacts>;
  /** What a request is about, which never changes, so that its principal can be locked before the request itself. */
  readonly wantedBy: (requestId: string) => Promise<Wanted | null>;
  readonly lockRequest: (requestId: string) => Promise<LockedRequest | null>;
  readonly lockSchedule: (scheduleId: string) => Promise<LockedSchedule | null>;
  /** Null when no policy has that id. */
  readonly lockPolicy: (wanted: WantedPolicy, approverIds: readonly string[]) => Promise<LockedPolicy | null>;
  /** Locks a rule of separation and loads what belongs to it; for null, what a new rule over these roles is judged by. */
  readonly lockSeparation: (ruleId: string | null, roleDefinitionIds: readonly string[]) => Promise<LockedSeparation>;
  readonly lockResourceScope: (wanted: WantedScope) => Promise<LockedResourceScope>;
  readonly lockEmergencyUse: (id: string) => Promise<LockedUse | null>;
  /** Locks a principal against changes of what he is and holds; null when he is not, or no longer, in the directory. */
  readonly lockAccount: (principalId: string) => Promise<Principal | null>;
  /** Locks somebody and all that he has against change; null when he is not, or no longer, in the directory. */
  readonly lockGuest: (userId: string) => Promise<LockedGuest | null>;
  /** Whether anybody has ever held the directory role at the tenant; taken under a lock, so that two cannot both be first. */
  readonly hasEverBeenHeld: (roleDefinitionId: string) => Promise<boolean>;
  /**
   * Stores the outcome in one statement (records, audit entries, outbox rows and the key) and commits; yields the cursor
   * of the last event. Nothing can be asked of the transaction afterwards.
   */
  readonly save: <R>(outcome: Outcome<R>, attempt: KeyedAttempt | null) => Promise<string>;
  /** Stores an audit entry alone, for an attempt that was refused. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /**
   * Reads on the same session behind the commit; asked for in one go with `save`, it costs no round trip of its own.
   * Null before `save` and after the transaction: the session is not to be had then.
   */
  readonly readBehind: ReadBehind;
}

/** Tells the instant in place of the database's clock; null leaves it to the database. */
export type Instant = () => Date | null;

/** Asks a statement and gives its rows as PostgreSQL wrote them: text, or null. */
export type ReadBehind = (statement: {
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}) => Promise<readonly (readonly (string | null)[])[]> | null;

/** Runs work in one transaction of its own: all of it or nothing; repeated as a whole on a deadlock or a stale read. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
