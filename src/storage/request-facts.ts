import type { ScheduleRequest } from '../domain/request';
import type { Target } from '../domain/target';
import { someWhoCanDecide } from './approver-people';
import {
  clock,
  clockAt,
  eligibilitiesOf,
  list,
  lockedGuard,
  lockedSeparations,
  notEnded,
  now,
  one,
  rowOf,
  scopeOf,
} from './fact-pieces';
import { recordIn } from './fact-records';
import type { JsonRow } from './records';
import { separations } from './separation-facts';
import { referenceVersion } from './session';
import { type Rendered, raw, type Sql, sql } from './sql';
import { scheduleRequestTable } from './tables/schedule-request';
import type { Wanted, WantedPolicy } from './transaction';
import { type Open, writtenOnce } from './written-once';

/** What a request is about; nothing is locked. */
export const wantedStatement = (requestId: string): Sql => sql`
  select r.principal_id, r.provider, r.role_definition_id, r.scope_id, r.kind, r.action
    from schedule_request as r where r.id = ${requestId}::uuid`;

/** What {@link wantedStatement} found; null when there is no such request. */
export function wantedIn(row: JsonRow | undefined): Wanted | null {
  const request = recordIn(scheduleRequestTable, row);
  if (!request) return null;
  const { principalId, provider, roleDefinitionId, scopeId, kind, action } = request;
  return { principalId, target: { provider, roleDefinitionId, scopeId }, kind, action };
}

/** Whether request `r` has made a schedule that is to begin and that activations can be made from, or that takes over from another. */
const isSuccessor: Sql = raw(`(r.status = 'Granted' and r.action <> 'selfActivate')`);

/**
 * The eligibilities for the target of a successor, locked before its request as whoever removes one locks them: an activation
 * that is being made from one of them is either seen afterwards or finds it ended (W-1).
 */
const lockedEligibilities: Sql = sql`case when ${isSuccessor} then (select count(*) from (
  select e.id from schedule as e
   where e.principal_id = r.principal_id and e.kind = 'eligibility' and e.provider = r.provider
     and e.role_definition_id = r.role_definition_id and e.scope_id = r.scope_id order by e.id for no key update) as held) end`;

/** Holds the scope of request `r` against its moves, where it stands in the tree of resources: what is activated there rests on where that is (S-4). */
const heldScope: Sql = sql`(select count(*) from (
  select held.id from resource_scope as held where held.id = r.scope_id for share) as held)`;

/** A request, locked after the guard of its role if that has one, with all that decides on it. */
export const lockRequestStatement = (requestId: string): Rendered => lockRequest({ requestId }, {});

const lockRequest = writtenOnce(
  { requestId: 'uuid' },
  ({
    requestId,
  }) => sql`select to_json(r) as request, ${lockedGuard('r')} > 0 as is_guarded, ${lockedSeparations(sql`r.role_definition_id`, raw(`(r.provider = 'group' and r.role_definition_id = 'member')`))},
      ${heldScope} as scopes_held, ${lockedEligibilities} is not null as is_successor
    from schedule_request as r where r.id = ${requestId} for update of r`,
);

/**
 * What belongs to a request that is locked already, besides its role, of which it tells the version; its eligibilities only
 * while it is pending, for whoever removes an eligibility locks that first, and then the requests that were granted from it.
 */
export const requestFactsStatement = (requestId: string, instant: Date | null): Rendered =>
  requestFacts({ requestId, instant }, {});

const requestFacts = writtenOnce(
  { requestId: 'uuid', instant: 'timestamptz' },
  ({ requestId, instant }: Open<{ readonly requestId: string; readonly instant: Date | null }>) =>
    sql`with ${clockAt(instant)} select
    asked.stages, ${rowOf('a', sql`approval as a where a.id = r.approval_id`)} as approval,
    case when asked.are_managers then jsonb_build_array(manager_of(r.principal_id, 1), manager_of(r.principal_id, 2)) else '[]' end as manager_ids,
    ${rowOf('s', sql`schedule as s where s.id = r.id and s.created_using = r.id and ${notEnded('s', now)}`)} as schedule,
    exists (select from schedule as s where s.id <> r.id and s.principal_id = r.principal_id and s.provider = r.provider
      and s.role_definition_id = r.role_definition_id and s.scope_id = r.scope_id and s.kind = r.kind and ${notEnded('s', now)}) as is_taken,
    ${referenceVersion} as version,
    ${rowOf('p', sql`principal as p where p.id = r.principal_id and p.deleted_at is null`)} as subject,
    case when r.status = 'PendingApproval' then
      ${list(eligibilitiesOf({ principalId: sql`r.principal_id`, provider: sql`r.provider`, roleDefinitionId: sql`r.role_definition_id`, scopeId: sql`r.scope_id`, at: now }))} else '[]' end as eligibilities,
    ${scopeOf(sql`r.provider`, sql`r.scope_id`)} as scope
    from schedule_request as r cross join lateral (
      select coalesce(json_agg(t order by t.position), '[]') as stages,
          bool_or(cardinality(t.approver_manager_levels) + cardinality(t.escalation_manager_levels) > 0) as are_managers
        from approval_stage as t where t.approval_id = r.approval_id) as asked
   where r.id = ${requestId}`,
);

