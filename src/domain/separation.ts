import type { Provider } from './providers/provider';
import type { Schedule } from './schedule';
import type { Kind } from './target';

/**
 * What two roles of a rule exclude: `Assignment`, that both are held actively at the same time; `Eligibility`, that one is
 * held in any way, eligible or active, while the other is.
 */
export const separationLevels = ['Eligibility', 'Assignment'] as const;
export type SeparationLevel = (typeof separationLevels)[number];

/** Separation of duties: two roles that one person may not hold at the same time within the same scope; an addition to Graph. */
export interface SeparationRule {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly provider: Provider;
  /** Exactly two, different from one another. */
  readonly roleDefinitionIds: readonly string[];
  readonly level: SeparationLevel;
  readonly createdAt: Date;
  readonly modifiedAt: Date | null;
  /** Set when the rule was removed; it parts nothing any more. */
  readonly deletedAt: Date | null;
}

/** A rule that parts the role of a request from another one, and what the people concerned hold of that other one. */
export interface SeparationFacts {
  readonly rule: SeparationRule;
  /** Schedules for the other role, eligible or active, of the people behind the principal, at any scope, that have not ended. */
  readonly held: readonly HeldBy[];
  /** Absent where a role is wanted; for a membership the roles of the rule that it leads to. */
  readonly brought?: readonly Brought[];
}

/** A way to a role through memberships, and when it is open; half-open, null at either side is without a limit. */
export interface Way {
  /** `eligibility` where he has to activate a membership first. */
  readonly kind: Kind;
  readonly startAt: Date | null;
  readonly endAt: Date | null;
}

/** A schedule of the group that somebody is to be a member of, or of a group which that one belongs to. */
export interface Brought {
  readonly schedule: Schedule;
  /** From the group of the membership to that of the schedule; null where it is open for good. */
  readonly way: Way | null;
}

/** A schedule that reaches a person: his own, or that of a group he is a member of, will be, or may become. */
export interface HeldBy {
  /** From the person to the group whose schedule it is; null or absent where it is open for good, as it is for his own. */
  readonly way?: Way | null;
  /** From the person to the principal of the request, likewise: while what is wanted reaches him. */
  readonly reach?: Way | null;
  readonly personId: string;
  readonly personName: string;
  /** Display name of the role that is held; null when the role is gone. */
  readonly roleName: string | null;
  readonly schedule: Schedule;
}

/** A person who holds both roles of a rule, or will, for a while: one row for each two schedules that collide. */
export interface SeparationViolation {
  /** The same for the same rule, person and schedules. */
  readonly id: string;
  readonly ruleId: string;
  readonly personId: string;
  /** The rule's two roles; the ids of the schedules and the scopes stand in the same order. */
  readonly roleDefinitionIds: readonly string[];
  /** The person's own, or those of groups that he is a member of. */
  readonly scheduleIds: readonly string[];
  readonly scopeIds: readonly string[];
  /** When both hold, half-open; `endAt: null` is without an end. */
  readonly startAt: Date;
  readonly endAt: Date | null;
}
