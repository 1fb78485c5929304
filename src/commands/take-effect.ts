import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import type { Eligibility } from '../domain/eligibility';
import type { DomainEvent } from '../domain/events';
import {
  effectiveStanding,
  type KnownFacts,
  type NewRequest,
  requestRecord,
  scheduleRecord,
} from '../domain/new-request';
import { type Change, insert, type Outcome } from '../domain/outcome';
import { requestTeller } from '../domain/request-events';
import type { Span } from '../domain/time';
import type { Requested } from './new-request-command';
import { restOnMemberships } from './rest-on-memberships';

/** How a request takes effect, and what goes with it. */
export interface Effect {
  /** Id of the request, and so of its schedule. */
  readonly id: string;
  readonly span: Span;
  readonly operationType: 'Add' | 'Update';
  /** The eligibility that an activation is made from. */
  readonly eligibility?: Eligibility | null;
  /** What makes room for it, such as the schedule that it replaces. */
  readonly changes: readonly Change[];
  readonly events: readonly DomainEvent[];
}

/**
 * The outcome of a request that takes effect by itself: its record, its schedule with the same id, and what is told
 * of it: that it was made, and, unless it begins later, that it was completed (B-4, B-5).
 */
export function takeEffect(facts: KnownFacts, input: NewRequest, effect: Effect, moment: Moment): Outcome<Requested> {
  const { id, span, operationType, eligibility = null, changes, events } = effect;
  const request = requestRecord(input, moment, id, {
    ...effectiveStanding(span, moment.now),
    activatedUsing: eligibility?.id ?? null,
  });
  const { role, principal, scope } = facts;
  const tell = requestTeller({ request, role, subject: principal, scope, span, scheduleId: id }, moment);
  const told = (phase: 'requested' | 'completed') => ({
    activity: activityOf(phase, input.action, input.kind, span.endAt === null),
    operationType,
  });
  return {
    result: { request: input.isValidationOnly ? { ...request, status: 'Granted' } : request },
    changes: [
      ...changes,
      ...restOnMemberships(eligibility),
      insert('schedule_request', request),
      insert('schedule', scheduleRecord(request, span, moment.now, eligibility?.reachedThrough)),
    ],
    events: [
      tell('request.created', told('requested')),
      ...(request.status === 'Provisioned' ? [tell('request.provisioned', told('completed'))] : []),
      ...events,
    ],
  };
}