/** Who could decide the stages of a pending request that wait for their named approvers, by the id of the stage. */
export const ableApproversStatement = (requestId: string, instant: Date | null): Sql => sql`
  with ${clock(instant)} select json_object_agg(t.id, ${someWhoCanDecide('t', now)}) as able_approvers
    from schedule_request as r join approval_stage as t on t.approval_id = r.approval_id
   where r.id = ${requestId}::uuid and r.status = 'PendingApproval'
     and t.review_result = 'NotReviewed' and not t.is_decided_by_administrators`;

/** What the people behind the principal of a request that is pending, or granted by an administrator for later, hold of the roles that rules part from its own. */
export const heldApartFromStatement = (request: Pick<ScheduleRequest, 'id'> & Target, instant: Date | null): Sql => sql`
  with ${clock(instant)} select ${separations(request, {
    principalId: raw('r.principal_id'),
    roleDefinitionId: raw('r.role_definition_id'),
    scopeId: raw('r.scope_id'),
  })} as separations
    from schedule_request as r where r.id = ${request.id}::uuid and (r.status in ('PendingApproval', 'PendingAdminDecision') or ${isSuccessor})`;

/**
 * A schedule, locked after the guard of its role if that has one, with the request that made it, and while its start is
 * unannounced with the eligibility of an activation, as it reached him at that start, however late that is asked. The
 * eligibility is not locked: whoever ends it ends this schedule too, and so waits for its row.
 */
export const lockScheduleStatement = (scheduleId: string, instant: Date | null): Sql => sql`
  with ${clock(instant)} select to_jsonb(s) as schedule, ${lockedGuard('s')} > 0 as is_guarded,
    ${one(sql`select r.* from schedule_request as r where r.id = s.created_using`)} as request,
    case when s.start_announced_at is null then ${one(sql`select e.*, case when e.principal_id <> s.principal_id then (
         select to_json(m) from membership_into(s.principal_id, e.principal_id, s.start_at) as m) end as reached from schedule as e
       join principal as p on p.id = s.principal_id and p.deleted_at is null
      where e.id = s.activated_using and e.principal_id = any (array[p.id] || groups_of(p.id, s.start_at))`)} end as eligibility,
    ${one(sql`select d.* from role_definition as d where d.id = s.role_definition_id and d.provider = s.provider`)} as role,
    ${one(sql`select p.* from principal as p where p.id = s.principal_id`)} as subject
    from schedule as s where s.id = ${scheduleId}::uuid for update of s skip locked`;

/** A policy, locked, named by itself or by what it is for. */
export const lockPolicyStatement = (wanted: WantedPolicy): Sql => {
  if ('policyId' in wanted)
    return sql`select to_jsonb(p) as policy from policy as p where p.id = ${wanted.policyId} for update of p`;
  const { provider, roleDefinitionId, scopeId } = wanted.target;
  return sql`select to_jsonb(p) as policy from policy as p
    where p.provider = ${provider} and p.role_definition_id = ${roleDefinitionId} and p.scope_id = ${scopeId} for update of p`;
};

/** What belongs to a policy, which may be there or not, and which of the principals named as approvers exist. */
export const policyFactsStatement = (wanted: WantedPolicy, principalIds: readonly string[]): Sql => sql`
  select ${one(sql`select d.* from role_definition as d where d.id = p.role_definition_id and d.provider = p.provider`)} as role,
    ${scopeOf(sql`p.provider`, sql`p.scope_id`)} as scope,
    ${list(sql`select k.* from principal as k where k.id = any (${principalIds}::uuid[]) and k.deleted_at is null`)} as known
    from (${namedIn(wanted)}) as p`;

const namedIn = (wanted: WantedPolicy): Sql => {
  if ('policyId' in wanted)
    return sql`select g.provider, g.role_definition_id, g.scope_id from policy as g where g.id = ${wanted.policyId}`;
  const { provider, roleDefinitionId, scopeId } = wanted.target;
  return sql`select ${provider}::text as provider, ${roleDefinitionId}::text as role_definition_id, ${scopeId}::text as scope_id`;
};
