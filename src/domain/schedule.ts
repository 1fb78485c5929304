import type { Kind, Target } from './target';
import { contains, earlierEnd, fiveMinutes, later, type Span } from './time';

/** How an assignment came to be: given by an administrator, or activated from an eligibility. */
export type AssignmentType = 'Assigned' | 'Activated';

/** A stretch of time in which a principal holds, or is eligible for, a target (resources.md 2.3). */
export interface Schedule extends Target, Span {
  /** Equals the id of the request that made it. */
  readonly id: string;
  readonly kind: Kind;
  readonly principalId: string;
  readonly appScopeId: string | null;
  /** Null for eligibilities. */
  readonly assignmentType: AssignmentType | null;
  /** When it was ended before its time; null while it was not. History is kept, never overwritten. */
  readonly revokedAt: Date | null;
  /** The eligibility that an activation was made from; null otherwise. */
  readonly activatedUsing: string | null;
  /** The memberships held through PIM that brought the eligibility of a group to its holder; it ends with them. None otherwise. */
  readonly activatedThrough: readonly string[];
  /** What confines the role, and the version of its language; null both without a condition (S-6). */
  readonly condition: string | null;
  readonly conditionVersion: string | null;
  /** The request that made it; null when it was made outside PIM. */
  readonly createdUsing: string | null;
  readonly createdAt: Date;
  readonly modifiedAt: Date | null;
  /** When its start and its end were announced to subscribers and audit; access never waits for either. */
  readonly startAnnouncedAt: Date | null;
  readonly endAnnouncedAt: Date | null;
  /** The end that was planned, while it is kept past it because nobody else would hold the role (K-2); `endAt` is null then. */
  readonly suspendedEndAt: Date | null;
  /** When it was told that it may be extended (I-2), and that it can no longer be renewed (I-3). */
  readonly extensionAnnouncedAt: Date | null;
  readonly renewalClosedAt: Date | null;
  /** The schedule that takes over from it, at `endAt`, and the end that it had before that was granted; null both otherwise. */
  readonly handedOverTo: string | null;
  readonly handedOverEndAt: Date | null;
}

/** How a schedule stands to which nothing has happened since it was made. */
export const untouched = {
  revokedAt: null,
  modifiedAt: null,
  endAnnouncedAt: null,
  suspendedEndAt: null,
  extensionAnnouncedAt: null,
  renewalClosedAt: null,
  handedOverTo: null,
  handedOverEndAt: null,
} satisfies Partial<Schedule>;

/** When the schedule is to end, or was to while it is kept past that (K-2); null when it was given without an end. */
export const plannedEnd = ({ endAt, suspendedEndAt }: Pick<Schedule, 'endAt' | 'suspendedEndAt'>): Date | null =>
  endAt ?? suspendedEndAt;

/** Whether the schedule holds at `now`: its start counts, its end and the instant of its revocation do not. */
export const isActive = (schedule: Schedule, now: Date): boolean => contains(spanOf(schedule), now);

/** Whether the schedule holds at `now` or will later. */
export function isCurrent(schedule: Schedule, now: Date): boolean {
  const { startAt, endAt } = spanOf(schedule);
  return endAt === null || (endAt.getTime() > startAt.getTime() && now.getTime() < endAt.getTime());
}

/** The span as it came out: cut at the revocation; empty when that came before the start. */
export function spanOf({ startAt, endAt, revokedAt }: Schedule): Span {
  return revokedAt === null ? { startAt, endAt } : { startAt, endAt: earlierEnd(endAt, later(startAt, revokedAt)) };
}

/**
 * Whether the schedule began less than five minutes ago, so that it may not be ended yet (C-5, H-6, F-4).
 * Exactly five minutes are enough; one that has not begun may be ended at any time.
 */
export const isTooYoungToEnd = ({ startAt }: Schedule, now: Date): boolean =>
  startAt.getTime() <= now.getTime() && now.getTime() - startAt.getTime() < fiveMinutes;
