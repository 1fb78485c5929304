import type { EntitySchema } from 'typeorm';
import type { AuditEntry } from '../domain/audit';
import type { DomainEvent } from '../domain/events';
import type { AnyInsert, AnyUpdate, Change, ChangedName, Move, Outcome } from '../domain/outcome';
import { writeResult } from './kept-result';
import { columnsIn, columnsOf, parameterOf, type RecordColumn, rowOf } from './records';
import { allOf, identifier, join, raw, type Sql, sql } from './sql';
import { approvalStageTable, approvalTable } from './tables/approval';
import { directoryAuditTable } from './tables/directory-audit';
import { emergencyUseTable } from './tables/emergency-use';
import { policyTable } from './tables/policy';
import { principalTable } from './tables/principal';
import { resourceScopeTable } from './tables/resource-scope';
import { scheduleTable } from './tables/schedule';
import { scheduleRequestTable } from './tables/schedule-request';
import { separationRuleTable } from './tables/separation-rule';
import type { KeyedAttempt } from './transaction';

// biome-ignore lint/suspicious/noExplicitAny: the records of all tables side by side
const tables: Readonly<Record<ChangedName, EntitySchema<any>>> = {
  schedule_request: scheduleRequestTable,
  schedule: scheduleTable,
  approval: approvalTable,
  approval_stage: approvalStageTable,
  policy: policyTable,
  principal: principalTable,
  emergency_use: emergencyUseTable,
  separation_rule: separationRuleTable,
  resource_scope: resourceScopeTable,
};

/**
 * One statement that stores an outcome whole: updates, then inserts, audit, outbox, and the idempotency key.
 *
 * Updates compare and set. The inserts wait for them (each reads their count), so that a schedule cut by an update makes
 * room for its successor; when an update finds its record changed, nothing is inserted and the statement fails as a
 * serialization failure. Yields one row `(tx_id, id)`, the place in the outbox to
 * subscribe from.
 */
export function saveStatement<R>(outcome: Outcome<R>, attempt: KeyedAttempt | null, newId: () => string): Sql {
  const updates = updatesIn(outcome.changes);
  const changed = sql`(select ${join(
    updates.map((_, index) => raw(`(select count(*) from u${index})`)),
    ' + ',
    raw('0'),
  )})`;
  const ready = sql`${changed} = ${raw(String(updates.length))}`;
  const steps = [
    ...updates.map((change, index) => named(`u${index}`, updateStep(change))),
    ...movesIn(outcome.changes).map((change, index) => named(`m${index}`, sql`${moveStep(change)} and ${ready}`)),
    ...insertSteps(outcome.changes).map((step, index) => named(`i${index}`, sql`${step} where ${ready}`)),
    named('audited', sql`${insertAudit(outcome.events.map(({ audit }) => audit))} where ${ready}`),
    named('announced', sql`${announce(outcome.events, newId)} where ${ready} returning tx_id, id`),
    named('placed', place),
    ...(attempt ? [named('keyed', keep(attempt, outcome.result, outcome.events[0].at))] : []),
  ];
  return sql`with ${join(steps, ', ')}
    select place.tx_id::text as tx_id, place.id::text as id, must_be_unchanged(${ready})
      from (select) as always left join placed as place on true`;
}

/**
 * Where to subscribe from after this change: right after its own events; but while older transactions run, whose events
 * will come before these in the order, right before the oldest of them, so that none of theirs is missed.
 */
const place = raw(`select
    case when older.xmin < own.tx_id then older.xmin else own.tx_id end as tx_id,
    case when older.xmin < own.tx_id then 0 else own.id end as id
  from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) as older,
    (select tx_id, max(id) as id from announced group by tx_id) as own`);

const updatesIn = (changes: readonly Change[]): readonly AnyUpdate[] =>
  changes.flatMap((change) => ('update' in change ? [change] : []));

const insertsIn = (changes: readonly Change[]): readonly AnyInsert[] =>
  changes.flatMap((change) => ('insert' in change ? [change] : []));

