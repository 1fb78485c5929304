import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { PimError } from '../domain/errors';
import { isProtected } from '../domain/protection';
import { converse, firstRow } from './conversation';
import { encodeCursor } from './cursor';
import { accountIn, lockAccountStatement, lockedUseIn, lockUseStatement } from './emergency-facts';
import { lockedScheduleIn, policyIn, recordIn, recordsIn, roleIn, rowsIn } from './fact-records';
import {
  globalAdministratorsStatement,
  heldApartStatement,
  lockEligibilitiesStatement,
  lockGuardStatement,
  lockPrincipalStatement,
  targetFactsStatement,
} from './facts';
import { requestFactsIn, targetFactsIn } from './found-facts';
import { readResult } from './kept-result';
import { openedBy, openStatement } from './open-statement';
import { protectionIn, protectionStatement } from './protection-facts';
import type { JsonRow } from './records';
import {
  ableApproversStatement,
  heldApartFromStatement,
  lockPolicyStatement,
  lockRequestStatement,
  lockScheduleStatement,
  requestFactsStatement,
  wantedIn,
  wantedStatement,
} from './request-facts';
import { createRinging, type Ringing, ringStatement } from './ring';
import { recordStatement, saveStatement } from './save';
import { lockNewRulesStatement, lockRuleStatement, separationIn, separationStatement } from './separation-facts';
import { render, type Sql, sql } from './sql';
import { isWorthRepeating, translated } from './sql-errors';
import { successionIn, successionStatement } from './succession-facts';
import { principalTable } from './tables/principal';
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
  const ringing = createRinging(pool);
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once({ pool, ringing }, (transaction) => work(createTx(transaction, instant, newId)));
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
interface Transaction {
  readonly ask: (statement: Sql) => Promise<JsonRow | undefined>;
  /** Sends the last statement together with the commit; when it fails, nothing is committed. */
  readonly askAndCommit: (statement: Sql, announces: 'news' | 'nothing') => Promise<JsonRow | undefined>;
  readonly readBehind: Tx['readBehind'];
}

/** A session that breaks fails what is asked of it; without a listener of its own it would end the process (security 28). */
const alreadyTold = (): void => undefined;

const begin = { name: 'tx_begin', text: 'begin', values: [] };
const commit = { name: 'tx_commit', text: 'commit', values: [] };
const rollback = { name: 'tx_rollback', text: 'rollback', values: [] };
const ring = { name: 'tx_ring', text: ringStatement, values: [] };

async function once<T>(
  { pool, ringing }: { readonly pool: Pool; readonly ringing: Ringing },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  client.on('error', alreadyTold);
  const { ask, silence } = converse(client);
  const state = { isCommitted: false, isOver: false };
  const transaction: Transaction = {
    ask: async (statement) => firstRow(await ask(prepared(statement))),
    askAndCommit: async (statement, announces) => {
      state.isCommitted = true;
      const isRinging = announces === 'news' && ringing.isDue();
      const [stored] = await Promise.all([ask(prepared(statement)), ask(commit), isRinging && ask(ring)]);
      if (announces === 'news' && !isRinging) ringing.owe();
      return firstRow(stored);
    },
    readBehind: (statement) => (state.isCommitted && !state.isOver ? ask(statement).then(({ rows }) => rows) : null),
  };
  const giveBack = (broken?: Error): void => {
    state.isOver = true;
    client.removeListener('error', alreadyTold);
    client.release(broken);
  };
  try {
    const [, result] = await Promise.all([ask(begin), work(transaction)]);
    if (!state.isCommitted) await ask(commit);
    await silence();
    giveBack();
    return result;
  } catch (error) {
    await ask(rollback).then(() => giveBack(), giveBack);
    throw error;
  }
}

const mostNames = 200;
const names = new Map<string, string>();

/** The statement under a name of its text, so that PostgreSQL plans it once per session; the first few hundred texts only. */
function prepared(statement: Sql) {
  const { text, values } = render(statement);
  const known = names.get(text);
  if (known === undefined && names.size >= mostNames) return { name: undefined, text, values };
  const name = known ?? `tx_${createHash('sha1').update(text).digest('hex')}`;
  names.set(text, name);
  return { name, text, values };
}

