import { activity } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { closeStages } from '../domain/closed-stages';
import { invariant, PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import type { PendingRequest, TargetFacts } from '../domain/new-request';
import { type Change, type Outcome, update } from '../domain/outcome';
import type { Principal, RoleDefinition } from '../domain/principal';
import { statusAt } from '../domain/request';
import { requestEvent } from '../domain/request-events';
import { winnerOf } from '../domain/winner';
import type { Command } from './command';

/** A pending request, and who and what it is about. */
export interface LapsingFacts extends PendingRequest {
  readonly role: RoleDefinition | null;
  readonly subject: Principal | null;
}

interface Lapsed {
  readonly changes: readonly Change[];
  readonly events: readonly DomainEvent[];
}

/**
 * Records that nobody decided in time (E-9, W-2).
 *
 * The approval could not be decided any more from that instant on; this only writes it down. A late or repeated run
 * changes nothing.
 */
export const lapseApproval: Command<{ readonly requestId: string }, LapsingFacts | null, null> = {
  name: 'approval.lapse',
  load: (tx, { requestId }) => tx.lockRequest(requestId),
  permits: () => null,
  decide: (facts, _input, moment): Outcome<null> => {
    if (!facts || !hasLapsed(facts, moment.now)) {
      throw new PimError('Conflict', 'It has been decided, or written down already.', {
        winner: facts ? winnerOf(facts.request, facts.stages, moment.now) : undefined,
      });
    }
    const { changes, events } = lapse(facts, moment);
    const [event] = events;
    invariant(event, 'a lapse is an event');
    return { result: null, changes, events: [event] };
  },
  refused: () => null,
};

const hasLapsed = ({ request }: PendingRequest, now: Date): boolean =>
  request.status === 'PendingApproval' && statusAt(request, now) === 'TimedOut';

/** What is to be written for the pending requests of a target that time has closed, before a new one can be made. */
export function closeLapsed({ pending, role, principal }: TargetFacts, moment: Moment): Lapsed {
  const lapsed = pending.filter((waiting) => hasLapsed(waiting, moment.now));
  const written = lapsed.map((waiting) => lapse({ ...waiting, role, subject: principal }, moment));
  return { changes: written.flatMap(({ changes }) => changes), events: written.flatMap(({ events }) => events) };
}

function lapse({ request, stages, role, subject }: LapsingFacts, { now, newId, tenantId }: Moment): Lapsed {
  const timedOut = { ...request, status: 'TimedOut' as const, completedAt: request.lapsesAt };
  return {
    changes: [
      update(
        'schedule_request',
        request.id,
        { status: 'PendingApproval' },
        { status: 'TimedOut', completedAt: request.lapsesAt },
      ),
      ...closeStages(stages, 'Expired'),
    ],
    events: [
      requestEvent(
        'request.timedOut',
        { activity: activity.lapsed, operationType: 'Update', result: 'timeout', reason: 'Nobody decided in time.' },
        { request: timedOut, role, subject, scheduleId: null },
        { actor: serviceActor, now, newId, tenantId },
      ),
    ],
  };
}
