import type { Moment } from '../domain/actor';
import { keptCondition } from '../domain/condition';
import { PimError } from '../domain/errors';
import {
  assertAssignable,
  assertKnown,
  idOf,
  type NewRequest,
  refuseTwin,
  type TargetFacts,
} from '../domain/new-request';
import { type Change, type Outcome, update } from '../domain/outcome';
import { renewable } from '../domain/renewal';
import type { RequestedPeriod } from '../domain/request';
import type { Schedule } from '../domain/schedule';
import { refuseSeparated } from '../domain/separation-checks';
import { administeredSpan, refusePrincipal } from './assign';
import { closeLapsed } from './lapse-approval';
import { newRequestCommand, permitsAdministrators, type Requested } from './new-request-command';
import { takeEffect } from './take-effect';

/**
 * Brings back what has expired, within 30 days of its end (I-3, I-8): at once, or from a later start, under a new id.
 *
 * What was taken away does not come back by this; it has to be assigned.
 */
export const renewAssignment = newRequestCommand('request.renew', permitsAdministrators, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts, input.target);
  assertAssignable(facts, input.target);
  refusePrincipal(facts, input);
  refuseTwin(facts, moment.now);
  const before = renewable(facts.expired, moment.now);
  demandStart(input.period);
  const span = administeredSpan(facts, input, moment);
  refuseSeparated(facts.separations, { ...input, span }, moment.now);
  const lapsed = closeLapsed(facts, moment);
  const changes = [...lapsed.changes, closeRenewal(before, moment.now)];
  return takeEffect(
    facts,
    { ...input, condition: keptCondition(before, input) },
    { id: idOf(input, moment), span, operationType: 'Add', changes, events: lapsed.events },
    moment,
  );
}

/** Marks what has been renewed: it is so once, and its window need not be told to have closed. */
export const closeRenewal = ({ id }: Schedule, now: Date): Change =>
  update('schedule', id, { renewalClosedAt: null }, { renewalClosedAt: now });

/** Refuses a period of a renewal that does not say when it begins, for its start and its end are both new (resources.md 3.1). */
export function demandStart(period: RequestedPeriod | null): asserts period is RequestedPeriod {
  if (period?.startAt) return;
  throw new PimError(
    'InvalidRoleAssignmentRequestSchedule',
    'A renewal says when it begins and ends; send scheduleInfo with startDateTime and expiration.',
    { path: ['input', 'scheduleInfo', 'startDateTime'] },
  );
}
