import type { Target } from './target';

/** One activation of an emergency account, and what another administrator found when he looked at it; an addition to Graph. */
export interface EmergencyUse extends Target {
  /** The id of the request that it was. */
  readonly id: string;
  readonly principalId: string;
  readonly usedAt: Date;
  /** The reason that was given. */
  readonly justification: string;
  /** Who held Global Administrator at that instant, and so was told. */
  readonly notifiedIds: readonly string[];
  /** Null until it is settled. */
  readonly settledAt: Date | null;
  readonly settledById: string | null;
  readonly settledByName: string | null;
  /** What the other administrator found. */
  readonly finding: string | null;
}
