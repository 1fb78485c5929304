import { activity } from './activities';
import { type Moment, serviceActor } from './actor';
import type { DomainEvent } from './events';
import { type Change, update } from './outcome';
import type { RoleDefinition } from './principal';
import { type Holding, keepingOf } from './protection';
import { scheduleEvent } from './request-events';
import type { Schedule } from './schedule';
import { later } from './time';

/** What is to be stored of a schedule whose end is kept or restored, and what is told of it. */
export interface MovedEnd {
  readonly schedule: Schedule;
  readonly set: Partial<Schedule>;
  readonly event: DomainEvent;
}

/** The ends that are to be kept or restored, so that expiry alone never leaves these assignments' role to nobody (K-2). */
export function movedEnds(
  assignments: readonly Holding[],
  role: RoleDefinition | null,
  moment: Moment,
): readonly MovedEnd[] {
  const { kept, released } = keepingOf(assignments, moment.now);
  return [
    ...kept.map((holding) => suspendEnd(holding, role, moment)),
    ...released.map((holding) => restoreEnd(holding, role, moment)),
  ];
}

/** Moves the end of a schedule that still is as it was seen. */
export const moveEnd = ({ schedule: { id, endAt, suspendedEndAt }, set }: Omit<MovedEnd, 'event'>): Change =>
  update('schedule', id, { revokedAt: null, endAt, suspendedEndAt }, set);

/** Keeps an assignment past its end, as nobody else would hold the role then (K-2); the planned end is remembered. */
function suspendEnd({ schedule, subject }: Holding, role: RoleDefinition | null, moment: Moment): MovedEnd {
  const set = { endAt: null, suspendedEndAt: schedule.endAt, modifiedAt: moment.now };
  const reason = 'Its end is suspended: nobody else would hold the role after it.';
  const told = { activity: activity.processed, operationType: 'Update', reason } as const;
  const event = scheduleEvent('schedule.endSuspended', told, schedule, { role, subject }, byService(moment));
  return { schedule, set, event };
}

/** Lets an assignment end as it was planned, or now if that is over, as somebody else holds the role. */
function restoreEnd({ schedule, subject }: Holding, role: RoleDefinition | null, moment: Moment): MovedEnd {
  const endAt = later(schedule.suspendedEndAt ?? moment.now, moment.now);
  const set = { endAt, suspendedEndAt: null, modifiedAt: moment.now };
  const reason = 'Its end holds again: somebody else holds the role.';
  const told = { activity: activity.processed, operationType: 'Update', reason } as const;
  const restored = { ...schedule, ...set };
  const event = scheduleEvent('schedule.endRestored', told, restored, { role, subject }, byService(moment));
  return { schedule, set, event };
}

/** Nobody asks for it; the service does it (P-7). */
const byService = (moment: Moment): Moment => ({ ...moment, actor: serviceActor });
