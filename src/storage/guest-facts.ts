import type { GuestAccess } from '../domain/guest-withdrawal';
import { clock, list, notEnded, now, one, scopeOf } from './fact-pieces';
import { recordIn, recordsIn, roleIn, rowsIn, scopeIn } from './fact-records';
import { type JsonRow, recordFrom } from './records';
import { raw, type Sql, sql } from './sql';
import { approvalStageTable } from './tables/approval';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';

/**
 * Takes hold of what these people have and wait for, to be asked in this order after their principals, which is the order
 * in which approvals and cancellations take them: what somebody else is deciding is either seen afterwards or finds it
 * ended. Requests that are granted come after the eligibilities that they were granted from.
 */
export const lockAccessStatements = (ids: readonly string[], instant: Date | null): readonly Sql[] => [
  lockedSchedules(
    ids,
    raw(`s.provider = 'group' and s.kind = 'assignment' and s.role_definition_id = 'member'`),
    instant,
  ),
  lockedRequests(ids, raw(`'{PendingApproval,PendingAdminDecision}'::text[]`)),
  lockedSchedules(ids, raw(`s.kind = 'eligibility'`), instant),
  lockedRequests(ids, raw(`'{Granted}'::text[]`)),
];

const lockedSchedules = (ids: readonly string[], condition: Sql, instant: Date | null): Sql => sql`
  with ${clock(instant)} select s.id from schedule as s
   where s.principal_id = any (${ids}::uuid[]) and ${condition} and ${notEnded('s', now)} order by s.id for no key update of s`;

const lockedRequests = (ids: readonly string[], statuses: Sql): Sql => sql`
  select r.id from schedule_request as r
   where r.principal_id = any (${ids}::uuid[]) and r.status = any (${statuses}) order by r.id for no key update of r`;

const roleOf = (row: string): Sql =>
  one(
    sql`select d.* from role_definition as d where d.id = ${raw(row)}.role_definition_id and d.provider = ${raw(row)}.provider`,
  );

/** All that these people have and that has not ended, and all that they wait for: a row for each, in the order of their ids. */
export const guestAccessStatement = (ids: readonly string[], instant: Date | null): Sql => sql`
  with ${clock(instant)} select to_jsonb(g) as guest,
    ${list(sql`select to_jsonb(s) as schedule, ${one(sql`select r.* from schedule_request as r where r.id = s.created_using`)} as request,
        ${roleOf('s')} as role, ${scopeOf(raw('s.provider'), raw('s.scope_id'))} as scope
      from schedule as s where s.principal_id = g.id and ${notEnded('s', now)} order by s.id`)} as schedules,
    ${list(sql`select to_jsonb(r) as request, ${roleOf('r')} as role, ${scopeOf(raw('r.provider'), raw('r.scope_id'))} as scope,
        ${list(sql`select t.* from approval_stage as t where t.approval_id = r.approval_id order by t.position`)} as stages
      from schedule_request as r where r.principal_id = g.id and r.status in ('PendingApproval', 'PendingAdminDecision') order by r.id`)} as pending
    from principal as g where g.id = any (${ids}::uuid[]) order by g.id`;

/** What {@link guestAccessStatement} found of one of them. */
export const guestAccessIn = ({ guest, schedules, pending }: JsonRow): GuestAccess => ({
  guest: recordFrom(principalTable, guest as JsonRow),
  schedules: rowsIn(schedules).map(({ schedule, request, role, scope }) => ({
    schedule: recordFrom(scheduleTable, schedule as JsonRow),
    request: recordIn(scheduleRequestTable, request),
    role: roleIn(role),
    scope: scopeIn(scope),
  })),
  pending: rowsIn(pending).map(({ request, stages, role, scope }) => ({
    request: recordFrom(scheduleRequestTable, request as JsonRow),
    stages: recordsIn(approvalStageTable, stages),
    role: roleIn(role),
    scope: scopeIn(scope),
  })),
});
