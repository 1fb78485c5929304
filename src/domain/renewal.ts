import { PimError } from './errors';
import { isCurrent, plannedEnd, type Schedule } from './schedule';
import { after, oneDay } from './time';

/** How long before its end an assignment may be extended by its holder (I-2), and how long after it renewed (I-3). */
const extensionWindow = 14 * oneDay;
const renewalWindow = 30 * oneDay;

/** When the holder may begin to ask for an extension of what ends at `endAt`; that instant counts (I-2). */
export const extensionOpensAt = (endAt: Date): Date => after(endAt, -extensionWindow);

/** When what ended at `endAt` can no longer be renewed; that instant does not count any more (I-3). */
export const renewalClosesAt = (endAt: Date): Date => after(endAt, renewalWindow);

/** What an administrator gave, as opposed to what was activated from it (I-1). */
export const isAssigned = ({ assignmentType }: Schedule): boolean => assignmentType !== 'Activated';

/** Whether the holder may ask for an extension at `now`: from 14 days before the end on, and before it has ended. */
export function isExtensionOpen(schedule: Schedule, now: Date): boolean {
  const endAt = plannedEnd(schedule);
  if (endAt === null || !isAssigned(schedule) || !isCurrent(schedule, now)) return false;
  return extensionOpensAt(endAt).getTime() <= now.getTime();
}

/**
 * Whether the schedule came to its end of itself: it was not taken away, and nothing took over from it before its time
 * ({@link handedOver}).
 */
export const hasExpired = ({ endAt, revokedAt, renewalClosedAt }: Schedule, now: Date): boolean =>
  revokedAt === null &&
  endAt !== null &&
  endAt.getTime() <= now.getTime() &&
  (renewalClosedAt === null || renewalClosedAt.getTime() >= endAt.getTime());

/**
 * Whether what has expired may be renewed at `now`: from its end on, and before 30 days have passed since then. It is
 * renewed once: that closes it, too.
 */
export const isRenewalOpen = (schedule: Schedule, now: Date): boolean =>
  hasExpired(schedule, now) &&
  isAssigned(schedule) &&
  schedule.renewalClosedAt === null &&
  schedule.endAt !== null &&
  now.getTime() < renewalClosesAt(schedule.endAt).getTime();

/**
 * What marks a schedule that another one takes over from when that begins: it is neither extended nor renewed by itself any
 * more. The end that it had until then stays on record, for {@link handedBack}.
 */
export const handedOver = (
  { endAt, handedOverEndAt }: Schedule,
  successor: { readonly id: string; readonly startAt: Date },
  now: Date,
): Partial<Schedule> => ({
  endAt: successor.startAt,
  modifiedAt: now,
  extensionAnnouncedAt: now,
  renewalClosedAt: now,
  handedOverTo: successor.id,
  handedOverEndAt: handedOverEndAt ?? endAt,
});

/** What undoes {@link handedOver} when its successor never begins: it ends at `endAt`, and can be extended and renewed again. */
export const handedBack = (endAt: Date | null, now: Date): Partial<Schedule> => ({
  endAt,
  modifiedAt: now,
  extensionAnnouncedAt: null,
  renewalClosedAt: null,
  handedOverTo: null,
  handedOverEndAt: null,
});

/** What an extension would move the end of: of what was assigned and has not ended, the one that ends last. */
export function lastAssigned(current: readonly Schedule[], now: Date): Schedule | null {
  const candidates = current.filter((schedule) => isAssigned(schedule) && isCurrent(schedule, now));
  return candidates.toSorted((one, other) => endOf(other) - endOf(one))[0] ?? null;
}

const endOf = (schedule: Schedule): number => plannedEnd(schedule)?.getTime() ?? Number.MAX_SAFE_INTEGER;

/** Refuses to extend what has no end (I-1). Code `Request_BadRequest`. */
export function refusePermanent(schedule: Schedule): void {
  if (plannedEnd(schedule) === null)
    throw new PimError('Request_BadRequest', 'A permanent assignment cannot be extended; it does not end.');
}

/** Refuses its holder to ask for an extension before the window opens (I-2). Code `Request_BadRequest`, with the instant. */
export function refuseEarlyExtension(schedule: Schedule, now: Date): void {
  refusePermanent(schedule);
  const endAt = plannedEnd(schedule);
  if (endAt === null || isExtensionOpen(schedule, now)) return;
  throw new PimError(
    'Request_BadRequest',
    `It can be extended from 14 days before its end; ask again from ${extensionOpensAt(endAt).toISOString()} on.`,
  );
}

/**
 * What a renewal brings back: of what has expired, the one that ended last. Refuses when there is none, code
 * `RoleAssignmentDoesNotExist`, and when its 30 days are over, code `Request_BadRequest`, with the instant (I-3).
 */
export function renewable(expired: readonly Schedule[], now: Date): Schedule {
  const schedule = expired.find((candidate) => isAssigned(candidate) && hasExpired(candidate, now));
  if (schedule && isRenewalOpen(schedule, now)) return schedule;
  if (!schedule?.endAt || now.getTime() < renewalClosesAt(schedule.endAt).getTime()) {
    throw new PimError(
      'RoleAssignmentDoesNotExist',
      'Nothing has expired that could be renewed; it has to be assigned.',
    );
  }
  throw new PimError(
    'Request_BadRequest',
    `It could be renewed until ${renewalClosesAt(schedule.endAt).toISOString()}, 30 days after its end; it has to be assigned anew.`,
  );
}
