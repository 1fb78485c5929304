import { adminRole } from '../domain/authorization';
import type { UnifiedApprovalStage } from '../domain/policy/policy';
import { isProtected } from '../domain/protection';
import type { RequestAction } from '../domain/request';
import { isMembership, type Kind, type Target } from '../domain/target';
import { clock, eligibilitiesOf, list, lockedSeparations, notEnded, now, one, scopeOf } from './fact-pieces';
import { nestingLock } from './nesting-lock';
import { lockOwnersStatement } from './owner-facts';
import { protectionOf } from './protection-facts';
import { separations } from './separation-facts';
import { referenceVersion } from './session';
import { raw, type Sql, sql } from './sql';
import type { Wanted } from './transaction';

/** Whether what the principal has for the target may be something that activations rest on. */
export const isRestedOn = ({ kind, target }: Pick<Wanted, 'kind' | 'target'>): boolean =>
  kind === 'eligibility' || isMembership(target);

/** Whether it may make a group a member of another one: then and now, for groups that are eligible become no members (G-9). */
const isNesting = ({ kind, target, action }: Pick<Wanted, 'kind' | 'target' | 'action'>): boolean =>
  isMembership(target) && kind === 'assignment' && (action === 'adminAssign' || action === 'adminRenew');

/** Actions that give nothing: what parts one role from another has no say in them. */
const isEnding = (action: RequestAction): boolean => action === 'adminRemove' || action === 'selfDeactivate';

/**
 * Takes the lock that every change of what a principal holds begins with, and those of the rules that part the role from
 * others; says how many those are, and whether the principal is an emergency account.
 */
export const lockPrincipalStatement = (wanted: Wanted): Sql => {
  const { principalId, target, action } = wanted;
  const parted = lockedSeparations(sql`${target.roleDefinitionId}::text`, raw(String(isMembership(target))));
  return sql`select p.is_emergency_account as is_emergency${isEnding(action) ? raw('') : sql`, ${parted}`}
    ${isNesting(wanted) ? raw(`, case when p.type = 'group' then ${nestingLock} end as nesting`) : raw('')}
    from principal as p where p.id = ${principalId}::uuid for no key update of p`;
};

/** Takes the guard of a role that somebody always has to hold: changes of its holders go one after the other (K-1). */
export const lockGuardStatement = ({ target, principalId }: Pick<Wanted, 'target' | 'principalId'>): Sql =>
  target.provider === 'group'
    ? lockOwnersStatement(target.scopeId, principalId)
    : sql`select role_definition_id from protected_role where role_definition_id = ${target.roleDefinitionId} for no key update`;

/** Activations that were made from these eligibilities and have not ended, with their requests and subjects. */
export const activationsFrom = (eligibilities: Sql, at: Sql): Sql => sql`
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject
    from schedule as a join principal as p on p.id = a.principal_id left join schedule_request as r on r.id = a.created_using
   where a.activated_using in (${eligibilities}) and ${notEnded('a', at)}`;

/** `hanging (id)`, for a recursive `with`: these schedules, what was activated through them, through what was activated so, and so on, that has not ended. */
const hangingFrom = (scheduleIds: Sql, at: Sql): Sql => sql`hanging (id) as (
    ${scheduleIds}
    union
    select next.id from hanging as h cross join lateral (
      select a.id from schedule as a where a.activated_through @> array[h.id] and a.activated_through <> '{}' and ${notEnded('a', at)}
      union all
      select a.id from schedule as a where a.activated_using = h.id and ${notEnded('a', at)}) as next)`;

/**
 * What hangs on the memberships among these schedules, each with its request, its subject and its role. Rests on ids alone, so
 * that it comes to an end.
 */
const hangingOn = (scheduleIds: Sql, at: Sql): Sql => sql`
  with recursive ${hangingFrom(scheduleIds, at)}
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject, to_jsonb(d) as role
    from hanging as h join schedule as a on a.id = h.id and a.activated_through <> '{}'
      join principal as p on p.id = a.principal_id
      left join schedule_request as r on r.id = a.created_using
      left join role_definition as d on d.id = a.role_definition_id and d.provider = a.provider`;

