import type { Moment } from '../domain/actor';
import { update } from '../domain/outcome';
import { handedBack, handedOver } from '../domain/renewal';
import { plannedEnd, type Schedule } from '../domain/schedule';
import { separationConflict } from '../domain/separation-checks';
import { isWithin } from '../domain/time';
import type { LockedRequest, Succession } from '../storage/transaction';
import { type Followers, returnActivations } from './follow-eligibility';

/**
 * What becomes of all that was to give way to a granted schedule, or to follow it, when that is withdrawn before its start.
 *
 * What it would have taken over from gets its old end back. Activations made from it return there if that is an eligibility
 * which holds when they begin, and end otherwise (W-1); those that were cut at its start stay as short as that.
 */
export function handBack(facts: LockedRequest, moment: Moment): Followers {
  const { schedule, succession, role } = facts;
  if (!schedule || !succession) return { changes: [], events: [] };
  const before = succession.predecessor && restored(succession.predecessor, schedule, facts, succession, moment.now);
  const followers = returnActivations(
    { activations: succession.activations, role },
    before?.kind === 'eligibility' ? before : null,
    moment,
  );
  return { changes: [...(before ? [changeOf(before, schedule)] : []), ...followers.changes], events: followers.events };
}

const changeOf = (before: Schedule, { id: handedOverTo }: Schedule) => {
  const { id, endAt, modifiedAt, extensionAnnouncedAt, renewalClosedAt } = before;
  const marks = { handedOverTo: before.handedOverTo, handedOverEndAt: before.handedOverEndAt };
  const set = { endAt, modifiedAt, extensionAnnouncedAt, renewalClosedAt, ...marks };
  return update('schedule', id, { revokedAt: null, handedOverTo }, set);
};

/** The predecessor as it goes on: up to its old end, or to the start of what comes next, which takes over from it instead. */
function restored(
  before: Schedule,
  successor: Schedule,
  facts: LockedRequest,
  { next }: Succession,
  now: Date,
): Schedule {
  const { endAt: cutAt, handedOverEndAt: endAt } = before;
  const isCut = next !== null && endAt !== null && next.startAt.getTime() < endAt.getTime();
  const lasting = { ...before, ...(isCut ? handedOver(before, next, now) : handedBack(endAt, now)) };
  return isAllowed(lasting, cutAt ?? now, successor, facts, now) ? lasting : { ...before, ...handedBack(cutAt, now) };
}

/** Whether no rule parts what comes back from what is held by now; as much as the successor would have brought is no more than was granted. */
function isAllowed(lasting: Schedule, startAt: Date, successor: Schedule, facts: LockedRequest, now: Date): boolean {
  const { kind, endAt } = lasting;
  const span = { startAt, endAt };
  if (kind === successor.kind && isWithin(span, { ...successor, endAt: plannedEnd(successor) })) return true;
  const { provider, roleDefinitionId, scopeId } = lasting;
  const target = { provider, roleDefinitionId, scopeId };
  return separationConflict(facts.separations, { kind, action: facts.request.action, target, span }, now) === null;
}