const movesIn = (changes: readonly Change[]): readonly Move[] =>
  changes.flatMap((change) => ('move' in change ? [change] : []));

/** What stands below keeps its own way up to the scope, and goes on from there as the scope does. */
const moveStep = ({ scopeId, above }: Move): Sql => sql`update resource_scope as below
  set covered_by = below.covered_by[1:array_position(below.covered_by, ${scopeId}::text)] || ${above}::text[]
  where below.covered_by @> array[${scopeId}::text] and below.id <> ${scopeId}::text`;

/** A statement that stores an audit entry alone. */
export const recordStatement = (entry: AuditEntry): Sql => insertAudit([entry]);

const insertAudit = (entries: readonly AuditEntry[]): Sql =>
  insertRecords('directory_audit', directoryAuditTable, entries);

const named = (name: string, step: Sql): Sql => sql`${raw(name)} as (${step})`;

function updateStep({ update, id, from, set }: AnyUpdate): Sql {
  const table = tables[update];
  const assignments = columnsIn(table, set).map((column) => sql`${identifier(column.name)} = ${valueIn(column, set)}`);
  const unchanged = columnsIn(table, from).map(
    (column) => sql`kept.${identifier(column.name)} is not distinct from ${valueIn(column, from)}`,
  );
  return sql`update ${identifier(update)} as kept set ${join(assignments, ', ')}
    where kept.id = ${id} and ${allOf(unchanged)} returning 1`;
}

const valueIn = (column: RecordColumn, record: object): Sql =>
  sql`${parameterOf(column, Reflect.get(record, column.property))}::${raw(column.type)}`;

/** One insert per table, with all its rows. */
function insertSteps(changes: readonly Change[]): readonly Sql[] {
  const inserts = insertsIn(changes);
  const names = [...new Set(inserts.map(({ insert }) => insert))];
  return names.map((name) =>
    insertRecords(
      name,
      tables[name],
      inserts.filter(({ insert }) => insert === name).map(({ row }) => row),
    ),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: see tables
const insertRecords = (name: string, table: EntitySchema<any>, records: readonly object[]): Sql =>
  insertInto(name, columnsOf(table), records);

/** The rows go in as one JSON document, whatever their number, so that the statement stays the same. */
function insertInto(name: string, columns: readonly RecordColumn[], records: readonly object[]): Sql {
  const names = raw(columns.map((column) => `"${column.name}"`).join(', '));
  const rows = JSON.stringify(records.map((record) => rowOf(columns, record)));
  return sql`insert into ${identifier(name)} (${names})
    select ${names} from jsonb_populate_recordset(null::${identifier(name)}, ${rows}::jsonb)`;
}

const outboxColumns = raw(
  'event_id, type, occurred_at, kind, provider, request_id, schedule_id, approval_id, policy_id, principal_id, role_definition_id, scope_id',
);

function announce(events: readonly DomainEvent[], newId: () => string): Sql {
  const rows = events.map(({ type, at, subject }) => ({
    event_id: newId(),
    type,
    occurred_at: at,
    kind: subject.kind,
    provider: subject.provider,
    request_id: subject.requestId,
    schedule_id: subject.scheduleId,
    approval_id: subject.approvalId,
    policy_id: subject.policyId,
    principal_id: subject.principalId,
    role_definition_id: subject.roleDefinitionId,
    scope_id: subject.scopeId,
  }));
  return sql`insert into outbox (${outboxColumns})
    select ${outboxColumns} from jsonb_populate_recordset(null::outbox, ${JSON.stringify(rows)}::jsonb)`;
}

const keep = <R>({ caller, key, operation, inputHash }: KeyedAttempt, result: R, now: Date): Sql =>
  sql`insert into idempotency_key (caller_id, key, operation, input_hash, result, created_at)
    select ${caller.principalId}::uuid, ${key}::text, ${operation}::text, ${inputHash}::text,
      jsonb_build_object('result', ${writeResult(result)}::jsonb, 'tx_id', tx_id::text, 'id', id::text), ${now.toISOString()}::timestamptz
      from placed`;
