import { adminRole } from './authorization';
import { PimError } from './errors';
import type { Principal, RoleDefinition } from './principal';
import { isActive, plannedEnd, type Schedule } from './schedule';
import { rulesOf, type Target } from './target';
import { after as laterBy } from './time';

/** A schedule of a protected role, and how many enabled people are behind its principal. */
export interface Holding {
  readonly schedule: Schedule;
  /**
   * 1 or 0 for a user, the enabled members for a group, nested ones included; 0 for applications, which are nobody as
   * administrators, and somebody as owners of a group.
   */
  readonly people: number;
  /** Whose schedule it is. */
  readonly subject: Principal | null;
}

/** Everybody who holds what somebody always has to hold, or is eligible for it; read under the guard of that. */
export interface Protection {
  /** Assignments that have not ended, those that have not begun included. */
  readonly assignments: readonly Holding[];
  /** Eligibilities that have not ended. */
  readonly eligible: readonly Holding[];
  /** Enabled people behind the principal of the request, as in a `Holding`; for what the request may bring him. */
  readonly people: number;
  /** How many hold it without a schedule, for as long as the directory says so: enabled owners of a group; absent for roles. */
  readonly outside?: number;
}

/** What a change has to do to the ends of what others hold. */
export interface Keeping {
  /** They are to be kept past their end. */
  readonly kept: readonly Holding[];
  /** They were kept, and are to end again as it was planned. */
  readonly released: readonly Holding[];
  /** They were kept for as long as that is done, and stay for good (G-13). */
  readonly staying: readonly Holding[];
}

/** Whether somebody always has to hold the target: the roles that administer PIM, and every group's ownership (K-1, K-4). */
export const isProtected = ({ provider, roleDefinitionId, scopeId }: Target): boolean =>
  rulesOf(provider).alwaysHeld.includes(roleDefinitionId, scopeId);

/**
 * The holdings that count: those with people behind them. Of Privileged Role Administrator an activation does not: it is to
 * end when its hours are over, its holder can activate again, and a Global Administrator, whom every such thing counts for,
 * is always there. Nor does what was activated through a membership that PIM gives: it ends with that.
 */
const counting = (holdings: readonly Holding[]): readonly Holding[] =>
  holdings.filter(
    ({ people, schedule: { assignmentType, roleDefinitionId, activatedThrough } }) =>
      people > 0 &&
      activatedThrough.length === 0 &&
      (assignmentType !== 'Activated' || roleDefinitionId !== adminRole.privilegedRoleAdministrator),
  );

/** The assignments that give the role to somebody at `now`: people count, not rows. */
export const holdersAt = (assignments: readonly Holding[], now: Date): readonly Holding[] =>
  counting(assignments).filter(({ schedule }) => isActive(schedule, now));

/** Somebody's standing before or after a change. */
type Standing = Pick<Protection, 'assignments' | 'eligible' | 'outside'>;

/**
 * What a change would leave to nobody: holding the role (`active`, K-1), or, where nobody holds it, being able to activate
 * it (`eligible`, K-3). Null when it is harmless; what was so before is not held against the change.
 */
export function lostBy(before: Standing, after: Standing, now: Date): 'active' | 'eligible' | null {
  if ((after.outside ?? 0) > 0 || holdersAt(after.assignments, now).length > 0) return null;
  if (holdersAt(before.assignments, now).length > 0) return 'active';
  return counting(before.eligible).length > 0 && counting(after.eligible).length === 0 ? 'eligible' : null;
}

/** Refuses a change that leaves a protected role to nobody (`lostBy`): code `LastAdministrator`. */
export function refuseLast(before: Standing, after: Standing, role: RoleDefinition | null, now: Date): void {
  const lost = lostBy(before, after, now);
  const name = role?.displayName ?? 'administrator';
  const [holder] = holdersAt(before.assignments, now);
  if (lost === 'active' && holder)
    throw new PimError('LastAdministrator', rulesOf(holder.schedule.provider).alwaysHeld.refusal(name));
  if (lost === 'eligible') {
    throw new PimError(
      'LastAdministrator',
      `Nobody is ${name}, and nobody could become it any more; make another person eligible, or ${name}, first.`,
    );
  }
}

/**
 * Whose end is to be kept, and whose is not to be any more, so that expiry alone never leaves the role to nobody (K-2).
 *
 * Time ends assignments without asking anybody. So among those who hold the role at `now` there is always one without an
 * end: one that was given without, else the one that is to end last. While nobody holds it, that is so for all who will.
 * What has been kept for as long as is done (G-13) has no end from then on, whoever else comes.
 */
export function keepingOf(
  { assignments, outside = 0 }: Pick<Protection, 'assignments' | 'outside'>,
  now: Date,
): Keeping {
  const staying = assignments.filter(({ schedule }) => isKeptForGood(schedule, now));
  const all = assignments.map((one) => (staying.includes(one) ? withoutEnd(one) : one));
  const holders = holdersAt(all, now);
  const last = holders.reduce<Holding | null>((found, one) => (found && endsAsLate(found, one) ? found : one), null);
  const needed = outside > 0 ? [] : last ? [last] : counting(all);
  const lasting = needed.filter(({ schedule }) => plannedEnd(schedule) !== null);
  const isHeld = outside > 0 || last !== null;
  return {
    kept: lasting.filter(({ schedule }) => schedule.suspendedEndAt === null),
    released: isHeld ? all.filter((one) => one.schedule.suspendedEndAt !== null && !lasting.includes(one)) : [],
    staying,
  };
}

/** Whether it has been kept past its end for as long as is done; the last instant of that counts. */
function isKeptForGood({ provider, suspendedEndAt }: Schedule, now: Date): boolean {
  const { keptFor } = rulesOf(provider).alwaysHeld;
  return keptFor !== null && suspendedEndAt !== null && laterBy(suspendedEndAt, keptFor).getTime() <= now.getTime();
}

const withoutEnd = (holding: Holding): Holding => ({
  ...holding,
  schedule: { ...holding.schedule, endAt: null, suspendedEndAt: null },
});

/** Whether one is to end no earlier than the other; of two that end together, the one that is kept already stays so. */
function endsAsLate({ schedule: one }: Holding, { schedule: other }: Holding): boolean {
  const [first, second] = [plannedEnd(one), plannedEnd(other)];
  if (first === null || second === null) return first === null;
  if (first.getTime() !== second.getTime()) return first.getTime() > second.getTime();
  return other.suspendedEndAt === null;
}
