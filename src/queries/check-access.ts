import type { Pool } from 'pg';
import type { AssignmentType } from '../domain/schedule';
import { callerId, holdsNow, sessionCte } from '../storage/session';
import { render, sql } from '../storage/sql';
import { allowedInTenant } from '../storage/visibility';

/** Who is asked about, for which role, where. */
export interface AccessQuestion {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** Canonical, such as `/` or `/administrativeUnits/{id}`. */
  readonly scopeId: string;
}

/** Whether a principal holds a role at this moment, until when, and through what. */
export interface AccessAnswer {
  readonly hasAccess: boolean;
  /** When the longest of what gives access ends; null when it never does, or there is no access. */
  readonly endAt: Date | null;
  readonly assignmentType: AssignmentType | null;
  readonly memberType: 'Direct' | 'Group' | null;
  readonly scheduleId: string | null;
}

interface Row extends AccessAnswer {
  readonly isAllowed: boolean;
}

/** Asks on behalf of a caller; null when the caller may not know (L.1: oneself, or those who may read PIM). */
export type CheckAccess = (
  question: AccessQuestion,
  session: { readonly callerId: string; readonly instant: Date | null },
) => Promise<AccessAnswer | null>;

/**
 * Makes the access check: one indexed statement. The longest assignment that holds now decides, held by the principal or
 * by a group it is in; a disabled principal and a disabled role give none (M-7).
 */
export const createCheckAccess =
  (pool: Pool): CheckAccess =>
  async (question, session) => {
    const { text, values } = render(statement(question, session));
    const { rows } = await pool.query<Row>({ name: 'check_access', text, values: [...values] });
    const [row] = rows;
    if (!row?.isAllowed) return null;
    const { hasAccess, endAt, assignmentType, memberType, scheduleId } = row;
    return { hasAccess, endAt, assignmentType, memberType, scheduleId };
  };

const statement = (
  { principalId, roleDefinitionId, scopeId }: AccessQuestion,
  session: { readonly callerId: string; readonly instant: Date | null },
) => sql`
  with ${sessionCte(sql`${session.callerId}`, sql`${session.instant?.toISOString() ?? null}`)},
  subject as materialized (select array[s.id] || groups_of(s.id) as ids from (select ${principalId}::uuid as id) as s)
  select (${callerId} = asked.principal_id or ${allowedInTenant('schedule.read')}) as "isAllowed",
    held.id is not null as "hasAccess", held.id as "scheduleId", upper(held.span) as "endAt", held.assignment_type as "assignmentType",
    case when held.id is null then null when held.principal_id = asked.principal_id then 'Direct' else 'Group' end as "memberType"
  from (select ${principalId}::uuid as principal_id, ${roleDefinitionId}::text as role_id, ${scopeId}::text as scope_id from session) as asked
  left join lateral (
    select s.id, s.span, s.assignment_type, s.principal_id
      from schedule as s
     where s.principal_id = any ((select ids from subject)::uuid[])
       and s.kind = 'assignment' and s.provider = 'directory' and s.role_definition_id = asked.role_id
       and s.scope_id in ('/', asked.scope_id) and ${holdsNow('s')}
       and exists (select from role_definition as r where r.id = asked.role_id and r.provider = 'directory' and r.is_enabled)
       and exists (select from principal as p where p.id = asked.principal_id and p.account_enabled is not false and p.deleted_at is null)
     order by upper(s.span) desc nulls first, s.id limit 1) as held on true`;
