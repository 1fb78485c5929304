import type { Actor, Caller, Moment } from '../domain/actor';
import type { Approval } from '../domain/approval';
import type { AuditEntry } from '../domain/audit';
import type { PimError } from '../domain/errors';
import type { NewRequest, PendingRequest, TargetFacts } from '../domain/new-request';
import type { Outcome } from '../domain/outcome';
import type { Policy } from '../domain/policy/policy';
import type { Principal, RoleDefinition } from '../domain/principal';
import type { Schedule } from '../domain/schedule';

/** What a request is about: as much of it as decides which facts are needed. */
export type Wanted = Pick<NewRequest, 'principalId' | 'target' | 'kind' | 'action'>;

/** A request with all that decides on it; the row of the request is locked. */
export interface LockedRequest extends PendingRequest {
  /** Null for a request that nobody approves. */
  readonly approval: Approval | null;
  /** The requestor's managers now, his own first; empty where no stage asks for them. */
  readonly managerIds: readonly (string | null)[];
  /** As in `TargetFacts`, while the request is pending. */
  readonly separations: TargetFacts['separations'];
  /** The schedule that the request has made; null while it has none, or when it has been ended. */
  readonly schedule: Schedule | null;
  /** Whether the subject holds the target by something else, which leaves no room for this request (B-17). */
  readonly isTaken: boolean;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
  /** Eligibilities of the subject and its groups for the role that have not ended, while the request is pending; locked against their end. */
  readonly eligibilities: readonly Schedule[];
}

/** A schedule whose start or end is to be announced; its row is locked. */
export interface LockedSchedule {
  readonly schedule: Schedule;
  readonly request: PendingRequest['request'] | null;
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
}

/** A policy whose row is locked, and which of the named approvers exist. */
export interface LockedPolicy {
  readonly policy: Policy;
  readonly role: RoleDefinition | null;
  readonly knownPrincipals: readonly Principal[];
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
  readonly open: (caller: Caller | Actor) => Promise<Pick<Moment, 'actor' | 'tenantId' | 'now'>>;
  /** The result stored under the key, if there is one of the last 24 hours; `IdempotencyKeyReused` for another input. */
  readonly earlierResult: (
    attempt: KeyedAttempt,
  ) => Promise<{ readonly result: unknown; readonly eventCursor: string } | PimError | null>;
  /** Locks the principal, then loads all that a request for the target is judged by. */
  readonly targetFacts: (wanted: Wanted) => Promise<TargetFacts>;
  readonly lockRequest: (requestId: string) => Promise<LockedRequest | null>;
  readonly lockSchedule: (scheduleId: string) => Promise<LockedSchedule | null>;
  readonly lockPolicy: (policyId: string, approverIds: readonly string[]) => Promise<LockedPolicy | null>;
  /** Whether anybody has ever held the directory role at the tenant; taken under a lock, so that two cannot both be first. */
  readonly hasEverBeenHeld: (roleDefinitionId: string) => Promise<boolean>;
  /**
   * Stores the outcome in one statement (records, audit entries, outbox rows and the key) and commits; yields the cursor
   * of the last event. Nothing can be asked of the transaction afterwards.
   */
  readonly save: <R>(outcome: Outcome<R>, attempt: KeyedAttempt | null) => Promise<string>;
  /** Stores an audit entry alone, for an attempt that was refused. */
  readonly record: (entry: AuditEntry) => Promise<void>;
}

/** Runs work in one transaction of its own: all of it or nothing; repeated as a whole on a deadlock or a stale read. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
