import type { Moment } from '../domain/actor';
import { endActivation } from '../domain/end-activation';
import type { Hanging } from '../domain/new-request';
import { type Change, type Insert, type Outcome, type Update, update } from '../domain/outcome';
import { plannedEnd, type Schedule } from '../domain/schedule';
import { contains, earlierEnd, later, type Span } from '../domain/time';
import type { Followers } from './follow-eligibility';

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
  const followed = inOrder(hanging.filter(({ schedule }) => !endings.has(schedule.id))).map((one) => {
    const found = supportsOf(one.schedule).flatMap((id) => endings.get(id) ?? []);
    return found.length > 0 ? follow(one, found, endings, moment) : nothing;
  });
  return {
    ...outcome,
    changes: [...outcome.changes, ...followed.flatMap(({ changes }) => changes)],
    events: [...outcome.events, ...followed.flatMap(({ events }) => events)],
  };
}

/** What hangs on others after these, so that all that befalls what it rests on is known before it is judged. */
function inOrder(hanging: readonly Hanging[]): readonly Hanging[] {
  const ids = new Set(hanging.map(({ schedule }) => schedule.id));
  const [first, later] = [hanging.filter(isFirst), hanging.filter((one) => !isFirst(one))];
  return first.length === 0 ? hanging : [...first, ...inOrder(later)];

  function isFirst({ schedule }: Hanging): boolean {
    return !supportsOf(schedule).some((id) => ids.has(id));
  }
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

const nothing: Followers = { changes: [], events: [] };

/** What becomes of an activation some of whose supports end; of one that lasts no longer than they do anyway, nothing. */
function follow(one: Hanging, found: readonly Ending[], endings: Map<string, Ending>, moment: Moment): Followers {
  const { schedule, role } = one;
  const { now } = moment;
  const limit = found.map(({ endAt, successor }) => (successor ? successor.endAt : endAt)).reduce(earlierEnd, null);
  // One that is to begin only after that would never hold.
  if (limit !== null && limit.getTime() <= later(now, schedule.startAt).getTime()) {
    endings.set(schedule.id, { endAt: now, successor: null });
    return endActivation(one, role, moment);
  }
  const activatedThrough = schedule.activatedThrough.map((id) => endings.get(id)?.successor?.id ?? id);
  const isHandedOn = activatedThrough.some((id) => !schedule.activatedThrough.includes(id));
  const isCut = limit !== null && limit.getTime() < (plannedEnd(schedule)?.getTime() ?? Number.POSITIVE_INFINITY);
  if (isCut) endings.set(schedule.id, { endAt: limit, successor: null });
  if (!isCut && !isHandedOn) return nothing;
  // One that is kept past its end has none (K-2); the end to come back to is what moves.
  const end = schedule.suspendedEndAt === null ? { endAt: limit } : { suspendedEndAt: limit };
  const set = { activatedThrough, modifiedAt: now, ...(isCut && end) };
  return { changes: [update('schedule', schedule.id, { revokedAt: null }, set)], events: [] };
}
