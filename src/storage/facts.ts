import { adminRole } from '../domain/authorization';
import type { UnifiedApprovalStage } from '../domain/policy/policy';
import { isProtected } from '../domain/protection';
import type { Provider } from '../domain/providers/provider';
import { isMembership } from '../domain/target';
import { clock, clockAt, eligibilitiesOf, list, notEnded, now, rowOf, rowsOf, scopeOf } from './fact-pieces';
import { protectionOf } from './protection-facts';
import { separations } from './separation-facts';
import { referenceVersion } from './session';
import { type Rendered, raw, type Sql, sql } from './sql';
import { hangingFrom, isFor, isNesting, type TargetValues, targetTypes, valuesFor } from './target-values';
import type { Wanted } from './transaction';
import { type Open, writtenOnce } from './written-once';

/** Activations that were made from these eligibilities and have not ended, with their requests and subjects. */
export const activationsFrom = (eligibilities: Sql, at: Sql): Sql => sql`
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject
    from schedule as a join principal as p on p.id = a.principal_id left join schedule_request as r on r.id = a.created_using
   where a.activated_using in (${eligibilities}) and ${notEnded('a', at)}`;

/**
 * What hangs on the memberships among these schedules, each with its request, its subject and its role. Rests on ids alone, so
 * that it comes to an end. Each is looked up by its id: where hardly anything was activated through memberships, PostgreSQL
 * would sooner read all schedules.
 */
const hangingOn = (scheduleIds: Sql, at: Sql): Sql => sql`
  with recursive ${hangingFrom(scheduleIds, at)}
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject, to_jsonb(d) as role
    from hanging as h cross join lateral (select held.* from schedule as held where held.id = h.id and held.activated_through <> '{}' offset 0) as a
      join principal as p on p.id = a.principal_id
      left join schedule_request as r on r.id = a.created_using
      left join role_definition as d on d.id = a.role_definition_id and d.provider = a.provider`;

/** Whether the principal would become a member of a group that belongs to it, now or some time. */
const cycle = (principalId: Sql, groupId: Sql): Sql => sql`exists (
  with recursive above (id) as (
    select ${groupId}::uuid
    union
    select m.group_id from above as a cross join lateral (
      select w.group_id from membership as w where w.member_id = a.id and (w.end_at is null or w.end_at > ${now}) offset 0) as m)
  select from above as a join principal as p on p.id = a.id where a.id = ${principalId})`;

/**
 * What a request for a target is judged by, besides its role and policy, of which it tells the version; the eligibilities are
 * locked against their end. `stages` are those of the policy's approval, as far as they are known.
 */
export const targetFactsStatement = (
  wanted: Wanted,
  instant: Date | null,
  stages: readonly UnifiedApprovalStage[],
): Rendered => {
  const { action, target, requestId = null } = wanted;
  return targetFacts(
    { requestId, stages: JSON.stringify(stages), ...valuesFor(wanted, instant) },
    {
      provider: target.provider,
      isEligibility: wanted.kind === 'eligibility',
      isMembership: isMembership(target),
      isProtected: isProtected(target),
      isNamed: requestId !== null,
      isNesting: isNesting(wanted),
      isActivation: action === 'selfActivate',
      isRenewal: action === 'adminRenew' || action === 'selfRenew',
      hasStages: action === 'selfActivate' && stages.length > 0,
    },
  );
};

interface FactsValues extends TargetValues {
  readonly requestId: string | null;
  readonly stages: string;
}

/** What there is to be known of a target, by what is asked for. */
interface FactsShape {
  readonly provider: Provider;
  readonly isEligibility: boolean;
  readonly isMembership: boolean;
  readonly isProtected: boolean;
  readonly isNamed: boolean;
  readonly isNesting: boolean;
  readonly isActivation: boolean;
  readonly isRenewal: boolean;
  /** Whether it is known to go through stages. */
  readonly hasStages: boolean;
}

const none = raw(`'[]'::jsonb`);

