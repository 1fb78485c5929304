import { activityOf } from './activities';
import type { Moment } from './actor';
import type { ApprovalStage } from './approval';
import type { TargetResource } from './audit';
import { auditEntry } from './audit-entry';
import { tenant } from './authorization';
import { closeStages } from './closed-stages';
import type { DomainEvent } from './events';
import type { Guest } from './guest';
import { type Change, update } from './outcome';
import type { RoleDefinition } from './principal';
import { isPending, type ScheduleRequest } from './request';
import { requestEvent, scheduleEvent } from './request-events';
import { isCurrent, plannedEnd, type Schedule } from './schedule';
import type { Scope } from './scope';
import { later } from './time';

/** What somebody holds, is eligible for, or will, and the request that made it; null where there was none. */
export interface GuestSchedule {
  readonly schedule: Schedule;
  readonly request: ScheduleRequest | null;
  readonly role: RoleDefinition | null;
  readonly scope: Scope | null;
}

/** What somebody has asked for and nobody has decided. */
export interface GuestRequest {
  readonly request: ScheduleRequest;
  readonly stages: readonly ApprovalStage[];
  readonly role: RoleDefinition | null;
  readonly scope: Scope | null;
}

/** A guest with all that was given to him and has not ended, of every provider and kind, and all that he waits for. */
export interface GuestAccess {
  readonly guest: Guest;
  readonly schedules: readonly GuestSchedule[];
  readonly pending: readonly GuestRequest[];
}

/** What a withdrawal changes and tells. */
export interface Withdrawal {
  readonly changes: readonly Change[];
  readonly events: readonly [DomainEvent, ...DomainEvent[]];
  readonly endedCount: number;
  readonly canceledCount: number;
}

type Part = Pick<Withdrawal, 'changes'> & { readonly events: readonly DomainEvent[] };

const reason = 'The home organisation has withdrawn the guest.';

/**
 * Ends all that a guest has, at one instant: what holds ends, what was granted for later never begins, and what waits for
 * a decision waits no longer. Activations are his own, and so end with the rest (W-1). What he is to decide
 * stays for the other approvers (E-2). The account itself is marked by the caller. `why` stands in the audit.
 */
export function withdrawal({ guest, schedules, pending }: GuestAccess, why: string, moment: Moment): Withdrawal {
  const waiting = pending.filter(({ request }) => isPending(request, moment.now));
  const current = schedules.filter(({ schedule }) => isCurrent(schedule, moment.now));
  const canceled = waiting.map((one) => cancelPending(one, guest, moment));
  const prevented = current.filter((one) => isToCome(one, moment.now)).map((one) => prevent(one, guest, moment));
  const ended = current.filter((one) => !isToCome(one, moment.now)).map((one) => end(one, guest, moment));
  const parts = [...canceled, ...prevented, ...ended];
  return {
    // Requests before schedules, as a cancellation locks them, or the two would wait for each other.
    changes: [...parts.flatMap(({ changes }) => changes), ...current.map(({ schedule }) => cut(schedule, moment.now))],
    events: [withdrawnEvent(guest, why, moment), ...parts.flatMap(({ events }) => events)],
    endedCount: ended.length,
    canceledCount: canceled.length + prevented.length,
  };
}

/** Whether its request can still be withdrawn; one that begins at this very instant has not held yet. */
const isToCome = ({ schedule, request }: GuestSchedule, now: Date): boolean =>
  request?.status === 'Granted' && schedule.startAt.getTime() >= now.getTime();

function cancelPending({ request, stages, role, scope }: GuestRequest, guest: Guest, moment: Moment): Part {
  const { change, event } = canceled(request, { role, scope, subject: guest, scheduleId: null }, moment);
  return { changes: [change, ...closeStages(stages, 'Completed')], events: [event] };
}

function prevent({ schedule, request, role, scope }: GuestSchedule, guest: Guest, moment: Moment): Part {
  if (!request) return { changes: [], events: [] };
  const told = { role, scope, subject: guest, scheduleId: schedule.id };
  const { change, event } = canceled(request, told, moment);
  return { changes: [change], events: [event] };
}

/** A request that comes to nothing, and why. */
function canceled(request: ScheduleRequest, told: Omit<Parameters<typeof requestEvent>[2], 'request'>, moment: Moment) {
  const standing = { status: 'Canceled' as const, completedAt: moment.now, failureReason: reason };
  const activity = activityOf('canceled', request.action, request.kind, request.expirationType === 'noExpiration');
  return {
    change: update('schedule_request', request.id, { status: request.status }, standing),
    event: requestEvent(
      'request.canceled',
      { activity, operationType: 'Delete', reason },
      { ...told, request: { ...request, ...standing } },
      moment,
    ),
  };
}

function end({ schedule, role, scope }: GuestSchedule, guest: Guest, moment: Moment): Part {
  const activity = activityOf('completed', 'adminRemove', schedule.kind, plannedEnd(schedule) === null);
  const facts = { role, scope, subject: guest };
  return {
    changes: [],
    events: [scheduleEvent('schedule.ended', { activity, operationType: 'Delete', reason }, schedule, facts, moment)],
  };
}

/** Cut at this instant, and told with it. What was kept past its end is kept no more; its plan goes on record again (K-2). */
function cut({ id, startAt, suspendedEndAt }: Schedule, now: Date): Change {
  const kept = suspendedEndAt && { endAt: later(suspendedEndAt, now), suspendedEndAt: null };
  const begun = startAt.getTime() < now.getTime() ? {} : { startAnnouncedAt: now };
  const set = { revokedAt: now, modifiedAt: now, endAnnouncedAt: now, ...begun, ...kept };
  return update('schedule', id, { revokedAt: null }, set);
}

/** Entra's name and category for a change of an account; none of PIM's own (resources.md 11.2) fits. */
export const withdrawalActivity = { activity: 'Update user', category: 'UserManagement' } as const;

function withdrawnEvent(guest: Guest, why: string, moment: Moment): DomainEvent {
  const { activity, category } = withdrawalActivity;
  const about = { target: tenant, role: null, subject: guest, subjectId: guest.id, request: null };
  return {
    type: 'guest.withdrawn',
    at: moment.now,
    subject: { ...tenant, ...nothing, principalId: guest.id },
    audit: {
      ...auditEntry(
        { activity, operationType: 'Update', result: 'success', reason: why },
        { ...about, correlationId: moment.newId() },
        moment,
      ),
      category,
      targetResources: [withdrawnUser(guest, moment.now)],
    },
  };
}

const nothing = {
  kind: null,
  requestId: null,
  scheduleId: null,
  approvalId: null,
  policyId: null,
  roleDefinitionId: null,
} as const;

const withdrawnUser = (guest: Guest, now: Date): TargetResource => ({
  id: guest.id,
  displayName: guest.displayName,
  type: 'User',
  userPrincipalName: guest.userPrincipalName,
  groupType: null,
  modifiedProperties: [
    { displayName: 'accountEnabled', oldValue: JSON.stringify(guest.accountEnabled), newValue: 'false' },
    { displayName: 'withdrawnDateTime', oldValue: null, newValue: JSON.stringify(now.toISOString()) },
  ],
});
