import type { Provider } from './providers/provider';
import type { Schedule } from './schedule';

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
}

/** A schedule that reaches a person: his own, or that of a group he is a member of. */
export interface HeldBy {
  readonly personId: string;
  readonly personName: string;
  readonly schedule: Schedule;
}
