import { activity } from '../domain/activities';
import { type Moment, serviceActor } from '../domain/actor';
import { PimError } from '../domain/errors';
import { type Outcome, update } from '../domain/outcome';
import { hasExpired, isAssigned, isExtensionOpen, renewalClosesAt } from '../domain/renewal';
import { scheduleEvent } from '../domain/request-events';
import type { Schedule } from '../domain/schedule';
import type { LockedSchedule } from '../storage/transaction';
import type { Command } from './command';

interface Due {
  readonly scheduleId: string;
}
type Facts = LockedSchedule | null;

/**
 * Tells subscribers and audit that a schedule may be extended by its holder (I-2): due from 14 days before its end on, and
 * until it ends. One that lasts for less may be extended from the beginning, and is told of then, once.
 */
export const announceExtension: Command<Due, Facts, null> = {
  name: 'schedule.announceExtension',
  load: (tx, { scheduleId }) => tx.lockSchedule(scheduleId),
  permits: () => null,
  decide: (facts, _input, moment) => opened(facts, moment),
  refused: () => null,
};

/** Tells subscribers and audit that what has expired can no longer be renewed (I-3): due 30 days after its end. */
export const announceRenewalClosed: Command<Due, Facts, null> = {
  name: 'schedule.announceRenewalClosed',
  load: (tx, { scheduleId }) => tx.lockSchedule(scheduleId),
  permits: () => null,
  decide: (facts, _input, moment) => closed(facts, moment),
  refused: () => null,
};

/** What a late or repeated announcement comes to: nothing, for it has been made, or is being made elsewhere. */
const nothingDue = (): PimError => new PimError('Conflict', 'It has been announced already, or is not due.');

function opened(facts: Facts, moment: Moment): Outcome<null> {
  const schedule = facts?.schedule;
  const isDue =
    schedule?.extensionAnnouncedAt === null && schedule.endAt !== null && isExtensionOpen(schedule, moment.now);
  if (!isDue) throw nothingDue();
  return told(facts, 'schedule.extensionOpened', { extensionAnnouncedAt: moment.now }, moment);
}

function closed(facts: Facts, moment: Moment): Outcome<null> {
  const schedule = facts?.schedule;
  const isDue = schedule?.renewalClosedAt === null && isRenewalOver(schedule, moment.now);
  if (!isDue) throw nothingDue();
  return told(facts, 'schedule.renewalClosed', { renewalClosedAt: moment.now }, moment);
}

const isRenewalOver = (schedule: Schedule, now: Date): boolean =>
  isAssigned(schedule) &&
  hasExpired(schedule, now) &&
  schedule.endAt !== null &&
  renewalClosesAt(schedule.endAt) <= now;

const reasons = {
  'schedule.extensionOpened': 'It ends within 14 days; its holder may ask for an extension.',
  'schedule.renewalClosed': 'It ended 30 days ago; it can no longer be renewed.',
} as const;

function told(
  facts: Facts,
  type: keyof typeof reasons,
  set: Pick<Schedule, 'extensionAnnouncedAt'> | Pick<Schedule, 'renewalClosedAt'>,
  moment: Moment,
): Outcome<null> {
  if (!facts) throw nothingDue();
  const { schedule, role, subject } = facts;
  const unsaid = 'extensionAnnouncedAt' in set ? { extensionAnnouncedAt: null } : { renewalClosedAt: null };
  const event = scheduleEvent(
    type,
    { activity: activity.processed, operationType: 'Update', reason: reasons[type] },
    schedule,
    { role, subject },
    { ...moment, actor: serviceActor },
  );
  return {
    result: null,
    changes: [update('schedule', schedule.id, { ...unsaid, revokedAt: null, endAt: schedule.endAt }, set)],
    events: [event],
  };
}
