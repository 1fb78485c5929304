import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { approves } from '../domain/approvers';
import { can, tenant } from '../domain/authorization';
import { closeStages } from '../domain/closed-stages';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import type { Provider } from '../domain/providers/provider';
import { isCancellable, type ScheduleRequest, statusAt } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { placeOf } from '../domain/scope';
import type { Kind } from '../domain/target';
import { winnerOf } from '../domain/winner';
import type { LockedRequest } from '../storage/transaction';
import type { Command } from './command';
import { handBack } from './hand-back';
import { protect } from './protect';
import { refusedEntry } from './refused-entry';

interface CancelRequest {
  readonly requestId: string;
  /** The collection it is looked up in: a request of another one does not exist there. */
  readonly kind: Kind;
  readonly provider: Provider;
}

/**
 * Withdraws a request that has not taken effect: one's own, or anybody's for an administrator (F-1 to F-3). What was to give
 * way to it goes on, and what was to follow it ends or follows that (W-1).
 */
export const cancelRequest: Command<CancelRequest, LockedRequest | null, { readonly request: ScheduleRequest }> = {
  name: 'request.cancel',
  load: (tx, { requestId }) => tx.lockRequest(requestId),
  permits,
  decide,
  refused: ({ requestId, provider }, refusal, moment) =>
    refusedEntry(
      refusal,
      {
        activity: 'Cancel request',
        operationType: 'Delete',
        correlationId: requestId,
        target: { ...tenant, provider },
      },
      moment,
    ),
};

function permits(
  facts: LockedRequest | null,
  { kind, provider }: CancelRequest,
  { actor, now }: Moment,
): PimError | null {
  const unknown = new PimError('RoleAssignmentRequestNotFound', 'No such request; check id.', {
    path: ['input', 'id'],
  });
  if (facts?.request.kind !== kind || facts.request.provider !== provider) return unknown;
  const { request } = facts;
  const place = placeOf(provider, facts.scope);
  if (request.createdById === actor.principalId || can(actor, 'request.cancel', place)) return null;
  const sees =
    request.principalId === actor.principalId ||
    can(actor, 'request.read', place) ||
    facts.stages.some((stage) => approves(actor, stage, facts.managerIds, now));
  return sees
    ? new PimError('InsufficientPermissions', 'Only the requester or an administrator may cancel this request.')
    : unknown;
}

function decide(
  facts: LockedRequest | null,
  _input: CancelRequest,
  moment: Moment,
): Outcome<{ readonly request: ScheduleRequest }> {
  if (!facts) throw new PimError('RoleAssignmentRequestNotFound', 'No such request; check id.');
  const { request, stages, schedule, role, subject } = facts;
  const left = handBack(facts, moment);
  const { now } = moment;
  if (!isCancellable(request, now)) {
    throw new PimError('RequestCannotBeCancelled', `A request that is ${statusAt(request, now)} cannot be cancelled.`, {
      winner: winnerOf(request, stages, now),
    });
  }
  const canceled: ScheduleRequest = { ...request, status: 'Canceled', completedAt: now };
  const activity = activityOf('canceled', request.action, request.kind, request.expirationType === 'noExpiration');
  const outcome: Outcome<{ readonly request: ScheduleRequest }> = {
    result: { request: canceled },
    changes: [
      update('schedule_request', request.id, { status: request.status }, { status: 'Canceled', completedAt: now }),
      ...closeStages(stages, 'Completed'),
      ...(schedule
        ? [
            update(
              'schedule',
              schedule.id,
              { revokedAt: null },
              { revokedAt: now, modifiedAt: now, startAnnouncedAt: now, endAnnouncedAt: now },
            ),
          ]
        : []),
      ...left.changes,
    ],
    events: [
      requestEvent(
        'request.canceled',
        { activity, operationType: 'Delete' },
        { request: canceled, role, subject, scheduleId: schedule?.id ?? null },
        moment,
      ),
      ...left.events,
    ],
  };
  return protect(outcome, facts, moment);
}
