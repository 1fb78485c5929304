import type { Moment } from '../domain/actor';
import { endActivation } from '../domain/end-activation';
import type { DomainEvent } from '../domain/events';
import type { Activation, KnownFacts } from '../domain/new-request';
import { type Change, update } from '../domain/outcome';
import type { RoleDefinition } from '../domain/principal';
import { plannedEnd, spanOf } from '../domain/schedule';
import { contains, earlierEnd, later, type Span } from '../domain/time';

/** What becomes of activations when their eligibility changes. */
export interface Followers {
  readonly changes: readonly Change[];
  readonly events: readonly DomainEvent[];
}

/**
 * Activations follow the eligibility that they were made from: they end no later than its new end, and at once when it
 * does not hold now, or will not when they begin (W-1).
 */
export function followEligibility(
  { activations, role }: KnownFacts,
  span: Span,
  eligibilityId: string,
  moment: Moment,
): Followers {
  const { now } = moment;
  const isCovered = ({ schedule }: Activation): boolean =>
    contains(span, now) && contains(span, later(now, schedule.startAt));
  const ended = activations.filter((one) => !isCovered(one)).map((one) => endActivation(one, role, moment));
  const kept = activations.filter(isCovered).map((one) => follow(one, span, eligibilityId, now));
  return joined(kept, ended);
}

/** Activations end with the eligibility that they were made from, now that it is one no more (W-1). */
export const endActivations = ({ activations, role }: KnownFacts, moment: Moment): Followers =>
  joined(
    [],
    activations.map((one) => endActivation(one, role, moment)),
  );

/**
 * Activations of an eligibility that another schedule takes over from later, at `endAt`: they last no longer than it does
 * (W-1), and those that would begin only then follow `successor`, the eligibility that comes after; null ends them.
 */
export function cutActivations(
  { activations, role }: KnownFacts,
  endAt: Date,
  successor: (Span & { readonly id: string }) | null,
  moment: Moment,
): Followers {
  const affected = activations.filter(({ schedule }) => lastsBeyond(schedule, endAt));
  const begins = ({ schedule }: Activation): boolean => schedule.startAt.getTime() >= endAt.getTime();
  const isCovered = (one: Activation): boolean => successor !== null && contains(successor, one.schedule.startAt);
  const ended = affected.filter((one) => begins(one) && !isCovered(one)).map((one) => endActivation(one, role, moment));
  const kept = affected.flatMap((one): readonly Change[] => {
    if (!begins(one))
      return [update('schedule', one.schedule.id, { revokedAt: null }, { endAt, modifiedAt: moment.now })];
    return successor && isCovered(one) ? [follow(one, successor, successor.id, moment.now)] : [];
  });
  return joined(kept, ended);
}

/**
 * Activations that were to follow an eligibility which never begins: they return to the one before it where that holds when
 * they begin, and end otherwise (W-1); null when there is none.
 */
export function returnActivations(
  { activations, role }: { readonly activations: readonly Activation[]; readonly role: RoleDefinition | null },
  before: (Span & { readonly id: string }) | null,
  moment: Moment,
): Followers {
  const isCovered = ({ schedule }: Activation): boolean => before !== null && contains(before, schedule.startAt);
  const ended = activations.filter((one) => !isCovered(one)).map((one) => endActivation(one, role, moment));
  const kept = before ? activations.filter(isCovered).map((one) => follow(one, before, before.id, moment.now)) : [];
  return joined(kept, ended);
}

const lastsBeyond = (schedule: Activation['schedule'], endAt: Date): boolean =>
  (plannedEnd(schedule)?.getTime() ?? Number.MAX_SAFE_INTEGER) > endAt.getTime();

const joined = (kept: readonly Change[], ended: readonly Followers[]): Followers => ({
  changes: [...kept, ...ended.flatMap(({ changes }) => changes)],
  events: ended.flatMap(({ events }) => events),
});

const follow = ({ schedule }: Activation, { endAt }: Span, eligibilityId: string, now: Date): Change =>
  update(
    'schedule',
    schedule.id,
    { revokedAt: null },
    {
      activatedUsing: eligibilityId,
      modifiedAt: now,
      // One that is kept past its end has none (K-2); the end to come back to is what moves.
      ...(schedule.suspendedEndAt === null
        ? { endAt: earlierEnd(spanOf(schedule).endAt, endAt) }
        : { suspendedEndAt: earlierEnd(schedule.suspendedEndAt, endAt) }),
    },
  );
