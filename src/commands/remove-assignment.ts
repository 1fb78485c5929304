import { activityOf } from '../domain/activities';
import type { Moment } from '../domain/actor';
import { PimError } from '../domain/errors';
import { assertKnown, type KnownFacts, type NewRequest, requestRecord, type TargetFacts } from '../domain/new-request';
import { insert, type Outcome } from '../domain/outcome';
import { requestEvent } from '../domain/request-events';
import { isCurrent, isTooYoungToEnd, type Schedule } from '../domain/schedule';
import { endActivation } from './end-activation';
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
  assertKnown(facts);
  const { now } = moment;
  const schedule = facts.current.find((candidate) => isCurrent(candidate, now) && concerns(candidate));
  if (!schedule) throw new PimError('RoleAssignmentDoesNotExist', 'There is no such assignment to end.');
  if (isTooYoungToEnd(schedule, now)) {
    throw new PimError(
      'ActiveDurationTooShort',
      'The active duration is too short; wait until 5 minutes after the start.',
    );
  }
  return ending(facts, { ...input, period: null }, schedule, moment);
}

function ending(facts: KnownFacts, input: NewRequest, schedule: Schedule, moment: Moment): Outcome<Requested> {
  const id = moment.newId();
  const request = requestRecord(input, moment, id, { status: 'Revoked', targetScheduleId: null });
  const told = { request, ...facts, subject: facts.principal, scheduleId: schedule.id, span: schedule };
  const activity = (phase: 'requested' | 'completed') =>
    activityOf(phase, input.action, input.kind, schedule.endAt === null);
  const ended = facts.activations
    .filter(({ schedule: { activatedUsing } }) => activatedUsing === schedule.id)
    .map((activation) => endActivation(activation, facts.role, moment));
  const cut = endSchedule(schedule, facts, moment);
  return {
    result: { request },
    changes: [...cut.changes, insert('schedule_request', request), ...ended.flatMap(({ changes }) => changes)],
    events: [
      requestEvent('request.created', { activity: activity('requested'), operationType: 'Delete' }, told, moment),
      requestEvent('request.revoked', { activity: activity('completed'), operationType: 'Delete' }, told, moment),
      ...cut.events,
      ...ended.flatMap(({ events }) => events),
    ],
  };
}
