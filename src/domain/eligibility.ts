import { type Schedule, spanOf } from './schedule';
import { covers, type Target } from './target';
import { contains } from './time';

/**
 * The eligibility that an activation is made from, or null when there is none (B-1).
 *
 * It reaches the wanted scope (B-12), holds now and still holds at the start. Where several do, the one that lasts
 * longest is taken (B-13); direct or through a group makes no difference (B-14).
 */
export function eligibilityFor(
  eligibilities: readonly Schedule[],
  target: Target,
  startAt: Date,
  now: Date,
): Schedule | null {
  const fitting = eligibilities.filter(
    (schedule) =>
      schedule.kind === 'eligibility' &&
      schedule.roleDefinitionId === target.roleDefinitionId &&
      covers(schedule.scopeId, target) &&
      contains(spanOf(schedule), now) &&
      contains(spanOf(schedule), startAt),
  );
  return fitting.reduce<Schedule | null>(
    (best, schedule) => (best && endOf(best) >= endOf(schedule) ? best : schedule),
    null,
  );
}

const endOf = (schedule: Schedule): number => spanOf(schedule).endAt?.getTime() ?? Number.POSITIVE_INFINITY;