/** Whether the principal would become a member of a group that belongs to it, now or some time. */
const cycle = (principalId: string, groupId: string): Sql => sql`exists (
  with recursive above (id) as (
    select ${groupId}::uuid
    union
    select m.group_id from above as a cross join lateral (
      select w.group_id from membership as w where w.member_id = a.id and (w.end_at is null or w.end_at > ${now}) offset 0) as m)
  select from above as a join principal as p on p.id = a.id where a.id = ${principalId}::uuid)`;

const isFor = (row: string, principalId: string, { provider, roleDefinitionId, scopeId }: Target, kind: Kind): Sql =>
  sql`${raw(row)}.principal_id = ${principalId}::uuid and ${raw(row)}.provider = ${provider}
    and ${raw(row)}.role_definition_id = ${roleDefinitionId} and ${raw(row)}.scope_id = ${scopeId} and ${raw(row)}.kind = ${kind}`;

/**
 * Takes hold of the eligibilities, or memberships, that are about to be changed, before anything is read: an activation that
 * is being made from one of them, or approved, is either seen afterwards or waits and finds it changed (W-1).
 */
export const lockEndedStatement = ({ principalId, target, kind }: Wanted, instant: Date | null): Sql => sql`
  with ${clock(instant)} select e.id from schedule as e
   where ${isFor('e', principalId, target, kind)} and ${notEnded('e', now)} order by e.id for no key update of e`;

/** Actions that end nothing, nor shorten it. */
const isGiving = (action: RequestAction): boolean => action === 'adminAssign' || action === 'selfActivate';

/** Whether the request may end memberships besides those it is about: the ones that were activated through them, or from them. */
export const endsFurther = ({ target, action }: Pick<Wanted, 'target' | 'action'>): boolean =>
  isMembership(target) && !isGiving(action);

/**
 * Takes hold of the memberships that end with those that {@link lockEndedStatement} holds, to be asked right after it: whoever
 * activates something through one of them, or is approved, is either seen afterwards or waits and finds it ended (W-1).
 */
export const lockHangingStatement = ({ principalId, target, kind }: Wanted, instant: Date | null): Sql => {
  const ended = sql`select e.id from schedule as e where ${isFor('e', principalId, target, kind)} and ${notEnded('e', now)}`;
  return sql`with recursive ${clock(instant)}, ${hangingFrom(ended, now)}
    select m.id from schedule as m
     where m.id in (select h.id from hanging as h) and m.provider = 'group' and m.role_definition_id = 'member' and m.kind = 'assignment'
       and m.start_at <= ${now} order by m.id for no key update of m`;
};

/**
 * What a request for a target is judged by, besides its role and policy, of which it tells the version; the eligibilities are
 * locked against their end. `stages` are those of the policy's approval, as far as they are known.
 */
