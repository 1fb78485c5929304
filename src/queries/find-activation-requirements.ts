import type { Pool } from 'pg';
import {
  type ActivationFacts,
  type ActivationRequirements,
  type AskedPeople,
  activationRequirements,
} from '../domain/activation-requirements';
import type { Caller } from '../domain/actor';
import { invariant } from '../domain/errors';
import { unitIdIn } from '../domain/providers/directory';
import type { Target } from '../domain/target';
import { peopleAskedBy } from '../storage/approver-people';
import { list, notEnded } from '../storage/fact-pieces';
import { policyIn, recordsIn } from '../storage/fact-records';
import { callerAndGroups, callerId, callerIsPerson, now } from '../storage/session';
import { type Sql, sql } from '../storage/sql';
import { scheduleTable } from '../storage/tables/schedule';
import { scheduleRequestTable } from '../storage/tables/schedule-request';
import { policyIsVisible } from '../storage/visibility';
import { type Session, Slot } from './planner/binding';
import { compileRecord, type FoundRecord, type RecordQuestion } from './planner/record-question';
import { createRunOn } from './planner/statement';
import { col } from './shapes/row';

/** Asks on behalf of a caller, about himself; null when there is no such role or scope, or not for him. */
export type FindActivationRequirements = (
  target: Target,
  caller: Caller,
  session: Session,
) => Promise<ActivationRequirements | null>;

const [roleId, scopeId] = [0, 1].map((place) => sql`${new Slot(({ ids }) => ids[place])}::text`);
const unitId = sql`${new Slot(({ ids }) => unitIdIn(ids[1] ?? '/'))}::uuid`;

const isOfRole = (row: string): Sql =>
  sql`${col(row, 'provider')} = 'directory' and ${col(row, 'role_definition_id')} = ${roleId}`;

const isTwin = (row: string): Sql => sql`${isOfRole(row)} and ${col(row, 'scope_id')} = ${scopeId}
  and ${col(row, 'principal_id')} = ${callerId} and ${col(row, 'kind')} = 'assignment'`;

const approval = sql`(select rule -> 'setting' from jsonb_array_elements(governing.rules) as rule
  where rule ->> 'id' = 'Approval_EndUser_Assignment')`;

/**
 * One statement that locks nothing. Whoever may not read the policy has no answer (what one may not see does not exist),
 * nor has an application, which activates nothing (L.4).
 */
const question: RecordQuestion = {
  allowed: sql`(${callerIsPerson} and governing.id is not null and ${policyIsVisible('governing')}
    and (${scopeId} = '/' or exists (select from administrative_unit as u where u.id = ${unitId} and u.deleted_at is null)))`,
  cells: {
    now: { sql: now, as: 'instant' },
    policy: { sql: sql`to_jsonb(governing)`, as: 'json' },
    isEmergencyAccount: { sql: sql`me.is_emergency_account`, as: 'boolean' },
    eligibilities: {
      sql: list(sql`select s.* from schedule as s where ${isOfRole('s')} and s.kind = 'eligibility'
        and s.principal_id = any (${callerAndGroups}) and ${notEnded('s', now)} order by s.id`),
      as: 'json',
    },
    current: {
      sql: list(sql`select s.* from schedule as s where ${isTwin('s')} and ${notEnded('s', now)}`),
      as: 'json',
    },
    pending: {
      sql: list(sql`select r.* from schedule_request as r
        where ${isTwin('r')} and r.status in ('PendingApproval', 'PendingAdminDecision')`),
      as: 'json',
    },
    asked: {
      sql: sql`case when (${approval} -> 'isApprovalRequired')::boolean then ${peopleAskedBy(approval, callerId)} else '[]' end`,
      as: 'json',
    },
  },
  joined: sql`join principal as me on me.id = ${callerId} left join policy as governing
    on ${isOfRole('governing')} and governing.scope_id = '/'`,
};

function factsIn(record: FoundRecord, target: Target): ActivationFacts {
  const policy = policyIn(record.policy);
  invariant(policy, 'only who may read the policy has an answer');
  return {
    target,
    policy,
    isEmergencyAccount: record.isEmergencyAccount === true,
    eligibilities: recordsIn(scheduleTable, record.eligibilities),
    current: recordsIn(scheduleTable, record.current),
    pending: recordsIn(scheduleRequestTable, record.pending),
    asked: record.asked as readonly AskedPeople[],
  };
}

/** Makes the question on a pool; what comes out is judged by what the activation itself is judged by. */
export const createFindActivationRequirements = (pool: Pool): FindActivationRequirements => {
  const plan = compileRecord(question, false);
  const run = createRunOn(() => pool);
  return async (target, caller, session) => {
    const ids = [target.roleDefinitionId, target.scopeId];
    const record = plan.record(await run(plan, { session, ids, lists: [] }));
    if (record === null) return null;
    invariant(record.now instanceof Date, 'the statement tells its instant');
    return activationRequirements(factsIn(record, target), caller, record.now);
  };
};
