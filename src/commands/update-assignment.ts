import type { Moment } from '../domain/actor';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import {
  assertAssignable,
  assertKnown,
  type KnownFacts,
  type NewRequest,
  type TargetFacts,
} from '../domain/new-request';
import type { Outcome } from '../domain/outcome';
import { isAssigned, lastAssigned, refusePermanent } from '../domain/renewal';
import { scheduleEvent } from '../domain/request-events';
import { isActive, isCurrent, plannedEnd, type Schedule } from '../domain/schedule';
import { refuseSeparated } from '../domain/separation-checks';
import { contains, isWithin, type Span } from '../domain/time';
import { endOf } from './announce-schedule';
import { administeredSpan } from './assign';
import { endSchedule } from './end-schedule';
import { followEligibility } from './follow-eligibility';
import { newRequestCommand, permitsAdministrators, type Requested } from './new-request-command';
import { takeEffect } from './take-effect';

/**
 * Changes start and end of what a principal holds (H-4), or moves the end of what is about to end (I-8).
 *
 * The schedule gets a new id, that of this request; the one before stays on record, cut at this instant.
 */
export const updateAssignment = newRequestCommand('request.update', permitsAdministrators, decide);

function decide(facts: TargetFacts, input: NewRequest, moment: Moment): Outcome<Requested> {
  assertKnown(facts);
  assertAssignable(facts);
  const before = assignedSchedules(facts, input, moment.now);
  const span = administeredSpan(facts, input, moment);
  // What only gets shorter brings nothing new, and may be what mends a violation.
  if (!before.some((schedule) => isWithin(span, { ...schedule, endAt: plannedEnd(schedule) })))
    refuseSeparated(facts.separations, { ...input, span }, moment.now);
  const id = moment.newId();
  const followers = followEligibility(facts, span, id, moment);
  const cuts = before.map((schedule) => endSchedule(schedule, facts, moment));
  const changes = [...cuts.flatMap((cut) => cut.changes), ...followers.changes];
  const events = [
    ...cuts.flatMap((cut) => cut.events),
    ...before.flatMap((schedule) => interruption(facts, schedule, span, moment)),
    ...followers.events,
  ];
  return takeEffect(facts, input, { id, span, operationType: 'Update', changes, events }, moment);
}

/** What was held is so no longer when its start is moved into the future: that is told as any other end. */
function interruption(
  { role, principal }: KnownFacts,
  before: Schedule,
  span: Span,
  moment: Moment,
): readonly DomainEvent[] {
  if (!isActive(before, moment.now) || contains(span, moment.now)) return [];
  const told = { activity: endOf(before), operationType: 'Delete', reason: 'Its start was moved to later.' } as const;
  return [scheduleEvent('schedule.ended', told, before, { role, subject: principal }, moment)];
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
