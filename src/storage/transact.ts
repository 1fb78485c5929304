import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { PimError } from '../domain/errors';
import { isProtected } from '../domain/protection';
import { encodeCursor } from './cursor';
import {
  activationsIn,
  pendingIn,
  policyIn,
  protectionIn,
  recordIn,
  recordsIn,
  roleIn,
  separationsIn,
} from './fact-records';
import { lockEligibilitiesStatement, lockGuardStatement, lockPrincipalStatement, targetFactsStatement } from './facts';
import { readResult } from './kept-result';
import { actorFrom, openStatement } from './open-statement';
import type { JsonRow } from './records';
import {
  lockPolicyStatement,
  lockRequestStatement,
  lockScheduleStatement,
  requestFactsStatement,
} from './request-facts';
import { recordStatement, saveStatement } from './save';
import { render, type Sql, sql } from './sql';
import { isWorthRepeating, translated } from './sql-errors';
import { approvalStageTable, approvalTable } from './tables/approval';
import { emergencyUseTable } from './tables/emergency-use';
import { principalTable } from './tables/principal';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';
import type { KeyedAttempt, Transact, Tx } from './transaction';

const attempts = 6;

/** Tells the instant in place of the database's clock; null leaves it to the database. */
export type Instant = () => Date | null;

/** Opens transactions on the gateway's pool. `instant` is the tests' clock; `newId` yields UUIDs of version 7. */
export function createTransact(
  dataSource: DataSource,
  { instant, newId }: { instant: Instant; newId: () => string },
): Transact {
  const pool = poolOf(dataSource);
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(pool, (conversation) => work(createTx(conversation, instant, newId)));
      } catch (error) {
        if (attempt < attempts && isWorthRepeating(error)) continue;
        throw translated(error);
      }
    }
  };
}

/** The pool behind TypeORM: its public calls cost a query runner each, and know no pipelining (performance: pool). */
export const poolOf = (dataSource: DataSource): Pool =>
  (dataSource.driver as unknown as { readonly master: Pool }).master;

/** One transaction on one session; statements that are not waited for go out together. */
interface Conversation {
  readonly ask: (statement: Sql) => Promise<JsonRow | undefined>;
  /** Sends the last statement together with the commit; when it fails, PostgreSQL makes the commit a rollback. */
  readonly askAndCommit: (statement: Sql) => Promise<JsonRow | undefined>;
}

/** A session that breaks fails what is asked of it; without a listener of its own it would end the process (security 28). */
const alreadyTold = (): void => undefined;

async function once<T>(pool: Pool, work: (conversation: Conversation) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', alreadyTold);
  const state = { isCommitted: false };
  const ask = async (statement: Sql): Promise<JsonRow | undefined> =>
    (await client.query<JsonRow>(prepared(statement))).rows[0];
  const askAndCommit = async (statement: Sql): Promise<JsonRow | undefined> => {
    state.isCommitted = true;
    return (await Promise.all([ask(statement), client.query('commit')]))[0];
  };
  const giveBack = (broken?: Error): void => {
    client.removeListener('error', alreadyTold);
    client.release(broken);
  };
  try {
    const [, result] = await Promise.all([client.query('begin'), work({ ask, askAndCommit })]);
    if (!state.isCommitted) await client.query('commit');
    giveBack();
    return result;
  } catch (error) {
    await client.query('rollback').then(() => giveBack(), giveBack);
    throw error;
  }
}

const mostNames = 200;
const names = new Map<string, string>();

