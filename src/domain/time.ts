import { invariant } from './errors';

const second = 1_000;

/** One minute in milliseconds. */
export const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The longest duration anybody may write: ten years of 366 days. Guards dates against overflow (security: durations). */
export const longestDuration = 3_660 * day;

/** The shortest assignment, and the earliest removal after a start (C-4, C-5). */
export const fiveMinutes = 5 * minute;

/** How long an approval waits where its policy says nothing else (C-9, E-9). */
export const oneDay = day;

const iso8601 = /^P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/**
 * Length in milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as `PT8H` or `P365D`;
 * null for anything else. Years and months are refused, since their length depends on the calendar, and so are
 * fractions, signs, and anything above {@link longestDuration}. `PT0S` is 0.
 */
export function parseDuration(text: string): number | null {
  const match = iso8601.exec(text);
  if (!match || text === 'P') return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const length = (weeks * 7 + days) * day + hours * hour + minutes * minute + seconds * second;
  return length <= longestDuration ? length : null;
}

/** Length in milliseconds of a duration that was checked on its way in. */
export function millisecondsIn(duration: string): number {
  const length = parseDuration(duration);
  invariant(length !== null, `an unchecked duration came in: ${duration}`);
  return length;
}

/** The instant that lies `milliseconds` after `from`. */
export const after = (from: Date, milliseconds: number): Date => new Date(from.getTime() + milliseconds);

/** The later of two instants. */
export const later = (one: Date, other: Date): Date => (one.getTime() >= other.getTime() ? one : other);

/** The earlier of two ends; null is an end that never comes. */
export function earlierEnd(one: Date | null, other: Date | null): Date | null {
  if (one === null) return other;
  if (other === null) return one;
  return one.getTime() <= other.getTime() ? one : other;
}

/** A half-open stretch of time: `startAt` belongs to it, `endAt` does not; `endAt: null` is permanent. */
export interface Span {
  readonly startAt: Date;
  readonly endAt: Date | null;
}

/** Whether `instant` lies in the span: the start counts, the end does not. */
export const contains = ({ startAt, endAt }: Span, instant: Date): boolean =>
  startAt.getTime() <= instant.getTime() && (endAt === null || instant.getTime() < endAt.getTime());

/** Whether `inner` lies in `outer` from start to end; equal spans lie in one another. */
export const isWithin = (inner: Span, outer: Span): boolean =>
  inner.startAt.getTime() >= outer.startAt.getTime() &&
  (outer.endAt === null || (inner.endAt !== null && inner.endAt.getTime() <= outer.endAt.getTime()));
