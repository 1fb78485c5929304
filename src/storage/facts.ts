import type { EntitySchema } from 'typeorm';
import { type Actor, type Caller, serviceActor } from '../domain/actor';
import { unitIdIn } from '../domain/providers/directory';
import type { Kind, Target } from '../domain/target';
import { type JsonRow, recordFrom } from './records';
import { raw, type Sql, sql } from './sql';
import { approvalStageTable } from './tables/approval';
import { policyTable } from './tables/policy';
import { principalTable } from './tables/principal';
import { roleDefinitionTable } from './tables/role-definition';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';

/** Schedules that have not ended at `at`; `row` is the alias. */
const notEnded = (row: string, at: Sql): Sql =>
  sql`not isempty(${raw(row)}.span) and (upper_inf(${raw(row)}.span) or upper(${raw(row)}.span) > ${at})`;

const list = (rows: Sql): Sql => sql`(select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (${rows}) as listed)`;
const one = (rows: Sql): Sql => sql`(select to_jsonb(found) from (${rows}) as found)`;

/** The clock of a statement: one row, the given instant, else the database's time in whole milliseconds. */
const clock = (instant: Date | null): Sql =>
  sql`clock as materialized (select coalesce(${instant?.toISOString() ?? null}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now)`;

/** The clock's instant, read once per statement. */
const now: Sql = raw('(select now from clock)');

/** Who acts with which rights, the organisation and the clock. `instant` is null for the database's own. */
export const openStatement = (caller: Caller, instant: Date | null): Sql => sql`
  with ${clock(instant)}
  select clock.now, (select tenant_id from organization) as tenant_id, groups_of(${caller.principalId}::uuid) as group_ids,
    (select jsonb_build_object('display_name', p.display_name, 'user_principal_name', p.user_principal_name,
       'is_enabled', p.account_enabled and p.deleted_at is null)
       from principal as p where p.id = ${caller.principalId}::uuid) as who,
    (select coalesce(jsonb_agg(jsonb_build_object('roleDefinitionId', h.role_definition_id, 'scopeId', h.scope_id)), '[]')
       from roles_of(${caller.principalId}::uuid, clock.now) as h) as roles
  from clock`;

/** The actor in the row of {@link openStatement}. */
export function actorFrom(caller: Caller, row: JsonRow): Actor {
  const who = row.who as {
    display_name: string;
    user_principal_name: string | null;
    is_enabled: boolean | null;
  } | null;
  return {
    ...caller,
    displayName: who?.display_name ?? null,
    userPrincipalName: who?.user_principal_name ?? null,
    isEnabled: caller.principalId === serviceActor.principalId || who?.is_enabled === true,
    roles: row.roles as Actor['roles'],
    groupIds: row.group_ids as readonly string[],
  };
}

/** Takes the lock that every change of what a principal holds begins with. */
export const lockPrincipalStatement = (principalId: string): Sql =>
  sql`select id from principal where id = ${principalId}::uuid for no key update`;

const eligibilitiesOf = (principalId: Sql, provider: Sql, roleDefinitionId: Sql, at: Sql): Sql => sql`
  select s.* from schedule as s
   where s.kind = 'eligibility' and s.provider = ${provider} and s.role_definition_id = ${roleDefinitionId}
     and s.principal_id = any (array[${principalId}] || groups_of(${principalId})) and ${notEnded('s', at)}
   order by s.id for share`;

const activationsFrom = (eligibilities: Sql, at: Sql): Sql => sql`
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject
    from schedule as a join principal as p on p.id = a.principal_id left join schedule_request as r on r.id = a.created_using
   where a.activated_using in (${eligibilities}) and ${notEnded('a', at)}`;

const isFor = (row: string, principalId: string, { provider, roleDefinitionId, scopeId }: Target, kind: Kind): Sql =>
  sql`${raw(row)}.principal_id = ${principalId}::uuid and ${raw(row)}.provider = ${provider}
    and ${raw(row)}.role_definition_id = ${roleDefinitionId} and ${raw(row)}.scope_id = ${scopeId} and ${raw(row)}.kind = ${kind}`;

/**
 * Takes hold of the eligibilities that are about to be changed, before anything is read: an activation that is being
 * made from one of them, or approved, is either seen afterwards or waits and finds it changed (W-1).
 */
