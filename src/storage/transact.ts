import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { PimError } from '../domain/errors';
import { encodeCursor } from './cursor';
import {
  activationsIn,
  actorFrom,
  lockPolicyStatement,
  lockPrincipalStatement,
  lockRequestStatement,
  lockScheduleStatement,
  openStatement,
  pendingIn,
  policyIn,
  recordIn,
  recordsIn,
  requestFactsStatement,
  roleIn,
  targetFactsStatement,
} from './facts';
import type { JsonRow } from './records';
import { expectedUpdates, recordStatement, saveStatement } from './save';
import { render, type Sql, sql } from './sql';
import { isWorthRepeating, StaleRead, translated } from './sql-errors';
import { approvalStageTable } from './tables/approval';
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
        return await once(pool, (client) => work(createTx(client, instant, newId)));
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

async function once<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}

async function rows(client: PoolClient, statement: Sql): Promise<readonly JsonRow[]> {
  const { text, values } = render(statement);
  return (await client.query<JsonRow>(text, [...values])).rows;
}

function createTx(client: PoolClient, instant: Instant, newId: () => string): Tx {
  const first = async (statement: Sql): Promise<JsonRow | undefined> => (await rows(client, statement))[0];
  const now = async (): Promise<Date> =>
    instant() ?? ((await first(sql`select date_trunc('milliseconds', clock_timestamp()) as now`))?.now as Date);
  return {
    now,
    open: async (caller) => {
      const row = (await first(openStatement(caller, instant()))) ?? {};
      return { actor: actorFrom(caller, row), tenantId: row.tenant_id as string, now: row.now as Date };
    },
    earlierResult: async (attempt) => earlierResult(await first(earlierStatement(attempt, await now())), attempt),
    targetFacts: async (principalId, target, kind) => {
      await first(lockPrincipalStatement(principalId));
      const row = (await first(targetFactsStatement(principalId, target, kind, await now()))) ?? {};
      return {
        principal: recordIn(principalTable, row.principal),
        role: roleIn(row.role),
        policy: policyIn(row.policy),
        scopeExists: row.scope_exists === true,
        eligibilities: recordsIn(scheduleTable, row.eligibilities),
        current: recordsIn(scheduleTable, row.current),
        pending: pendingIn(row.pending),
        activations: activationsIn(row.activations),
      };
    },
    lockRequest: async (requestId) => {
      const request = recordIn(scheduleRequestTable, (await first(lockRequestStatement(requestId)))?.request);
      if (!request) return null;
      const row = (await first(requestFactsStatement(requestId, await now()))) ?? {};
      return {
        request,
        stages: recordsIn(approvalStageTable, row.stages),
        schedule: recordIn(scheduleTable, row.schedule),
        role: roleIn(row.role),
        subject: recordIn(principalTable, row.subject),
        eligibilities: recordsIn(scheduleTable, row.eligibilities),
      };
    },
    lockSchedule: async (scheduleId) => {
      const row = (await first(lockScheduleStatement(scheduleId))) ?? {};
      const schedule = recordIn(scheduleTable, row.schedule);
      if (!schedule) return null;
      return {
        schedule,
        request: recordIn(scheduleRequestTable, row.request),
        role: roleIn(row.role),
        subject: recordIn(principalTable, row.subject),
      };
    },
    lockPolicy: async (policyId, approverIds) => {
      const row = (await first(lockPolicyStatement(policyId, approverIds))) ?? {};
      const policy = policyIn(row.policy);
      return policy && { policy, role: roleIn(row.role), knownPrincipals: recordsIn(principalTable, row.known) };
    },
    hasEverBeenHeld: async (roleDefinitionId) => {
      await first(sql`select pg_advisory_xact_lock(hashtextextended(${roleDefinitionId}, 0))`);
      return (await first(everHeldStatement(roleDefinitionId)))?.held === true;
    },
    save: async (outcome, attempt) => {
      const row = (await first(saveStatement(outcome, attempt, newId, await now()))) ?? {};
      if (row.changed !== expectedUpdates(outcome)) throw new StaleRead('A record changed before it was stored.');
      return encodeCursor({ txId: row.tx_id as string, id: row.id as string });
    },
    record: async (entry) => {
      await first(recordStatement(entry));
    },
  };
}

const everHeldStatement = (roleDefinitionId: string): Sql => sql`select exists (
  select from schedule where provider = 'directory' and kind = 'assignment' and scope_id = '/' and role_definition_id = ${roleDefinitionId}) as held`;

const earlierStatement = ({ caller, key }: KeyedAttempt, now: Date): Sql => sql`
  with expired as (delete from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at <= ${now.toISOString()}::timestamptz - interval '24 hours')
  select operation, input_hash, result from idempotency_key where caller_id = ${caller.principalId}::uuid and key = ${key}
    and created_at > ${now.toISOString()}::timestamptz - interval '24 hours'`;

function earlierResult(row: JsonRow | undefined, { operation, inputHash }: KeyedAttempt) {
  if (!row) return null;
  if (row.operation !== operation || row.input_hash !== inputHash) {
    throw new PimError('IdempotencyKeyReused', 'This idempotency key stands for another input; choose a fresh one.', {
      path: ['input', 'idempotencyKey'],
    });
  }
  const { result, tx_id: txId, id } = row.result as { result: unknown; tx_id: string; id: string };
  return { result, eventCursor: encodeCursor({ txId, id }) };
}
