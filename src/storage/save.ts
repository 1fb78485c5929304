import type { AuditEntry } from '../domain/audit';
import type { AnyUpdate, Move, Outcome } from '../domain/outcome';
import {
  announcements,
  auditEntries,
  type Insertion,
  insertionsIn,
  insertRows,
  recordsOf,
  shapeOf,
  tables,
} from './insertions';
import { writeResult } from './kept-result';
import { filled, parameter } from './parameters';
import { column, columnsIn } from './records';
import { allOf, identifier, join, type Rendered, raw, render, type Sql, sql } from './sql';
import type { KeyedAttempt } from './transaction';
import { createWordings } from './wordings';

/** All that is stored with one statement. */
interface Stored {
  readonly updates: readonly AnyUpdate[];
  readonly moves: readonly Move[];
  /** What the changes add, then the audit entries and the announcements. */
  readonly insertions: readonly Insertion[];
  readonly kept: object | null;
}

/**
 * One statement that stores an outcome whole: updates, then inserts, audit, outbox, and the idempotency key.
 *
 * Updates compare and set. The inserts wait for them (each asks whether they found their records unchanged), so that a
 * schedule cut by an update makes room for its successor; when an update finds its record changed, nothing is inserted
 * and the statement fails as a serialization failure. Yields one row `(tx_id, id)`, the place in the outbox to
 * subscribe from.
 */
export function saveStatement<R>(outcome: Outcome<R>, attempt: KeyedAttempt | null, newId: () => string): Rendered {
  const { changes, events, result } = outcome;
  const stored: Stored = {
    updates: changes.flatMap((change) => ('update' in change ? [change] : [])),
    moves: changes.flatMap((change) => ('move' in change ? [change] : [])),
    insertions: [
      ...insertionsIn(changes),
      auditEntries(events.map(({ audit }) => audit)),
      announcements(events, newId),
    ],
    kept: attempt && keptUnder(attempt, result, events[0].at),
  };
  const wording = wordingOf(shapeOfAll(stored), () => written(stored));
  return filled(wording, recordsIn(stored));
}

/** A statement that stores an audit entry alone. */
export const recordStatement = (entry: AuditEntry): Rendered =>
  filled(render(insertRows(auditEntries([entry]), 0)), [entry]);

/** What the parameters are read from, in the order in which the statement names it. */
const recordsIn = ({ updates, moves, insertions, kept }: Stored): readonly object[] => [
  ...updates.flatMap((change) => [change, change.from, change.set]),
  ...moves,
  ...insertions.flatMap(recordsOf),
  ...(kept ? [kept] : []),
];

const wordingOf = createWordings(200);

/** What tells statements apart: tables, columns, and how many rows. */
const shapeOfAll = ({ updates, moves, insertions, kept }: Stored): string =>
  [
    ...updates.map(({ update, from, set }) => `~${update} ${Object.keys(from)} to ${Object.keys(set)}`),
    ...moves.map(({ move }) => `>${move}`),
    ...insertions.map((insertion) => `+${shapeOf(insertion)}`),
    kept ? 'keyed' : '',
  ].join(';');

function written({ updates, moves, insertions, kept }: Stored): Sql {
  const isGated = updates.length > 0;
  const places = { next: 0 };
  const place = (count: number): number => {
    places.next += count;
    return places.next - count;
  };
  const steps = [
    ...updates.map((change, index) => named(`u${index}`, updateStep(change, place(3)))),
    ...(isGated ? [named('unchanged', unchanged(updates.length))] : []),
    ...moves.map((_, index) => named(`m${index}`, sql`${moveStep(place(1))}${raw(isGated ? ` and ${met}` : '')}`)),
    ...insertions.map((insertion) => {
      const step = insertRows(insertion, place(recordsOf(insertion).length));
      const answer = insertion.table === 'outbox' ? ' returning id' : '';
      return named(`new_${insertion.table}`, sql`${step}${raw(isGated ? ` where ${met}` : '')}${raw(answer)}`);
    }),
    named('placed', placed),
    ...(kept ? [named('keyed', keep(place(1)))] : []),
  ];
  const failure = raw(isGated ? `, case when not ${met} then must_be_unchanged(false) end` : '');
  return sql`with ${join(steps, ', ')}
    select tx_id::text as tx_id, id::text as id${failure} from placed`;
}

const named = (name: string, step: Sql): Sql => sql`${raw(name)} as (${step})`;

/** A row if every update found its record as it was. They are asked in turn, for one may make room for the next. */
const unchanged = (count: number): Sql => {
  const counts = Array.from({ length: count }, (_, index) => `(select count(*) from u${index})`);
  return raw(`select where ${counts.join(' + ')} = ${count}`);
};
const met = 'exists (select from unchanged)';

/**
 * Where to subscribe from after this change: right after its own events; but while older transactions run, whose events
 * will come before these in the order, right before the oldest of them, so that none of theirs is missed.
 */
const placed = raw(`select
    case when older.xmin < own.tx_id then older.xmin else own.tx_id end as tx_id,
    case when older.xmin < own.tx_id then 0 else own.id end as id
  from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) as older,
    (select pg_current_xact_id() as tx_id, max(id) as id from new_outbox) as own`);

/** The records of an update are the change, what it was made from, and what it sets. */
function updateStep({ update, from, set }: AnyUpdate, first: number): Sql {
  const table = tables[update];
  const its = columnsIn(table, { id: '' }).map((column) => sql`kept.id = ${parameter(first, column)}`);
  const asBefore = columnsIn(table, from).map(
    (column) => sql`kept.${identifier(column.name)} is not distinct from ${parameter(first + 1, column)}`,
  );
  const assignments = columnsIn(table, set).map(
    (column) => sql`${identifier(column.name)} = ${parameter(first + 2, column)}`,
  );
  return sql`update ${identifier(update)} as kept set ${join(assignments, ', ')}
    where ${allOf([...its, ...asBefore])} returning 1`;
}

/** What stands below keeps its own way up to the scope, and goes on from there as the scope does. */
const moveStep = (place: number): Sql => {
  const scopeId = parameter(place, column('scopeId', 'text'));
  const above = parameter(place, column('above', 'text[]'));
  return sql`update resource_scope as below
  set covered_by = below.covered_by[1:array_position(below.covered_by, ${scopeId})] || ${above}
  where below.covered_by @> array[${scopeId}] and below.id <> ${scopeId}`;
};

const keptUnder = <R>({ caller, key, operation, inputHash }: KeyedAttempt, result: R, createdAt: Date): object => ({
  callerId: caller.principalId,
  key,
  operation,
  inputHash,
  result: writeResult(result),
  createdAt,
});

const keep = (place: number): Sql => {
  const kept = (property: string, type: string): Sql => parameter(place, column(property, type));
  return sql`insert into idempotency_key (caller_id, key, operation, input_hash, result, created_at)
    select ${kept('callerId', 'uuid')}, ${kept('key', 'text')}, ${kept('operation', 'text')}, ${kept('inputHash', 'text')},
      jsonb_build_object('result', ${kept('result', 'text')}::jsonb, 'tx_id', tx_id::text, 'id', id::text),
      ${kept('createdAt', 'timestamp with time zone')}
      from placed`;
};
