import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { auditDocuments } from '../audit-documents';
import { approveCte, assignmentsOf, submitCte } from '../writes-sql';
import { instant, plain, rowsOf } from './statement';

type Body = Readonly<Record<string, unknown>>;

const submitText = `${submitCte} select request.id, request.status, pg_notify('bench_outbox', '') from request`;
const approveText = `${approveCte} select reviewed.id, reviewed.status, reviewed.review_result, pg_notify('bench_outbox', '') from reviewed`;

const freshIds = (count: number): readonly string[] => Array.from({ length: count }, () => v7());

/** W5, first half: creates a request that needs approval. */
export async function submit(pool: Pool, { caller, role, justification }: Body): Promise<string> {
  const values = [v7(), caller, role, justification, auditDocuments(String(caller), String(role)), freshIds(5)];
  const [row] = await rowsOf(pool, 'w5_submit', submitText, values);
  if (!row) return '{"errors":[{"message":"not eligible"}]}';
  return `{"id":${plain(row[0])},"status":${plain(row[1])}}`;
}

/** W5, second half: approves it. */
export async function approve(pool: Pool, { caller, id, justification }: Body): Promise<string> {
  const values = [id, caller, justification, auditDocuments(String(caller), ''), freshIds(4)];
  const [row] = await rowsOf(pool, 'w5_approve', approveText, values);
  if (!row) return '{"errors":[{"message":"not open"}]}';
  return `{"id":${plain(row[0])},"status":${plain(row[1])},"reviewResult":${plain(row[2])}}`;
}

const accessText = `select s.id, upper(s.span), s.assignment_type, case when s.principal_id = $1::uuid then 'Direct' else 'Group' end
    from (${assignmentsOf('$1')}) as s
   where s.role_definition_id = $2 and s.scope_id in ('/', $3) and s.span @> now()
     and exists (select from role_definition as d where d.id = $2 and d.is_enabled)
     and exists (select from principal as p where p.id = $1::uuid and p.account_enabled is not false and p.deleted_at is null)
   order by upper(s.span) desc nulls first, s.id limit 1`;

/** W6: whether somebody holds a role now. */
export async function access(pool: Pool, { principalId, role }: Body): Promise<string> {
  const [row] = await rowsOf(pool, 'w6', accessText, [principalId, role, '/']);
  if (!row)
    return '{"hasAccess":false,"endDateTime":null,"assignmentType":null,"memberType":null,"roleAssignmentScheduleId":null}';
  return `{"hasAccess":true,"endDateTime":${instant(row[1])},"assignmentType":${plain(row[2])},"memberType":${plain(row[3])},"roleAssignmentScheduleId":${plain(row[0])}}`;
}