function createTx({ ask, askAndCommit, readBehind }: Transaction, instant: Instant, newId: () => string): Tx {
  return {
    open: async (caller) => {
      const row = (await ask(openStatement(caller, instant()))) ?? {};
      return { ...openedBy(caller, row), tenantId: row.tenant_id as string, now: row.now as Date };
    },
    earlierResult: async (attempt) => {
      const [, row] = await Promise.all([ask(lockKeyStatement(attempt)), ask(earlierStatement(attempt, instant()))]);
      return earlierResult(row, attempt);
    },
    targetFacts: async (wanted) => {
      const { principalId, target, kind } = wanted;
      const [, locked, , row = {}] = await Promise.all([
        isProtected(target) ? ask(lockGuardStatement(target)) : undefined,
        ask(lockPrincipalStatement(wanted)),
        kind === 'eligibility' ? ask(lockEligibilitiesStatement(principalId, target, instant())) : undefined,
        ask(targetFactsStatement(wanted, instant())),
      ]);
      // Few roles are parted and few accounts are for emergencies; every request would pay for the questions.
      const [apart, told] = await Promise.all([
        Number(locked?.parted ?? 0) > 0 ? ask(heldApartStatement(wanted, instant())) : null,
        locked?.is_emergency === true && wanted.action === 'selfActivate'
          ? ask(globalAdministratorsStatement(instant()))
          : null,
      ]);
      return targetFactsIn({ ...row, ...apart, ...told });
    },
    wantedBy: async (requestId) => wantedIn(await ask(wantedStatement(requestId))),
    lockRequest: async (requestId) => {
      const [locked, row = {}] = await Promise.all([
        ask(lockRequestStatement(requestId)),
        ask(requestFactsStatement(requestId, instant())),
      ]);
      const request = recordIn(scheduleRequestTable, locked?.request);
      if (!request) return null;
      // Asked for only now, for few roles are guarded or parted and few requests succeed another or have several stages, and every decision would pay for it.
      const [held, apart, succession, able] = await Promise.all([
        locked?.is_guarded ? ask(protectionStatement('schedule_request', requestId, instant())) : null,
        Number(locked?.parted ?? 0) > 0 ? ask(heldApartFromStatement(requestId, instant())) : null,
        locked?.is_successor === true ? ask(successionStatement(requestId, instant())).then(successionIn) : null,
        rowsIn(row.stages).length > 1 ? ask(ableApproversStatement(requestId)) : null,
      ]);
      return {
        request,
        ...requestFactsIn({ ...row, ...apart, ...able }),
        succession,
        protection: protectionIn(held?.protection),
      };
    },
    lockSchedule: async (scheduleId) => {
      const row = await ask(lockScheduleStatement(scheduleId));
      const found = lockedScheduleIn(row);
      const held = row?.is_guarded ? await ask(protectionStatement('schedule', scheduleId, instant())) : null;
      return found && { ...found, protection: protectionIn(held?.protection) };
    },
    lockPolicy: async (policyId, approverIds) => {
      const row = (await ask(lockPolicyStatement(policyId, approverIds))) ?? {};
      const policy = policyIn(row.policy);
      return policy && { policy, role: roleIn(row.role), knownPrincipals: recordsIn(principalTable, row.known) };
    },
    lockSeparation: async (ruleId, roleDefinitionIds) => {
      const [, row = {}] = await Promise.all([
        ask(ruleId === null ? lockNewRulesStatement : lockRuleStatement(ruleId)),
        ask(separationStatement(ruleId, roleDefinitionIds)),
      ]);
      return separationIn(row);
    },
    lockEmergencyUse: async (id) => lockedUseIn(await ask(lockUseStatement(id))),
    lockAccount: async (principalId) => accountIn(await ask(lockAccountStatement(principalId))),
    hasEverBeenHeld: async (roleDefinitionId) => {
      const [, row] = await Promise.all([
        ask(lockRoleStatement(roleDefinitionId)),
        ask(everHeldStatement(roleDefinitionId)),
      ]);
      return row?.held === true;
    },
    save: async (outcome, attempt) => {
      const row = (await askAndCommit(saveStatement(outcome, attempt, newId), 'news')) ?? {};
      return encodeCursor({ txId: row.tx_id as string, id: row.id as string });
    },
    record: async (entry) => {
      await askAndCommit(recordStatement(entry), 'nothing');
    },
    readBehind,
  };
}

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
