import type { Moment } from '../domain/actor';
import { type MovedEnd, movedEnds, moveEnd } from '../domain/kept-end';
import type { Change, Insert, Outcome, Update } from '../domain/outcome';
import type { Principal, RoleDefinition } from '../domain/principal';
import { type Holding, lostBy, type Protection, refuseLast } from '../domain/protection';
import { isCurrent, type Schedule } from '../domain/schedule';
import { later } from '../domain/time';

/** What an outcome about a role is held against. */
interface Guarded {
  /** Null where nobody has to hold the role. */
  readonly protection: Protection | null;
  readonly role: RoleDefinition | null;
  /** The principal of the request. */
  readonly subject: Principal | null;
}

/**
 * The outcome with all that a protected role demands: refused with `LastAdministrator` when it would leave nobody (K-1,
 * K-3), and completed by what keeps the last one to end past his end, or lets him end again (K-2).
 *
 * It reads the changes themselves, so that every way to end, move or give an assignment is held to the same.
 */
export function protect<R>(outcome: Outcome<R>, { protection, role, subject }: Guarded, moment: Moment): Outcome<R> {
  if (!protection) return outcome;
  const changes = outcome.changes.map((change) => withOwnEnd(change, protection.assignments, moment.now));
  const after = standingAfter(changes, protection, subject, moment.now);
  refuseLast(protection, after, role, moment.now);
  const moved = movedEnds(after, role, moment);
  return {
    ...outcome,
    changes: moved.reduce(amended, changes),
    events: [...outcome.events, ...moved.map(({ event }) => event)],
  };
}

/** Whether the outcome would leave a protected role to nobody, so that `protect` refuses it. */
export function leavesNobody<R>({ changes }: Outcome<R>, { protection, subject }: Guarded, { now }: Moment): boolean {
  return protection !== null && lostBy(protection, standingAfter(changes, protection, subject, now), now) !== null;
}

/** A kept assignment that is ended, or given another end, is kept no more; what had been planned goes on record again. */
function withOwnEnd(change: Change, assignments: readonly Holding[], now: Date): Change {
  const kept = assignments.find(({ schedule }) => schedule.suspendedEndAt !== null && isUpdateOf(change, schedule.id));
  if (!kept?.schedule.suspendedEndAt || !isUpdateOf(change, kept.schedule.id)) return change;
  const endAt = change.set.endAt ?? (change.set.revokedAt ? later(kept.schedule.suspendedEndAt, now) : null);
  return endAt ? { ...change, set: { ...change.set, endAt, suspendedEndAt: null } } : change;
}

/** Who holds the role, and who is eligible for it, once the changes are made. */
function standingAfter(
  changes: readonly Change[],
  { assignments, eligible, people, outside = 0 }: Protection,
  subject: Principal | null,
  now: Date,
): Pick<Protection, 'assignments' | 'eligible' | 'outside'> {
  const moved = (holding: Holding): Holding => {
    const change = changes.find((one): one is Update<'schedule'> => isUpdateOf(one, holding.schedule.id));
    return change ? { ...holding, schedule: { ...holding.schedule, ...change.set } } : holding;
  };
  const added = changes.filter(isInsert).map(({ row: schedule }): Holding => ({ schedule, people, subject }));
  const after = [...[...assignments, ...eligible].map(moved), ...added].filter(({ schedule }) =>
    isCurrent(schedule, now),
  );
  return {
    assignments: after.filter(({ schedule }) => schedule.kind === 'assignment'),
    eligible: after.filter(({ schedule }) => schedule.kind === 'eligibility'),
    outside,
  };
}

const isInsert = (change: Change): change is Insert<'schedule'> => 'insert' in change && change.insert === 'schedule';

const isUpdateOf = (change: Change, id: string): change is Update<'schedule'> =>
  'update' in change && change.update === 'schedule' && change.id === id;

/** The changes with the end moved: in the row that is made or changed anyway, for a row is written once, else by a change of its own. */
function amended(changes: readonly Change[], { schedule, set }: MovedEnd): readonly Change[] {
  const { id } = schedule;
  if (!changes.some((change) => isUpdateOf(change, id) || (isInsert(change) && change.row.id === id))) {
    return [...changes, moveEnd({ schedule, set })];
  }
  return changes.map((change): Change => {
    if (isUpdateOf(change, id)) return { ...change, set: { ...change.set, ...set } };
    return isInsert(change) && change.row.id === id ? { ...change, row: made(change.row, set) } : change;
  });
}

/** A row that is only being made has not been modified yet. */
const made = (row: Schedule, set: Partial<Schedule>): Schedule => ({ ...row, ...set, modifiedAt: row.modifiedAt });
