import type { Moment } from '../domain/actor';
import { hasCondition, keptCondition } from '../domain/condition';
import { PimError } from '../domain/errors';
import {
  assertAssignable,
  assertKnown,
  idOf,
  type KnownFacts,
  type NewRequest,
  type TargetFacts,
} from '../domain/new-request';
import type { Outcome } from '../domain/outcome';
import { isAssigned, lastAssigned, refusePermanent } from '../domain/renewal';
import { isActive, isCurrent, plannedEnd, type Schedule } from '../domain/schedule';
import { refuseSeparated } from '../domain/separation-checks';
import { contains, isWithin } from '../domain/time';
import { administeredSpan } from './assign';
import { endedEarly, endSchedule } from './end-schedule';
import { endActivations, followEligibility } from './follow-eligibility';
import { newRequestCommand, permitsAdministrators, type Requested } from './new-request-command';
import { takeEffect } from './take-effect';

/**
 * Changes start and end of what a principal holds (H-4), or moves the end of what is about to end (I-8).
 *
 * The schedule gets a new id, that of this request; the one before stays on record, cut at this instant.
 */
export const updateAssignment = newRequestCommand('request.update', permitsAdministrators, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts, input.target);
  assertAssignable(facts, input.target);
  const before = assignedSchedules(facts, input, moment.now);
  const span = administeredSpan(facts, input, moment);
  // What only gets shorter brings nothing new, and may be what mends a violation.
  if (!before.some((schedule) => isWithin(span, { ...schedule, endAt: plannedEnd(schedule) })))
    refuseSeparated(facts.separations, { ...input, span }, moment.now);
  const id = idOf(input, moment);
  const condition = keptCondition(lastAssigned(facts.current, moment.now), input);
  // What was activated has the condition of its eligibility (S-6): under another one it would go on as it may no longer.
  const isSame = before.every((schedule) => hasCondition(schedule, condition));
  const followers = isSame ? followEligibility(facts, span, id, moment) : endActivations(facts, moment);
  const cuts = before.map((schedule) => endSchedule(schedule, facts, moment));
  const interrupted = before.filter((schedule) => isActive(schedule, moment.now) && !contains(span, moment.now));
  const changes = [...cuts.flatMap((cut) => cut.changes), ...followers.changes];
  const events = [
    ...cuts.flatMap((cut) => cut.events),
    ...interrupted.map((schedule) => endedEarly(schedule, facts, 'Its start was moved to later.', moment)),
    ...followers.events,
  ];
  return takeEffect(facts, { ...input, condition }, { id, span, operationType: 'Update', changes, events }, moment);
}

/**
 * What is to be updated: what holds, and what is to take over from it. Never an activation, which nobody can lengthen
 * (B-11); for an extension it must have an end (I-1).
 */
function assignedSchedules({ current }: KnownFacts, { action }: NewRequest, now: Date): readonly Schedule[] {
  const last = lastAssigned(current, now);
  if (!last) {
    throw new PimError('RoleAssignmentDoesNotExist', 'There is no such assignment to change; assign the role instead.');
  }
  if (action === 'adminExtend') refusePermanent(last);
  return current.filter((schedule) => isAssigned(schedule) && isCurrent(schedule, now));
}
