import { PimError } from './errors';
import type { RequestedPeriod } from './request';
import type { Kind } from './target';
import { fiveMinutes, longestDuration, type Span } from './time';

const scheduleFault = (message: string, field: string): PimError =>
  new PimError('InvalidRoleAssignmentRequestSchedule', message, {
    path: ['input', 'scheduleInfo', ...field.split('.')],
  });

/**
 * Refuses a period that contradicts itself: a missing or doubled end, or one that the type does not go with.
 *
 * `afterDuration` without a duration means permanent for an eligibility and is refused for an assignment (C-16).
 */
export function checkPeriod(period: RequestedPeriod | null, kind: Kind): RequestedPeriod {
  if (period === null) throw scheduleFault('Send scheduleInfo with a start and an expiration.', 'startDateTime');
  const { expirationType: type, expirationEndAt: end, expirationDuration: duration } = period;
  if (end !== null && duration !== null)
    throw scheduleFault('Send endDateTime or duration, not both.', 'expiration.duration');
  if (type === 'afterDateTime' && end === null)
    throw scheduleFault('afterDateTime needs an endDateTime.', 'expiration.endDateTime');
  if (type === 'afterDuration' && duration === null && kind === 'assignment') {
    throw scheduleFault('afterDuration needs a duration.', 'expiration.duration');
  }
  if (type !== 'afterDateTime' && end !== null)
    throw scheduleFault('endDateTime goes with afterDateTime.', 'expiration.type');
  if (type !== 'afterDuration' && duration !== null)
    throw scheduleFault('duration goes with afterDuration.', 'expiration.type');
  return period;
}

/** Refuses a span that ends before it begins, lasts less than five minutes (C-4), or lies more than ten years ahead. */
export function checkSpan({ startAt, endAt }: Span, now: Date): void {
  const far = now.getTime() + longestDuration;
  if (startAt.getTime() > far || (endAt !== null && endAt.getTime() > far)) {
    throw scheduleFault('Choose a start and an end within ten years.', 'startDateTime');
  }
  if (endAt === null) return;
  const length = endAt.getTime() - startAt.getTime();
  if (length <= 0) throw scheduleFault('The end must come after the start.', 'expiration.endDateTime');
  if (length < fiveMinutes) {
    throw new PimError('ActiveDurationTooShort', 'The active duration is too short; the minimum is 5 minutes.', {
      path: ['input', 'scheduleInfo', 'expiration'],
    });
  }
}
