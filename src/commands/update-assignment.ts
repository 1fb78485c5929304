import type { Moment } from '../domain/actor';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import {
  type Activation,
  assertAssignable,
  assertKnown,
  type KnownFacts,
  type NewRequest,
  type TargetFacts,
} from '../domain/new-request';
import { type Change, type Outcome, update } from '../domain/outcome';
import { scheduleEvent } from '../domain/request-events';
import { isActive, isCurrent, type Schedule, spanOf } from '../domain/schedule';
import { contains, earlierEnd, later, type Span } from '../domain/time';
import { endOf } from './announce-schedule';
import { administeredSpan } from './assign';
import { endActivation } from './end-activation';
import { endSchedule } from './end-schedule';
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
  const before = assignedSchedule(facts, input, moment.now);
  const span = administeredSpan(facts, input, moment);
  const id = moment.newId();
  const followers = followEligibility(facts, span, id, moment);
  const cut = endSchedule(before, facts, moment);
  const changes = [...cut.changes, ...followers.changes];
  const events = [...cut.events, ...interruption(facts, before, span, moment), ...followers.events];
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

/** What is to be updated: never an activation, which nobody can lengthen (B-11); for an extension it must have an end (I-1). */
function assignedSchedule({ current }: KnownFacts, { action }: NewRequest, now: Date): Schedule {
  const schedule = current.find((candidate) => isCurrent(candidate, now) && candidate.assignmentType !== 'Activated');
  if (!schedule) {
    throw new PimError('RoleAssignmentDoesNotExist', 'There is no such assignment to change; assign the role instead.');
  }
  if (action === 'adminExtend' && schedule.endAt === null) {
    throw new PimError('Request_BadRequest', 'A permanent assignment cannot be extended.');
  }
  return schedule;
}

/**
 * Activations follow the eligibility that they were made from: they end no later than its new end, and at once when it
 * does not hold now, or will not when they begin (W-1).
 */
function followEligibility({ activations, role }: KnownFacts, span: Span, eligibilityId: string, moment: Moment) {
  const { now } = moment;
  const isCovered = ({ schedule }: Activation): boolean =>
    contains(span, now) && contains(span, later(now, schedule.startAt));
  const ended = activations.filter((one) => !isCovered(one)).map((one) => endActivation(one, role, moment));
  const kept = activations.filter(isCovered).map((one) => follow(one, span, eligibilityId, now));
  return {
    changes: [...kept, ...ended.flatMap(({ changes }) => changes)],
    events: ended.flatMap(({ events }) => events),
  };
}

const follow = ({ schedule }: Activation, { endAt }: Span, eligibilityId: string, now: Date): Change =>
  update(
    'schedule',
    schedule.id,
    { revokedAt: null },
    { activatedUsing: eligibilityId, modifiedAt: now, endAt: earlierEnd(spanOf(schedule).endAt, endAt) },
  );
