import { clock, eligibilitiesOf, list, lockedSeparations, notEnded, now, one, separations } from './fact-pieces';
import { type Sql, sql } from './sql';

/** A request, locked, with all that decides on it. */
export const lockRequestStatement = (requestId: string): Sql =>
  sql`select to_jsonb(r) as request, ${lockedSeparations(sql`r.role_definition_id`)}
    from schedule_request as r where r.id = ${requestId}::uuid for update of r`;

/**
 * What belongs to a request that is locked already; its eligibilities only while it is pending, for whoever removes an
 * eligibility locks that first, and then the requests that were granted from it.
 */
export const requestFactsStatement = (requestId: string, instant: Date | null): Sql =>
  sql`with ${clock(instant)} select
    ${list(sql`select t.* from approval_stage as t where t.approval_id = r.approval_id order by t.position`)} as stages,
    ${one(sql`select a.* from approval as a where a.id = r.approval_id`)} as approval,
    case when exists (select from approval_stage as t where t.approval_id = r.approval_id
        and cardinality(t.approver_manager_levels) + cardinality(t.escalation_manager_levels) > 0)
      then jsonb_build_array(manager_of(r.principal_id, 1), manager_of(r.principal_id, 2)) else '[]' end as manager_ids,
    case when r.status = 'PendingApproval' then ${separations(sql`r.principal_id`, sql`r.role_definition_id`)} else '[]' end as separations,
    ${one(sql`select s.* from schedule as s where s.id = r.id and ${notEnded('s', now)}`)} as schedule,
    exists (select from schedule as s where s.id <> r.id and s.principal_id = r.principal_id and s.provider = r.provider
      and s.role_definition_id = r.role_definition_id and s.scope_id = r.scope_id and s.kind = r.kind and ${notEnded('s', now)}) as is_taken,
    ${one(sql`select d.* from role_definition as d where d.id = r.role_definition_id and d.provider = r.provider`)} as role,
    ${one(sql`select p.* from principal as p where p.id = r.principal_id and p.deleted_at is null`)} as subject,
    case when r.status = 'PendingApproval' then
      ${list(eligibilitiesOf(sql`r.principal_id`, sql`r.provider`, sql`r.role_definition_id`, now))} else '[]' end as eligibilities
    from schedule_request as r where r.id = ${requestId}::uuid`;

/** A schedule, locked, with the request that made it. */
export const lockScheduleStatement = (scheduleId: string): Sql => sql`
  select to_jsonb(s) as schedule, ${one(sql`select r.* from schedule_request as r where r.id = s.created_using`)} as request,
    ${one(sql`select d.* from role_definition as d where d.id = s.role_definition_id and d.provider = s.provider`)} as role,
    ${one(sql`select p.* from principal as p where p.id = s.principal_id`)} as subject
    from schedule as s where s.id = ${scheduleId}::uuid for update of s skip locked`;

/** A policy, locked, and which of the principals named as approvers exist. */
export const lockPolicyStatement = (policyId: string, principalIds: readonly string[]): Sql => sql`
  select to_jsonb(p) as policy, ${one(sql`select d.* from role_definition as d where d.id = p.role_definition_id and d.provider = p.provider`)} as role,
    ${list(sql`select k.* from principal as k where k.id = any (${principalIds}::uuid[]) and k.deleted_at is null`)} as known
    from policy as p where p.id = ${policyId} for update of p`;
