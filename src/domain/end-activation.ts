import { activity } from './activities';
import type { Moment } from './actor';
import type { DomainEvent } from './events';
import type { Activation } from './new-request';
import { type Change, update } from './outcome';
import type { RoleDefinition } from './principal';
import { scheduleEvent } from './request-events';

const reason = 'The eligibility that it was made from has ended.';

/**
 * Ends an activation together with its eligibility (W-1); one that never held, not even at the instant of its start, leaves
 * its request `Failed`.
 */
export function endActivation(
  { schedule, request, subject }: Activation,
  role: RoleDefinition | null,
  moment: Moment,
): { readonly changes: readonly Change[]; readonly events: readonly DomainEvent[] } {
  const { now } = moment;
  const waits = request?.status === 'Granted' && schedule.startAt >= now;
  return {
    // The request before its schedule, as a cancellation locks them, or the two would wait for each other.
    changes: [
      ...(waits
        ? [
            update(
              'schedule_request',
              request.id,
              { status: 'Granted' },
              { status: 'Failed', completedAt: now, failureReason: reason },
            ),
          ]
        : []),
      update('schedule', schedule.id, { revokedAt: null }, { revokedAt: now, modifiedAt: now, endAnnouncedAt: now }),
    ],
    events: [
      scheduleEvent(
        'schedule.ended',
        { activity: activity.activationEnded, operationType: 'Delete', reason },
        schedule,
        { role, subject },
        moment,
      ),
    ],
  };
}
