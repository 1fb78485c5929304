import { type Schedule, spanOf } from './schedule';
import { contains, earlierEnd, type Span } from './time';

/** An eligibility, and how it reaches whoever wants to activate it; without a word on that it is his own. */
export interface Eligibility extends Schedule {
  /** When the membership through which it reaches him ends; null or absent when that has no end. */
  readonly reachedUntil?: Date | null;
  /** Ids of the memberships held through PIM on that way; none or absent when the directory alone makes it. */
  readonly reachedThrough?: readonly string[];
  /** When each of these ends, in the same order; null for one that does not. */
  readonly reachedEnds?: readonly (Date | null)[];
}

/** What an activation needs an eligibility for. */
export interface Activating {
  readonly roleDefinitionId: string;
  /** The scopes from which an eligibility reaches what is to be activated, its own included. */
  readonly coveredBy: readonly string[];
  /** The eligibility that the caller has picked (B-13); null or absent where any will do. */
  readonly linkedEligibilityId?: string | null;
}

/** For how long an eligibility can be activated by him whom it reaches (W-1). */
export const reachOf = (eligibility: Eligibility): Span => {
  const { startAt, endAt } = spanOf(eligibility);
  return { startAt, endAt: earlierEnd(endAt, eligibility.reachedUntil ?? null) };
};

/**
 * The eligibility that an activation is made from, or null when there is none (B-1).
 *
 * It reaches the wanted scope (B-12, S-4), holds now and still holds at the start. Where several do, the one that lasts
 * longest is taken, unless the caller has picked one (B-13); direct or through a group makes no difference (B-14).
 */
export function eligibilityFor(
  eligibilities: readonly Eligibility[],
  { roleDefinitionId, coveredBy, linkedEligibilityId = null }: Activating,
  startAt: Date,
  now: Date,
): Eligibility | null {
  const fitting = eligibilities.filter(
    (schedule) =>
      schedule.kind === 'eligibility' &&
      schedule.roleDefinitionId === roleDefinitionId &&
      coveredBy.includes(schedule.scopeId) &&
      (linkedEligibilityId === null || schedule.id === linkedEligibilityId) &&
      contains(reachOf(schedule), now) &&
      contains(reachOf(schedule), startAt),
  );
  return fitting.reduce<Eligibility | null>(
    (best, schedule) => (best && endOf(best) >= endOf(schedule) ? best : schedule),
    null,
  );
}

const endOf = (schedule: Eligibility): number => reachOf(schedule).endAt?.getTime() ?? Number.POSITIVE_INFINITY;
