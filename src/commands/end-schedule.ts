import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { DomainEvent } from '../domain/events';
import type { KnownFacts } from '../domain/new-request';
import { type Change, update } from '../domain/outcome';
import { requestEvent, scheduleEvent } from '../domain/request-events';
import type { Schedule } from '../domain/schedule';
import { endOf } from './announce-schedule';

/** Cuts a schedule at this instant; the request behind one that has not begun yet is `Revoked` with it, and that is told. */
export function endSchedule(
  { id, startAt, createdUsing }: Schedule,
  { granted, role, principal }: KnownFacts,
  moment: Moment,
): { readonly changes: readonly Change[]; readonly events: readonly DomainEvent[] } {
  const { now } = moment;
  const request = startAt > now ? granted.find((candidate) => candidate.id === createdUsing) : undefined;
  const cut = update('schedule', id, { revokedAt: null }, { revokedAt: now, modifiedAt: now, endAnnouncedAt: now });
  if (!request) return { changes: [cut], events: [] };
  const revoked = { ...request, status: 'Revoked' as const, completedAt: now };
  const activity = activityOf('canceled', request.action, request.kind, request.expirationType === 'noExpiration');
  return {
    changes: [
      // The request before its schedule, as a cancellation locks them, or the two would wait for each other.
      update('schedule_request', request.id, { status: 'Granted' }, { status: 'Revoked', completedAt: now }),
      cut,
    ],
    events: [
      requestEvent(
        'request.revoked',
        { activity, operationType: 'Delete', reason: 'Replaced or removed before its start.' },
        { request: revoked, role, subject: principal, scheduleId: id },
        moment,
      ),
    ],
  };
}

/** What held until this instant and would have held on, told as any other end; `reason` is a sentence for the audit. */
export const endedEarly = (
  schedule: Schedule,
  { role, principal }: KnownFacts,
  reason: string,
  moment: Moment,
): DomainEvent =>
  scheduleEvent(
    'schedule.ended',
    { activity: endOf(schedule), operationType: 'Delete', reason },
    schedule,
    { role, subject: principal },
    moment,
  );