/** The statement under a name of its text, so that PostgreSQL plans it once per session; the first few hundred texts only. */
function prepared(statement: Sql) {
  const { text, values } = render(statement);
  const known = names.get(text);
  if (known === undefined && names.size >= mostNames) return { text, values: [...values] };
  const name = known ?? `tx_${createHash('sha1').update(text).digest('hex')}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}

function createTx({ ask, askAndCommit }: Conversation, instant: Instant, newId: () => string): Tx {
  return {
    open: async (caller) => {
      const row = (await ask(openStatement(caller, instant()))) ?? {};
      return { actor: actorFrom(caller, row), tenantId: row.tenant_id as string, now: row.now as Date };
    },
    earlierResult: async (attempt) => {
      const [, row] = await Promise.all([ask(lockKeyStatement(attempt)), ask(earlierStatement(attempt, instant()))]);
      return earlierResult(row, attempt);
    },
    targetFacts: async (wanted) => {
      const { principalId, target, kind } = wanted;
      const [, , , row = {}] = await Promise.all([
        ask(lockPrincipalStatement(wanted)),
        isProtected(target) ? ask(lockGuardStatement(target)) : undefined,
        kind === 'eligibility' ? ask(lockEligibilitiesStatement(principalId, target, instant())) : undefined,
        ask(targetFactsStatement(wanted, instant())),
      ]);
      return {
        principal: recordIn(principalTable, row.principal),
        role: roleIn(row.role),
        policy: policyIn(row.policy),
        scopeExists: row.scope_exists === true,
        eligibilities: recordsIn(scheduleTable, row.eligibilities),
        current: recordsIn(scheduleTable, row.current),
        granted: recordsIn(scheduleRequestTable, row.granted),
        pending: pendingIn(row.pending),
        expired: recordsIn(scheduleTable, row.expired),
        stagesWithoutApprover: (row.stages_without_approver ?? []) as readonly number[],
        protection: protectionIn(row.protection),
        separations: separationsIn(row.separations),
        unsettledUse: recordIn(emergencyUseTable, row.unsettled_use),
        globalAdministratorIds: (row.global_administrator_ids ?? []) as readonly string[],
        activations: activationsIn(row.activations),
      };
    },
    lockRequest: async (requestId) => {
      const [locked, row = {}] = await Promise.all([
        ask(lockRequestStatement(requestId)),
        ask(requestFactsStatement(requestId, instant())),
      ]);
      const request = recordIn(scheduleRequestTable, locked?.request);
      return request && { request, ...requestFactsIn(row) };
    },
    lockSchedule: async (scheduleId) => {
      const row = (await ask(lockScheduleStatement(scheduleId))) ?? {};
      const schedule = recordIn(scheduleTable, row.schedule);
      if (!schedule) return null;
      const request = recordIn(scheduleRequestTable, row.request);
      return { schedule, request, role: roleIn(row.role), subject: recordIn(principalTable, row.subject) };
    },
    lockPolicy: async (policyId, approverIds) => {
      const row = (await ask(lockPolicyStatement(policyId, approverIds))) ?? {};
      const policy = policyIn(row.policy);
      return policy && { policy, role: roleIn(row.role), knownPrincipals: recordsIn(principalTable, row.known) };
    },
    hasEverBeenHeld: async (roleDefinitionId) => {
      const [, row] = await Promise.all([
        ask(lockRoleStatement(roleDefinitionId)),
        ask(everHeldStatement(roleDefinitionId)),
      ]);
      return row?.held === true;
    },
    save: async (outcome, attempt) => {
      const row = (await askAndCommit(saveStatement(outcome, attempt, newId))) ?? {};
      return encodeCursor({ txId: row.tx_id as string, id: row.id as string });
    },
    record: async (entry) => {
      await askAndCommit(recordStatement(entry));
    },
  };
}

const requestFactsIn = (row: JsonRow) => ({
  stages: recordsIn(approvalStageTable, row.stages),
  approval: recordIn(approvalTable, row.approval),
  managerIds: (row.manager_ids ?? []) as readonly (string | null)[],
  separations: separationsIn(row.separations),
  schedule: recordIn(scheduleTable, row.schedule),
  isTaken: row.is_taken === true,
  role: roleIn(row.role),
  subject: recordIn(principalTable, row.subject),
  eligibilities: recordsIn(scheduleTable, row.eligibilities),
});

const lockRoleStatement = (roleDefinitionId: string): Sql =>
  sql`select pg_advisory_xact_lock(hashtextextended(${roleDefinitionId}::text, 0))`;

const everHeldStatement = (roleDefinitionId: string): Sql => sql`select exists (
  select from schedule where provider = 'directory' and kind = 'assignment' and scope_id = '/' and role_definition_id = ${roleDefinitionId}) as held`;

/** Lets one attempt under a key go on at a time: the second one finds the result of the first. */
const lockKeyStatement = ({ caller, key }: KeyedAttempt): Sql =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${caller.principalId} ${key}`}::text, 1))`;

const earlierStatement = ({ caller, key }: KeyedAttempt, instant: Date | null): Sql => sql`
  with expired as (delete from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at <= coalesce(${instant?.toISOString() ?? null}::timestamptz, clock_timestamp()) - interval '24 hours')
  select operation, input_hash, result from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at > coalesce(${instant?.toISOString() ?? null}::timestamptz, clock_timestamp()) - interval '24 hours'`;

function earlierResult(row: JsonRow | undefined, { operation, inputHash }: KeyedAttempt) {
  if (!row) return null;
  if (row.operation !== operation || row.input_hash !== inputHash) {
    return new PimError('IdempotencyKeyReused', 'This idempotency key stands for another input; choose a fresh one.', {
      path: ['input', 'idempotencyKey'],
    });
  }
  const { result, tx_id: txId, id } = row.result as { result: unknown; tx_id: string; id: string };
  return { result: readResult(result), eventCursor: encodeCursor({ txId, id }) };
}