const targetFacts = writtenOnce(
  { ...targetTypes, requestId: 'uuid', stages: 'jsonb' },
  (values: Open<FactsValues>, shape: FactsShape): Sql => {
    const { principalId, roleDefinitionId, scopeId } = values;
    const current = sql`select s.* from ${currentFrom(values)} order by s.id`;
    const at = { principalId, roleDefinitionId, scopeId, provider: shape.provider, at: now };
    return sql`with ${clockAt(values.instant)} select ${referenceVersion} as version,
    ${rowOf('p', sql`principal as p where p.id = ${principalId} and p.deleted_at is null`)} as principal,
    ${scopeOf(at.provider, scopeId)} as scope,
    ${list(eligibilitiesOf(at))} as eligibilities,
    ${shape.isNamed ? isUsed(values.requestId) : raw('false')} as is_name_used,
    ${shape.isNesting ? cycle(principalId, scopeId) : raw('false')} as makes_cycle,
    ${shape.isMembership ? list(hangingOn(endingWith(current), now)) : none} as hanging,
    ${shape.isActivation ? rowsOf('s', currentFrom(values), raw('s.id')) : list(withGranted(current))} as current,
    ${list(pendingOf(values))} as pending,
    ${shape.isEligibility ? list(activationsFrom(sql`select c.id from (${current}) as c`, now)) : none} as activations,
    ${shape.isRenewal ? list(expired(isFor('s', values))) : none} as expired,
    ${shape.hasStages ? stagesWithoutApprover(principalId, values.stages) : none} as stages_without_approver,
    ${shape.isProtected ? protectionOf(shape.provider, at) : raw('null::jsonb')} as protection,
    ${shape.isActivation ? rowOf('u', sql`emergency_use as u where u.principal_id = ${principalId} and u.settled_at is null`) : raw('null::jsonb')} as unsettled_use`;
  },
);

const currentFrom = (values: Open<TargetValues>): Sql =>
  sql`schedule as s where ${isFor('s', values)} and ${notEnded('s', now)}`;

/** Each with the request that made it, if that was granted for later; activations end nothing, and need it not. */
const withGranted = (current: Sql): Sql =>
  sql`select c.*, (select to_jsonb(r) from schedule_request as r where r.id = c.created_using and r.status = 'Granted') as granted from (${current}) as c`;

const pendingOf = (values: Open<TargetValues>): Sql => sql`
  select to_jsonb(r) as request, ${rowsOf('t', sql`approval_stage as t where t.approval_id = r.approval_id`, raw('t.position'))} as stages
    from schedule_request as r where ${isFor('r', values)} and r.status in ('PendingApproval', 'PendingAdminDecision')`;

/** The ids of what is current and of the activations made from it. */
const endingWith = (current: Sql): Sql => sql`select c.id from (${current}) as c
  union select a.id from schedule as a where a.activated_using in (select c.id from (${current}) as c) and ${notEnded('a', now)}`;

/** What the people behind a principal hold of the roles that rules part from one; asked where there are such rules. */
export const heldApartStatement = ({ principalId, target }: Wanted, instant: Date | null): Sql => sql`
  with ${clock(instant)}
  select ${separations(target, {
    principalId: sql`${principalId}::uuid`,
    roleDefinitionId: sql`${target.roleDefinitionId}::text`,
    scopeId: sql`${target.scopeId}`,
  })} as separations`;

/** Whether that is the id of a request, or of a schedule: one made outside of PIM has no request of its own. */
const isUsed = (id: Sql): Sql => sql`(exists (select from schedule_request as r where r.id = ${id})
  or exists (select from schedule as s where s.id = ${id}))`;

/**
 * Of what was assigned the last one, if it came to its end of itself (I-3); how long ago is judged by the domain. What came
 * before one that was taken away does not come back; one that never began takes nothing away.
 */
const expired = (same: Sql): Sql => sql`select last.* from (select s.* from schedule as s
    where ${same} and s.assignment_type is distinct from 'Activated' and not isempty(s.span)
    order by s.start_at desc limit 1) as last
  where last.revoked_at is null and last.end_at <= ${now}`;

/** Positions of the stages that nobody but the requestor could decide (E-4). */
const stagesWithoutApprover = (principalId: Sql, stages: Sql): Sql => sql`(
  select coalesce(jsonb_agg(s.place - 1), '[]') from jsonb_array_elements(${stages}) with ordinality as s (stage, place)
   where not stage_has_approver(s.stage, ${principalId}, ${now}))`;

/** The same by itself, for a policy that was not known when the facts were asked for. */
export const stagesWithoutApproverStatement = (
  principalId: string,
  stages: readonly UnifiedApprovalStage[],
  instant: Date | null,
): Sql => sql`with ${clock(instant)}
  select ${stagesWithoutApprover(sql`${principalId}::uuid`, sql`${JSON.stringify(stages)}::jsonb`)} as stages_without_approver`;

/** The people who hold Global Administrator at the tenant now; asked for emergency accounts, whose use they are told of. */
export const globalAdministratorsStatement = (instant: Date | null): Sql => sql`
  with ${clock(instant)} select coalesce(jsonb_agg(distinct person.id), '[]') as global_administrator_ids
    from schedule as s cross join lateral people_of(s.principal_id, ${now}) as person (id)
   where s.provider = 'directory' and s.kind = 'assignment' and s.scope_id = '/'
     and s.role_definition_id = ${adminRole.globalAdministrator} and s.start_at <= ${now} and ${notEnded('s', now)}`;
