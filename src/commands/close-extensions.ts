import { activity } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { DomainEvent } from '../domain/events';
import type { KnownFacts, PendingRequest } from '../domain/new-request';
import { type Change, update } from '../domain/outcome';
import { requestEvent } from '../domain/request-events';

const failureReason = 'What was to be extended has been taken away.';

/** Requests that wait for an administrator's decision on what is being taken away: they are `Failed`, which tells why. */
export function closeExtensions({ pending, role, principal }: KnownFacts, moment: Moment) {
  return pending
    .filter(({ request }) => request.status === 'PendingAdminDecision')
    .map(
      ({
        request,
      }: PendingRequest): { readonly changes: readonly Change[]; readonly events: readonly DomainEvent[] } => {
        const standing = { status: 'Failed' as const, completedAt: moment.now, failureReason };
        return {
          changes: [update('schedule_request', request.id, { status: 'PendingAdminDecision' }, standing)],
          events: [
            requestEvent(
              'request.failed',
              { activity: activity.processed, operationType: 'Update', result: 'failure', reason: failureReason },
              { request: { ...request, ...standing }, role, subject: principal, scheduleId: null },
              moment,
            ),
          ],
        };
      },
    );
}
