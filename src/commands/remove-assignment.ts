import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { endActivation } from '../domain/end-activation';
import { PimError } from '../domain/errors';
import {
  assertKnown,
  idOf,
  type KnownFacts,
  type NewRequest,
  requestRecord,
  type TargetFacts,
} from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import { requestTeller } from '../domain/request-events';
import { isCurrent, isTooYoungToEnd, plannedEnd, type Schedule } from '../domain/schedule';
import { closeExtensions } from './close-extensions';
import { endSchedule } from './end-schedule';
import { newRequestCommand, permitsAdministrators, permitsPrincipal, type Requested } from './new-request-command';

/** Takes away what a principal holds or is eligible for, an activation included (H-6, F-6), and what hangs on it (W-1). */
export const removeAssignment = newRequestCommand('request.remove', permitsAdministrators, (facts, input, moment) =>
  end(facts, input, moment, () => true),
);

/** Ends one's own activation (F-4); what an administrator assigned is not one's own to end (F-5). */
export const deactivate = newRequestCommand('request.deactivate', permitsPrincipal, (facts, input, moment) =>
  end(facts, input, moment, ({ assignmentType, startAt }) => assignmentType === 'Activated' && startAt <= moment.now),
);

function end(
  facts: TargetFacts,
  input: NewRequest,
  moment: Moment,
  concerns: (schedule: Schedule) => boolean,
): Outcome<Requested> {
  assertKnown(facts, input.target);
  const { now } = moment;
  const schedules = facts.current.filter((candidate) => isCurrent(candidate, now) && concerns(candidate));
  const [schedule, ...successors] = schedules.toSorted((one, other) => one.startAt.getTime() - other.startAt.getTime());
  if (!schedule) throw new PimError('RoleAssignmentDoesNotExist', 'There is no such assignment to end.');
  if (isTooYoungToEnd(schedule, now)) {
    throw new PimError(
      'ActiveDurationTooShort',
      'The active duration is too short; wait until 5 minutes after the start.',
    );
  }
  return ending(facts, { ...input, period: null }, [schedule, ...successors], moment);
}

/** Ends what holds, and with it what was to take over from it, and what was asked for to extend it. */
function ending(
  facts: KnownFacts,
  input: NewRequest,
  schedules: readonly [Schedule, ...Schedule[]],
  moment: Moment,
): Outcome<Requested> {
  const [schedule] = schedules;
  const id = idOf(input, moment);
  const request = requestRecord(input, moment, id, { status: 'Revoked', targetScheduleId: null });
  const { role, principal, scope } = facts;
  const told = { request, role, subject: principal, scope, span: schedule, scheduleId: schedule.id };
  const tell = requestTeller(told, moment);
  const activity = (phase: 'requested' | 'completed') =>
    activityOf(phase, input.action, input.kind, plannedEnd(schedule) === null);
  const endedIds = schedules.map((ended) => ended.id);
  const ended = [
    ...closeExtensions(facts, moment),
    ...schedules.map((one) => endSchedule(one, facts, moment)),
    ...facts.activations
      .filter((activation) => endedIds.includes(activation.schedule.activatedUsing ?? ''))
      .map((activation) => endActivation(activation, facts.role, moment)),
  ];
  return {
    result: { request },
    changes: [insert('schedule_request', request), ...ended.flatMap(({ changes }) => changes)],
    events: [
      tell('request.created', { activity: activity('requested'), operationType: 'Delete' }),
      tell('request.revoked', { activity: activity('completed'), operationType: 'Delete' }),
      ...ended.flatMap(({ events }) => events),
    ],
  };
}