export const lockEligibilitiesStatement = (principalId: string, target: Target, instant: Date | null): Sql => sql`
  with ${clock(instant)} select e.id from schedule as e
   where ${isFor('e', principalId, target, 'eligibility')} and ${notEnded('e', now)} order by e.id for no key update of e`;

/** All that a request for a target is judged by; the eligibilities are locked against their end. */
export function targetFactsStatement(
  principalId: string,
  { provider, roleDefinitionId, scopeId }: Target,
  kind: Kind,
  instant: Date | null,
): Sql {
  const same = (row: string) => isFor(row, principalId, { provider, roleDefinitionId, scopeId }, kind);
  const current = sql`select s.* from schedule as s where ${same('s')} and ${notEnded('s', now)} order by s.id`;
  return sql`with ${clock(instant)} select
    ${one(sql`select * from principal where id = ${principalId}::uuid and deleted_at is null`)} as principal,
    ${one(sql`select * from role_definition where id = ${roleDefinitionId} and provider = ${provider}`)} as role,
    ${one(sql`select * from policy where provider = ${provider} and role_definition_id = ${roleDefinitionId} and scope_id = '/'`)} as policy,
    ${scopeExists(scopeId)} as scope_exists,
    ${list(eligibilitiesOf(sql`${principalId}::uuid`, sql`${provider}`, sql`${roleDefinitionId}`, now))} as eligibilities,
    ${list(current)} as current,
    ${list(sql`select r.* from schedule_request as r where ${same('r')} and r.status = 'Granted'`)} as granted,
    ${list(sql`select to_jsonb(r) as request, ${list(sql`select t.* from approval_stage as t where t.approval_id = r.approval_id order by t.position`)} as stages
      from schedule_request as r where ${same('r')} and r.status in ('PendingApproval', 'PendingAdminDecision')`)} as pending,
    ${kind === 'eligibility' ? list(activationsFrom(sql`select c.id from (${current}) as c`, now)) : raw(`'[]'::jsonb`)} as activations`;
}

function scopeExists(scopeId: string): Sql {
  const unitId = unitIdIn(scopeId);
  if (unitId === null) return raw('true');
  return sql`exists (select from administrative_unit where id = ${unitId}::uuid and deleted_at is null)`;
}

/** A request, locked, with all that decides on it. */
export const lockRequestStatement = (requestId: string): Sql =>
  sql`select to_jsonb(r) as request from schedule_request as r where r.id = ${requestId}::uuid for update`;

/**
 * What belongs to a request that is locked already; its eligibilities only while it is pending, for whoever removes an
 * eligibility locks that first, and then the requests that were granted from it.
 */
export const requestFactsStatement = (requestId: string, instant: Date | null): Sql =>
  sql`with ${clock(instant)} select
    ${list(sql`select t.* from approval_stage as t where t.approval_id = r.approval_id order by t.position`)} as stages,
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

const rowsIn = (value: unknown): readonly JsonRow[] => (value ?? []) as readonly JsonRow[];

/** The record in a JSON column; null when there is none. */
export const recordIn = <T>(table: EntitySchema<T>, value: unknown): T | null =>
  value === null || value === undefined ? null : recordFrom(table, value as JsonRow);

/** The records in a JSON column. */
export const recordsIn = <T>(table: EntitySchema<T>, value: unknown): readonly T[] =>
  rowsIn(value).map((row) => recordFrom(table, row));

/** The pending requests, with their stages, in a JSON column. */
export const pendingIn = (value: unknown) =>
  rowsIn(value).map(({ request, stages }) => ({
    request: recordFrom(scheduleRequestTable, request as JsonRow),
    stages: recordsIn(approvalStageTable, stages),
  }));

/** The activations in a JSON column. */
export const activationsIn = (value: unknown) =>
  rowsIn(value).map(({ schedule, request, subject }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    request: recordIn(scheduleRequestTable, request),
    subject: recordIn(principalTable, subject),
  }));

/** The policy in a JSON column; null when there is none. */
export const policyIn = (value: unknown) => recordIn(policyTable, value);

/** The role definition in a JSON column; null when there is none. */
export const roleIn = (value: unknown) => recordIn(roleDefinitionTable, value);
