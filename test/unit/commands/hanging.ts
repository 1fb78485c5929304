import { endHanging } from '../../../src/commands/end-hanging';
import type { Hanging } from '../../../src/domain/new-request';
import { type Change, type Outcome, type Update, update } from '../../../src/domain/outcome';
import type { ScheduleRequest } from '../../../src/domain/request';
import type { Schedule } from '../../../src/domain/schedule';
import { groups } from '../../support/cast';
import { aMoment, aPrincipal, aRequest, aRole, aSchedule, at } from '../domain/builders';

/** An hour after noon. */
export const moment = aMoment({ now: at(60) });
const own = at(480);

/** Alice's membership of Plain, without an end. */
export const membership = (id: string, differing: Partial<Schedule> = {}): Schedule =>
  aSchedule({
    id,
    kind: 'assignment',
    provider: 'group',
    roleDefinitionId: 'member',
    scopeId: groups.plain,
    assignmentType: 'Assigned',
    ...differing,
  });

/** Alice's activation until eight hours after noon, through these memberships. */
export function activation(
  id: string,
  activatedThrough: readonly string[],
  differing: Partial<Schedule> = {},
): Hanging {
  const activated = { kind: 'assignment', assignmentType: 'Activated', activatedUsing: 'eligibility' } as const;
  const schedule = aSchedule({ id, ...activated, activatedThrough, endAt: own, createdUsing: id, ...differing });
  return { schedule, request: aRequest({ id }), subject: aPrincipal(), role: aRole() };
}

/** One that begins at two hours after noon. */
export const waiting = (id: string, through: readonly string[], differing: Partial<ScheduleRequest>): Hanging => ({
  ...activation(id, through, { startAt: at(120) }),
  request: aRequest({ id, status: 'Granted', ...differing }),
});

/** The end of a schedule now, and an end that it is given, in minutes after noon. */
export const ended = (id: string): Change => update('schedule', id, { revokedAt: null }, { revokedAt: moment.now });
export const shortened = (id: string, minutes: number): Change =>
  update('schedule', id, { revokedAt: null }, { endAt: at(minutes) });

/** What follows from changes: the outcome's own are left out. */
export function following(
  changes: readonly Change[],
  hanging: readonly Hanging[],
  current: readonly Schedule[] = [membership('m'), membership('n', { scopeId: groups.helpdesk })],
) {
  const outcome = { result: 'kept', changes, events: [] as never } as unknown as Outcome<string>;
  const made = endHanging(outcome, { hanging, current }, moment);
  expect(made.result).toBe('kept');
  expect(made.changes.slice(0, changes.length)).toEqual(changes);
  const followed = made.changes.slice(changes.length);
  const changed = new Map(followed.filter(isOfSchedule).map((change) => [change.id, change]));
  expect(changed.size).toBe(followed.filter(isOfSchedule).length);
  return { made, followed, changed, told: made.events.map(({ type, subject }) => `${type} ${subject.scheduleId}`) };
}
const isOfSchedule = (change: Change): change is Update<'schedule'> =>
  'update' in change && change.update === 'schedule';

/** Until when each of them holds afterwards, in minutes, and through what. */
function standing(changes: readonly Change[], hanging: readonly Hanging[], current?: readonly Schedule[]) {
  const { changed } = following(changes, hanging, current);
  return hanging.map(({ schedule }) => {
    const after = { ...schedule, ...changed.get(schedule.id)?.set };
    const end = after.revokedAt ?? after.endAt;
    return [schedule.id, end && (end.getTime() - at(0).getTime()) / 60_000, after.activatedThrough.join()];
  });
}

/** The same, whatever the order in which the activations were found. */
export const inBothOrders = (
  changes: readonly Change[],
  hanging: readonly Hanging[],
  current?: readonly Schedule[],
) => {
  const forward = standing(changes, hanging, current);
  expect(standing(changes, hanging.toReversed(), current).toReversed()).toEqual(forward);
  return forward;
};
