import { activity, activityOf } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { startFailure } from '../domain/authority';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import { type Change, type Outcome, update } from '../domain/outcome';
import type { ScheduleRequest } from '../domain/request';
import { requestEvent, scheduleEvent } from '../domain/request-events';
import { plannedEnd, type Schedule, spanOf } from '../domain/schedule';
import type { LockedSchedule } from '../storage/transaction';
import type { Command } from './command';
import { leavesNobody, protect } from './protect';

interface Due {
  readonly scheduleId: string;
}
type Facts = LockedSchedule | null;

/** Tells subscribers and audit that a schedule has begun (B-5); it held from its start on, told or not. */
export const announceStart: Command<Due, Facts, null> = {
  name: 'schedule.announceStart',
  load: (tx, { scheduleId }) => tx.lockSchedule(scheduleId),
  permits: () => null,
  decide: (facts, _input, moment) => started(known(facts), byService(moment)),
  refused: () => null,
};

/** Tells subscribers and audit that a schedule has ended (F-8, B-16); it had ended at its end, told or not. */
export const announceEnd: Command<Due, Facts, null> = {
  name: 'schedule.announceEnd',
  load: (tx, { scheduleId }) => tx.lockSchedule(scheduleId),
  permits: () => null,
  decide: (facts, _input, moment) => ended(known(facts), byService(moment)),
  refused: () => null,
};

const byService = (moment: Moment): Moment => ({ ...moment, actor: serviceActor });

/** What a late or repeated announcement comes to: nothing, for it has been made, or is being made elsewhere. */
const nothingDue = (): PimError => new PimError('Conflict', 'It has been announced already.');

function known(facts: Facts): LockedSchedule {
  if (!facts) throw nothingDue();
  return facts;
}

function started(facts: LockedSchedule, moment: Moment): Outcome<null> {
  const { schedule, request, role, subject } = facts;
  const { now } = moment;
  if (schedule.startAnnouncedAt !== null || schedule.startAt > now || isVoid(schedule)) throw nothingDue();
  // One that was ended since has held, and that is on record already: only its start remains to be told.
  const isJudged = request?.status === 'Granted' && schedule.activatedUsing !== null && schedule.revokedAt === null;
  const failure = isJudged ? startFailure(facts) : null;
  if (request && failure !== null) {
    const outcome = failed(facts, request, failure, moment);
    // Whoever is the last to hold a protected role holds it, whatever it rests on (K-1).
    if (!leavesNobody(outcome, facts, moment)) return protect(outcome, facts, moment);
  }
  const granted = request?.status === 'Granted' ? { ...request, status: 'Provisioned' as const } : null;
  const changes: readonly Change[] = [
    update('schedule', schedule.id, { startAnnouncedAt: null }, { startAnnouncedAt: now }),
    ...(granted ? [update('schedule_request', granted.id, { status: 'Granted' }, { status: 'Provisioned' })] : []),
  ];
  const event: DomainEvent = granted
    ? requestEvent(
        'request.provisioned',
        {
          activity: activityOf('completed', granted.action, schedule.kind, plannedEnd(schedule) === null),
          operationType: 'Add',
        },
        // A decision may have given what was asked for on the other side (I-7); it is told where it stands.
        { request: { ...granted, kind: schedule.kind }, role, subject, span: schedule, scheduleId: schedule.id },
        moment,
      )
    : scheduleEvent(
        'schedule.started',
        { activity: activity.processed, operationType: 'Add', reason: null },
        schedule,
        { role, subject },
        moment,
      );
  // Whoever begins to hold a protected role may release somebody who was kept for want of him (K-2, G-13).
  return protect({ result: null, changes, events: [event] }, facts, moment);
}

/** Whether it was taken back before it began. */
const isVoid = (schedule: Schedule): boolean => spanOf(schedule).endAt?.getTime() === schedule.startAt.getTime();

/** An activation that rests on nothing any more when its start comes has never held: its span is empty, its request `Failed`. */
function failed(
  { schedule, role, subject }: LockedSchedule,
  request: ScheduleRequest,
  failureReason: string,
  moment: Moment,
): Outcome<null> {
  const { now } = moment;
  const standing = { status: 'Failed' as const, completedAt: now, failureReason };
  const announced = { startAnnouncedAt: now, endAnnouncedAt: now };
  return {
    result: null,
    changes: [
      update('schedule_request', request.id, { status: 'Granted' }, standing),
      update(
        'schedule',
        schedule.id,
        { startAnnouncedAt: null, revokedAt: null },
        { ...announced, revokedAt: schedule.startAt, modifiedAt: now },
      ),
    ],
    events: [
      requestEvent(
        'request.failed',
        { activity: activity.processed, operationType: 'Update', result: 'failure', reason: failureReason },
        { request: { ...request, ...standing }, role, subject, scheduleId: schedule.id },
        moment,
      ),
    ],
  };
}

function ended({ schedule, role, subject }: LockedSchedule, moment: Moment): Outcome<null> {
  const { endAt } = spanOf(schedule);
  if (schedule.endAnnouncedAt !== null || endAt === null || endAt > moment.now) throw nothingDue();
  return {
    result: null,
    changes: [update('schedule', schedule.id, { endAnnouncedAt: null }, { endAnnouncedAt: moment.now })],
    events: [
      scheduleEvent(
        'schedule.ended',
        { activity: endOf(schedule), operationType: 'Delete', reason: null },
        schedule,
        { role, subject },
        moment,
      ),
    ],
  };
}

/** The audit's name for the end of a schedule (resources.md 11.2). */
export function endOf({ kind, assignmentType }: Schedule): string {
  if (kind === 'eligibility') return activity.eligibilityEnded;
  return assignmentType === 'Activated' ? activity.activationEnded : activity.assignmentEnded;
}
