import { activity, activityOf } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { PimError } from '../domain/errors';
import type { DomainEvent } from '../domain/events';
import { type Change, type Outcome, update } from '../domain/outcome';
import { requestEvent, scheduleEvent } from '../domain/request-events';
import { type Schedule, spanOf } from '../domain/schedule';
import type { LockedSchedule } from '../storage/transaction';
import type { Command } from './command';

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
  if (schedule.startAnnouncedAt !== null || schedule.startAt > now) throw nothingDue();
  const granted = request?.status === 'Granted' ? { ...request, status: 'Provisioned' as const } : null;
  const changes: readonly Change[] = [
    update('schedule', schedule.id, { startAnnouncedAt: null }, { startAnnouncedAt: now }),
    ...(granted ? [update('schedule_request', granted.id, { status: 'Granted' }, { status: 'Provisioned' })] : []),
  ];
  const event: DomainEvent = granted
    ? requestEvent(
        'request.provisioned',
        {
          activity: activityOf('completed', granted.action, granted.kind, schedule.endAt === null),
          operationType: 'Add',
        },
        { request: granted, role, subject, span: schedule, scheduleId: schedule.id },
        moment,
      )
    : scheduleEvent(
        'schedule.started',
        { activity: activity.processed, operationType: 'Add', reason: null },
        schedule,
        { role, subject },
        moment,
      );
  return { result: null, changes, events: [event] };
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
