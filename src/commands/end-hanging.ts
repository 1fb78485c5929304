import type { Moment } from '../domain/actor';
import { endActivation } from '../domain/end-activation';
import type { DomainEvent } from '../domain/events';
import type { Hanging } from '../domain/new-request';
import { type Change, type Insert, type Outcome, type Update, update } from '../domain/outcome';
import { plannedEnd, type Schedule } from '../domain/schedule';
import { contains, earlierEnd, type Span } from '../domain/time';

/** When something ends that held until now, and what takes its place from now on. */
interface Ending {
  readonly endAt: Date;
  readonly successor: (Span & { readonly id: string }) | null;
}

/**
 * The outcome with all that hangs on the memberships that it ends or shortens: who loses a membership loses what he has
 * activated through it at that instant, and who keeps it for less time keeps that no longer (W-1, G-9). A membership that
 * is replaced hands on what hangs on it.
 *
 * It reads the changes themselves, so that every way to end a membership comes to the same.
 */
export function endHanging<R>(
  outcome: Outcome<R>,
  { hanging, current }: { readonly hanging: readonly Hanging[]; readonly current: readonly Schedule[] },
  moment: Moment,
): Outcome<R> {
  const endings = new Map(outcome.changes.flatMap((change) => endingIn(change, outcome.changes, current, moment.now)));
  const followed: { changes: Change[]; events: DomainEvent[] } = { changes: [], events: [] };
  const left = new Set(hanging.filter(({ schedule }) => !endings.has(schedule.id)));
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const one of left) {
      const found = supportsOf(one.schedule).flatMap((id) => endings.get(id) ?? []);
      if (found.length === 0) continue;
      left.delete(one);
      isMoving = true;
      const followedOne = follow(one, found, endings, moment);
      followed.changes.push(...followedOne.changes);
      followed.events.push(...followedOne.events);
    }
  }
  return {
    ...outcome,
    changes: [...outcome.changes, ...followed.changes],
    events: [...outcome.events, ...followed.events],
  };
}

/** What an activation rests on. */
const supportsOf = ({ activatedUsing, activatedThrough }: Schedule): readonly string[] =>
  activatedUsing === null ? activatedThrough : [...activatedThrough, activatedUsing];

const isScheduleUpdate = (change: Change): change is Update<'schedule'> =>
  'update' in change && change.update === 'schedule';
const isScheduleInsert = (change: Change): change is Insert<'schedule'> =>
  'insert' in change && change.insert === 'schedule';

/** The end that a change gives to a schedule; none when it ends nothing. */
function endingIn(
  change: Change,
  changes: readonly Change[],
  current: readonly Schedule[],
  now: Date,
): readonly (readonly [string, Ending])[] {
  if (!isScheduleUpdate(change)) return [];
  const endAt = change.set.revokedAt ?? change.set.endAt ?? null;
  if (endAt === null) return [];
  const before = current.find(({ id }) => id === change.id);
  const next = changes
    .filter(isScheduleInsert)
    .find(({ row }) => before && row.kind === before.kind && row.scopeId === before.scopeId && contains(row, now));
  return [[change.id, { endAt, successor: next?.row ?? null }]];
}

/** What becomes of an activation some of whose supports end. */
function follow(one: Hanging, found: readonly Ending[], endings: Map<string, Ending>, moment: Moment) {
  const { schedule, role } = one;
  const endAt = found
    .map(({ endAt: end, successor }) => (successor ? successor.endAt : end))
    .reduce<Date | null>(earlierEnd, plannedEnd(schedule));
  if (endAt !== null && endAt.getTime() <= moment.now.getTime()) {
    endings.set(schedule.id, { endAt: moment.now, successor: null });
    return endActivation(one, role, moment);
  }
  if (endAt !== null) endings.set(schedule.id, { endAt, successor: null });
  const activatedThrough = schedule.activatedThrough.map((id) => endings.get(id)?.successor?.id ?? id);
  const set = { endAt, activatedThrough, modifiedAt: moment.now };
  return { changes: [update('schedule', schedule.id, { revokedAt: null }, set)], events: [] };
}
