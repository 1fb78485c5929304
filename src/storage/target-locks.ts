import type { RequestAction } from '../domain/request';
import { isMembership } from '../domain/target';
import { clockAt, lockedSeparations, notEnded, now } from './fact-pieces';
import { nestingLock } from './nesting-lock';
import { lockOwnersStatement } from './owner-facts';
import { type Rendered, raw, type Sql, sql } from './sql';
import { hangingFrom, isFor, isNesting, targetTypes, valuesFor } from './target-values';
import type { Wanted } from './transaction';
import { writtenOnce } from './written-once';

/** Whether what the principal has for the target may be something that activations rest on. */
export const isRestedOn = ({ kind, target }: Pick<Wanted, 'kind' | 'target'>): boolean =>
  kind === 'eligibility' || isMembership(target);

/** Actions that give nothing: what parts one role from another has no say in them. */
const isEnding = (action: RequestAction): boolean => action === 'adminRemove' || action === 'selfDeactivate';

/**
 * Takes the lock that every change of what a principal holds begins with, and those of the rules that part the role from
 * others; says how many those are, and whether the principal is an emergency account.
 */
export const lockPrincipalStatement = (wanted: Wanted): Rendered => {
  const { principalId, target, action } = wanted;
  return lockPrincipal(
    { principalId, roleDefinitionId: target.roleDefinitionId },
    { isEnding: isEnding(action), isNesting: isNesting(wanted), isMembership: isMembership(target) },
  );
};

const lockPrincipal = writtenOnce(
  { principalId: 'uuid', roleDefinitionId: 'text' },
  (
    { principalId, roleDefinitionId },
    shape: { readonly isEnding: boolean; readonly isNesting: boolean; readonly isMembership: boolean },
  ) => {
    const parted = lockedSeparations(roleDefinitionId, raw(String(shape.isMembership)));
    return sql`select p.is_emergency_account as is_emergency${shape.isEnding ? raw('') : sql`, ${parted}`}
      ${shape.isNesting ? raw(`, case when p.type = 'group' then ${nestingLock} end as nesting`) : raw('')}
      from principal as p where p.id = ${principalId} for no key update of p`;
  },
);

/** Takes the guard of a role that somebody always has to hold: changes of its holders go one after the other (K-1). */
export const lockGuardStatement = ({ target, principalId }: Pick<Wanted, 'target' | 'principalId'>): Sql =>
  target.provider === 'group'
    ? lockOwnersStatement(target.scopeId, principalId)
    : sql`select role_definition_id from protected_role where role_definition_id = ${target.roleDefinitionId} for no key update`;

/**
 * Takes hold of the eligibilities, or memberships, that are about to be changed, before anything is read: an activation that
 * is being made from one of them, or approved, is either seen afterwards or waits and finds it changed (W-1).
 */
export const lockEndedStatement = (wanted: Wanted, instant: Date | null): Rendered =>
  lockEnded(valuesFor(wanted, instant), {});

const lockEnded = writtenOnce(
  targetTypes,
  (values) => sql`
  with ${clockAt(values.instant)} select e.id from schedule as e
   where ${isFor('e', values)} and ${notEnded('e', now)} order by e.id for no key update of e`,
);

/** Actions that end nothing, nor shorten it. */
const isGiving = (action: RequestAction): boolean => action === 'adminAssign' || action === 'selfActivate';

/** Whether the request may end memberships besides those it is about: the ones that were activated through them, or from them. */
export const endsFurther = ({ target, action }: Pick<Wanted, 'target' | 'action'>): boolean =>
  isMembership(target) && !isGiving(action);

/**
 * Takes hold of the memberships that end with those that {@link lockEndedStatement} holds, to be asked right after it: whoever
 * activates something through one of them, or is approved, is either seen afterwards or waits and finds it ended (W-1).
 */
export const lockHangingStatement = (wanted: Wanted, instant: Date | null): Rendered =>
  lockHanging(valuesFor(wanted, instant), {});

const lockHanging = writtenOnce(targetTypes, (values) => {
  const ended = sql`select e.id from schedule as e where ${isFor('e', values)} and ${notEnded('e', now)}`;
  return sql`with recursive ${clockAt(values.instant)}, ${hangingFrom(ended, now)}
    select m.id from schedule as m
     where m.id in (select h.id from hanging as h) and m.provider = 'group' and m.role_definition_id = 'member' and m.kind = 'assignment'
       and m.start_at <= ${now} order by m.id for no key update of m`;
});
