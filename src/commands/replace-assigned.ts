import type { Moment } from '../domain/actor';
import type { KnownFacts } from '../domain/new-request';
import { update } from '../domain/outcome';
import { handedOver } from '../domain/renewal';
import { isActive, type Schedule } from '../domain/schedule';
import type { Kind } from '../domain/target';
import type { Span } from '../domain/time';
import { endedEarly, endSchedule } from './end-schedule';
import { cutActivations, endActivations, type Followers, followEligibility } from './follow-eligibility';

/** What takes over, and on which side. */
interface Successor {
  readonly id: string;
  readonly kind: Kind;
  readonly span: Span;
}

const nothing: Followers = { changes: [], events: [] };

/**
 * Ends what was assigned when its successor begins, so that there is neither a gap nor an overlap, and never later than it
 * would have ended anyway. Activations made from it follow (W-1).
 */
export function replaceAssigned(
  before: readonly Schedule[],
  facts: KnownFacts,
  successor: Successor,
  moment: Moment,
): Followers {
  const cuts = before.map((schedule) => cut(schedule, facts, successor, moment));
  const followers = before.some(({ kind }) => kind === 'eligibility') ? follow(facts, successor, moment) : nothing;
  return {
    changes: [...cuts.flatMap(({ changes }) => changes), ...followers.changes],
    events: [...cuts.flatMap(({ events }) => events), ...followers.events],
  };
}

function follow(facts: KnownFacts, { id, kind, span }: Successor, moment: Moment): Followers {
  const isEligibility = kind === 'eligibility';
  if (span.startAt > moment.now)
    return cutActivations(facts, span.startAt, isEligibility ? { ...span, id } : null, moment);
  return isEligibility ? followEligibility(facts, span, id, moment) : endActivations(facts, moment);
}

function cut(schedule: Schedule, facts: KnownFacts, successor: Successor, moment: Moment): Followers {
  const { now } = moment;
  const {
    kind,
    span: { startAt },
  } = successor;
  const isOver = schedule.endAt !== null && schedule.endAt <= startAt;
  if (startAt > now && isOver) return nothing;
  if (startAt > now && schedule.startAt < startAt) {
    const { id, endAt } = schedule;
    const marks = handedOver(schedule, { id: successor.id, startAt }, now);
    return { changes: [update('schedule', id, { revokedAt: null, endAt }, marks)], events: [] };
  }
  const ended = endSchedule(schedule, facts, moment);
  const isLost = schedule.kind !== kind && isActive(schedule, now);
  return {
    ...ended,
    events: [...ended.events, ...(isLost ? [endedEarly(schedule, facts, changedSide(schedule), moment)] : [])],
  };
}

const changedSide = ({ kind }: Schedule): string =>
  `It was changed to an ${kind === 'eligibility' ? 'active assignment' : 'eligibility'}.`;