export function targetFactsStatement(
  { principalId, target, kind, action, requestId = null }: Wanted,
  instant: Date | null,
  stages: readonly UnifiedApprovalStage[],
): Sql {
  const { roleDefinitionId, scopeId } = target;
  const provider = raw(`'${target.provider}'`);
  const isActivation = action === 'selfActivate';
  const same = (row: string) => isFor(row, principalId, target, kind);
  const current = sql`select s.* from schedule as s where ${same('s')} and ${notEnded('s', now)} order by s.id`;
  return sql`with ${clock(instant)} select ${referenceVersion} as version,
    ${one(sql`select * from principal where id = ${principalId}::uuid and deleted_at is null`)} as principal,
    ${scopeOf(provider, sql`${scopeId}::text`)} as scope,
    ${list(eligibilitiesOf({ principalId: sql`${principalId}::uuid`, provider, roleDefinitionId: sql`${roleDefinitionId}::text`, scopeId: sql`${scopeId}::text`, at: now }))} as eligibilities,
    ${requestId === null ? raw('false') : isUsed(requestId)} as is_name_used,
    ${isNesting({ kind, target, action }) ? cycle(principalId, scopeId) : raw('false')} as makes_cycle,
    ${isMembership(target) ? list(hangingOn(sql`select c.id from (${current}) as c union select a.id from schedule as a where a.activated_using in (select c.id from (${current}) as c) and ${notEnded('a', now)}`, now)) : none} as hanging,
    ${list(sql`select c.*, (select to_jsonb(r) from schedule_request as r where r.id = c.created_using and r.status = 'Granted') as granted from (${current}) as c`)} as current,
    ${list(sql`select to_jsonb(r) as request, ${list(sql`select t.* from approval_stage as t where t.approval_id = r.approval_id order by t.position`)} as stages
      from schedule_request as r where ${same('r')} and r.status in ('PendingApproval', 'PendingAdminDecision')`)} as pending,
    ${kind === 'eligibility' ? list(activationsFrom(sql`select c.id from (${current}) as c`, now)) : raw(`'[]'::jsonb`)} as activations,
    ${action === 'adminRenew' || action === 'selfRenew' ? list(expired(same('s'))) : none} as expired,
    ${isActivation ? stagesWithoutApprover(principalId, stages) : none} as stages_without_approver,
    ${isProtected(target) ? protectionOf(target.provider, { principalId: sql`${principalId}::uuid`, roleDefinitionId: sql`${roleDefinitionId}`, scopeId: sql`${scopeId}` }) : raw('null::jsonb')} as protection,
    ${isActivation ? one(sql`select u.* from emergency_use as u where u.principal_id = ${principalId}::uuid and u.settled_at is null`) : raw('null::jsonb')} as unsettled_use`;
}

/** What the people behind a principal hold of the roles that rules part from one; asked where there are such rules. */
export const heldApartStatement = ({ principalId, target }: Wanted, instant: Date | null): Sql => sql`
  with ${clock(instant)}
  select ${separations(target, {
    principalId: sql`${principalId}::uuid`,
    roleDefinitionId: sql`${target.roleDefinitionId}::text`,
    scopeId: sql`${target.scopeId}`,
  })} as separations`;

/** Whether that is the id of a request, or of a schedule: one made outside of PIM has no request of its own. */
const isUsed = (id: string): Sql => sql`(exists (select from schedule_request as r where r.id = ${id}::uuid)
  or exists (select from schedule as s where s.id = ${id}::uuid))`;

const none = raw(`'[]'::jsonb`);

/**
 * Of what was assigned the last one, if it came to its end of itself (I-3); how long ago is judged by the domain. What came
 * before one that was taken away does not come back; one that never began takes nothing away.
 */
const expired = (same: Sql): Sql => sql`select last.* from (select s.* from schedule as s
    where ${same} and s.assignment_type is distinct from 'Activated' and not isempty(s.span)
    order by s.start_at desc limit 1) as last
  where last.revoked_at is null and last.end_at <= ${now}`;

/** Positions of the stages that nobody but the requestor could decide (E-4). */
const stagesWithoutApprover = (principalId: string, stages: readonly UnifiedApprovalStage[]): Sql => sql`(
  select coalesce(jsonb_agg(s.place - 1), '[]') from jsonb_array_elements(${JSON.stringify(stages)}::jsonb) with ordinality as s (stage, place)
   where not stage_has_approver(s.stage, ${principalId}::uuid, ${now}))`;

/** The same by itself, for a policy that was not known when the facts were asked for. */
export const stagesWithoutApproverStatement = (
  principalId: string,
  stages: readonly UnifiedApprovalStage[],
  instant: Date | null,
): Sql => sql`with ${clock(instant)} select ${stagesWithoutApprover(principalId, stages)} as stages_without_approver`;

/** The people who hold Global Administrator at the tenant now; asked for emergency accounts, whose use they are told of. */
export const globalAdministratorsStatement = (instant: Date | null): Sql => sql`
  with ${clock(instant)} select coalesce(jsonb_agg(distinct person.id), '[]') as global_administrator_ids
    from schedule as s cross join lateral people_of(s.principal_id, ${now}) as person (id)
   where s.provider = 'directory' and s.kind = 'assignment' and s.scope_id = '/'
     and s.role_definition_id = ${adminRole.globalAdministrator} and s.start_at <= ${now} and ${notEnded('s', now)}`;
