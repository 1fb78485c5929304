import type { Moment } from '../domain/actor';
import { invariant, PimError } from '../domain/errors';
import { movedEnds, moveEnd } from '../domain/kept-end';
import type { Outcome } from '../domain/outcome';
import { keepingOf, type Protection } from '../domain/protection';
import type { LockedSchedule } from '../storage/transaction';
import type { Command } from './command';

interface Kept {
  readonly scheduleId: string;
}
type Facts = LockedSchedule | null;

/**
 * Lets an assignment that was kept past its end, or is to be, end as it was planned once somebody else holds the role
 * (K-2), or stay once that has not come about for as long as it is kept (G-13). It is for what time alone brings about, a start that had been to come; every other change does so itself.
 *
 * A late or repeated run changes nothing: `Conflict`.
 */
export const releaseKept: Command<Kept, Facts, null> = {
  name: 'schedule.releaseKept',
  load: (tx, { scheduleId }) => tx.lockSchedule(scheduleId),
  permits: () => null,
  decide,
  refused: () => null,
};

/** Whether the schedule is kept and need not, or is not to, be any longer. */
export function isReleasable(protection: Protection, scheduleId: string, now: Date): boolean {
  const { released, staying } = keepingOf(protection, now);
  return [...released, ...staying].some(({ schedule }) => schedule.id === scheduleId);
}

function decide(facts: Facts, { scheduleId }: Kept, moment: Moment): Outcome<null> {
  if (!facts?.protection || !isReleasable(facts.protection, scheduleId, moment.now)) {
    throw new PimError('Conflict', 'Its end is not suspended, or nobody else holds the role yet.');
  }
  const [first, ...rest] = movedEnds(facts.protection, facts.role, moment);
  invariant(first, 'what is released moves an end');
  return {
    result: null,
    changes: [first, ...rest].map(moveEnd),
    events: [first.event, ...rest.map(({ event }) => event)],
  };
}
