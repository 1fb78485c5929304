import type { Pool } from 'pg';
import type { AssignmentType } from '../domain/schedule';
import { callerId, holdsNow, now } from '../storage/session';
import { sql } from '../storage/sql';
import { allowedInTenant } from '../storage/visibility';
import { type Session, Slot } from './planner/binding';
import { compileRecord, type RecordQuestion } from './planner/record-question';
import { createRunOn } from './planner/statement';

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

/** Asks on behalf of a caller; null when the caller may not know (L.1: oneself, or those who may read PIM). */
export type CheckAccess = (question: AccessQuestion, session: Session) => Promise<AccessAnswer | null>;

/** The values of {@link accessQuestion}. */
export const accessValues = ({ principalId, roleDefinitionId, scopeId }: AccessQuestion): readonly string[] => [
  principalId,
  roleDefinitionId,
  scopeId,
];

const [principalId, roleId, scopeId] = [0, 1, 2].map((place) => new Slot(({ ids }) => ids[place]));

/**
 * The access check: one indexed statement. The longest assignment that holds now decides, held by the principal or by a
 * group it is in; a disabled principal and a disabled role give none (M-7). The record's properties are those of the
 * API's `AccessCheck`.
 */
export const accessQuestion: RecordQuestion = {
  allowed: sql`(${callerId} = ${principalId}::uuid or ${allowedInTenant('schedule.read')})`,
  cells: {
    hasAccess: { sql: sql`access.id is not null`, as: 'boolean' },
    endDateTime: { sql: sql`upper(access.span)`, as: 'instant' },
    assignmentType: { sql: sql`access.assignment_type`, as: 'text' },
    memberType: {
      sql: sql`case when access.principal_id = ${principalId}::uuid then 'Direct' when access.id is not null then 'Group' end`,
      as: 'text',
    },
    roleAssignmentScheduleId: { sql: sql`access.id`, as: 'text' },
  },
  joined: sql`left join lateral (
    select s.id, s.span, s.assignment_type, s.principal_id
      from schedule as s
     where s.principal_id = any (${principalId}::uuid || groups_of(${principalId}::uuid, ${now}))
       and s.kind = 'assignment' and s.provider = 'directory' and s.role_definition_id = ${roleId}::text
       and s.scope_id in ('/', ${scopeId}::text) and ${holdsNow('s')}
       and exists (select from role_definition as r where r.id = ${roleId}::text and r.provider = 'directory' and r.is_enabled)
       and exists (select from principal as p where p.id = ${principalId}::uuid and p.account_enabled is not false and p.deleted_at is null)
     order by upper(s.span) desc nulls first, s.id limit 1) as access on true`,
};

/** Makes the access check for whoever asks without a document, as the executor does. */
export const createCheckAccess = (pool: Pool): CheckAccess => {
  const plan = compileRecord(accessQuestion, false);
  const run = createRunOn(() => pool);
  return async (question, session) => {
    const record = plan.record(await run(plan, { session, ids: accessValues(question), lists: [] }));
    if (record === null) return null;
    const { hasAccess, endDateTime: endAt, assignmentType, memberType, roleAssignmentScheduleId: scheduleId } = record;
    return { hasAccess, endAt, assignmentType, memberType, scheduleId } as AccessAnswer;
  };
};
