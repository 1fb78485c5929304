import type { Pool } from 'pg';
import {
  type ActivationFacts,
  type ActivationRequirements,
  type AskedPeople,
  activationRequirements,
} from '../domain/activation-requirements';
import type { Caller } from '../domain/actor';
import { invariant } from '../domain/errors';
import type { Policy } from '../domain/policy/policy';
import { rulesOf, type Target } from '../domain/target';
import { peopleAskedBy } from '../storage/approver-people';
import { list, notEnded, reachedEligibilities, scopeOf } from '../storage/fact-pieces';
import { eligibilitiesIn, policyIn, recordsIn, scopeIn } from '../storage/fact-records';
import { callerId, callerIsPerson, now } from '../storage/session';
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

/** The values of the question, in this order. */
const valuesOf = ({ provider, roleDefinitionId, scopeId }: Target): readonly string[] => [
  provider,
  roleDefinitionId,
  scopeId,
  rulesOf(provider).policyScope(scopeId),
];

const slot = (place: number): Sql => sql`${new Slot(({ ids }) => ids[place])}::text`;
const [provider, roleDefinitionId, scopeId, policyScope] = [slot(0), slot(1), slot(2), slot(3)];

const isOfRole = (row: string): Sql =>
  sql`${col(row, 'provider')} = ${provider} and ${col(row, 'role_definition_id')} = ${roleDefinitionId}`;

const isTwin = (row: string): Sql => sql`${isOfRole(row)} and ${col(row, 'scope_id')} = ${scopeId}
  and ${col(row, 'principal_id')} = ${callerId} and ${col(row, 'kind')} = 'assignment'`;

const eligibilities = reachedEligibilities({ principalId: callerId, provider, roleDefinitionId, scopeId, at: now });

const approval = sql`(select rule -> 'setting' from jsonb_array_elements(governing.rules) as rule
  where rule ->> 'id' = 'Approval_EndUser_Assignment')`;

/**
 * One statement that locks nothing. Whoever may not read the policy has no answer (what one may not see does not exist),
 * unless he is eligible there; nor has an application, which activates nothing (L.4).
 */
const question: RecordQuestion = {
  // Everybody in the groups that would be asked is looked at.
  takesLong: true,
  allowed: sql`(${callerIsPerson} and (${scopeOf(provider, scopeId)}) is not null
    and exists (select from role_definition as d where d.id = ${roleDefinitionId} and d.provider = ${provider})
    and ((governing.id is not null and ${policyIsVisible('governing')}) or exists (select from (${eligibilities}) as any_of_them)))`,
  cells: {
    now: { sql: now, as: 'instant' },
    policy: { sql: sql`to_jsonb(governing)`, as: 'json' },
    isEmergencyAccount: { sql: sql`me.is_emergency_account`, as: 'boolean' },
    scope: { sql: scopeOf(provider, scopeId), as: 'json' },
    eligibilities: { sql: list(eligibilities), as: 'json' },
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
      sql: sql`case when (${approval} -> 'isApprovalRequired')::boolean then ${peopleAskedBy(approval, callerId, provider)} else '[]' end`,
      as: 'json',
    },
  },
  joined: sql`join principal as me on me.id = ${callerId} left join policy as governing
    on ${isOfRole('governing')} and governing.scope_id = ${policyScope}`,
};

/** The policy that judges a target which is not under management yet (G-4). */
const unmanagedPolicy = ({ provider: from, roleDefinitionId: role, scopeId: at }: Target): Policy => ({
  id: '',
  provider: from,
  roleDefinitionId: role,
  scopeId: rulesOf(from).policyScope(at),
  rules: rulesOf(from).defaultRules,
  isOrganizationDefault: false,
  lastModifiedAt: null,
  lastModifiedByName: null,
});

function factsIn(record: FoundRecord, target: Target): ActivationFacts {
  return {
    target,
    policy: policyIn(record.policy) ?? unmanagedPolicy(target),
    isEmergencyAccount: record.isEmergencyAccount === true,
    eligibilities: eligibilitiesIn(record.eligibilities),
    coveredBy: scopeIn(record.scope)?.coveredBy ?? [],
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
    const record = plan.record(await run(plan, { session, ids: valuesOf(target), lists: [] }));
    if (record === null) return null;
    invariant(record.now instanceof Date, 'the statement tells its instant');
    return activationRequirements(factsIn(record, target), caller, record.now);
  };
};
