import { activity } from './activities';
import { type Moment, serviceActor } from './actor';
import type { DomainEvent } from './events';
import { type Change, update } from './outcome';
import type { RoleDefinition } from './principal';
import { type Holding, keepingOf, type Protection } from './protection';
import { scheduleEvent } from './request-events';
import type { Schedule } from './schedule';
import { later } from './time';

/** What is to be stored of a schedule whose end is kept or restored, and what is told of it. */
export interface MovedEnd {
  readonly schedule: Schedule;
  readonly set: Partial<Schedule>;
  readonly event: DomainEvent;
}

/** The ends that are to be kept, restored or dropped, so that expiry alone never leaves a role to nobody (K-2, G-13). */
export function movedEnds(
  standing: Pick<Protection, 'assignments' | 'outside'>,
  role: RoleDefinition | null,
  moment: Moment,
): readonly MovedEnd[] {
  const { kept, released, staying } = keepingOf(standing, moment.now);
  return [
    ...kept.map((holding) => suspendEnd(holding, role, moment)),
    ...released.map((holding) => restoreEnd(holding, role, moment)),
    ...staying.map((holding) => dropEnd(holding, role, moment)),
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

/** Lets an assignment stay that has been kept past its end for as long as is done (G-13). */
function dropEnd({ schedule, subject }: Holding, role: RoleDefinition | null, moment: Moment): MovedEnd {
  const set = { endAt: null, suspendedEndAt: null, modifiedAt: moment.now };
  const reason = 'It stays: nobody else has come to hold the role for as long as its end was suspended.';
  const told = { activity: activity.processed, operationType: 'Update', reason } as const;
  const event = scheduleEvent(
    'schedule.endSuspended',
    told,
    { ...schedule, ...set },
    { role, subject },
    byService(moment),
  );
  return { schedule, set, event };
}

/** Nobody asks for it; the service does it (P-7). */
const byService = (moment: Moment): Moment => ({ ...moment, actor: serviceActor });
