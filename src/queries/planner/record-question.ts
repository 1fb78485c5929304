import { raw, render, type Sql, sql } from '../../storage/sql';
import type { CellKind } from './columns';
import { type RawRow, recordDecoderOf } from './decode-cell';
import { callerCell, withSession } from './session-sql';

/** A record as its cells give it: by property, instants as dates. */
export type FoundRecord = Readonly<Record<string, unknown>>;

/** A question about no row of any table, whose whole answer is one record or null. */
export interface RecordQuestion {
  /** Whether the caller may have the answer; a caller who may read everything is not asked. */
  readonly allowed: Sql;
  /** Whether who reads everything of the tenant may not know all of these; see `Question`. */
  readonly hasOwnReaders?: boolean;
  /** Whether it may take many times as long as finding a row: it then keeps nobody waiting. */
  readonly takesLong?: true;
  /** The record's properties, with the SQL of each. */
  readonly cells: Readonly<Record<string, { readonly sql: Sql; readonly as: CellKind }>>;
  /** What is joined to `session`: such that there is exactly one row for the caller. */
  readonly joined: Sql;
}

/** The statement of a question, and the way from its rows to the record. */
export interface RecordPlan {
  readonly text: string;
  /** Constants, and slots that read the values from the binding's `ids`. */
  readonly parameters: readonly unknown[];
  readonly mostRows: number | undefined;
  /** Null when the caller may not have it. */
  readonly record: (rows: readonly RawRow[]) => FoundRecord | null;
}

/** Writes the statement for a caller who may read everything, or for anybody; see `Manner`. */
export function compileRecord({ allowed, cells, joined, takesLong }: RecordQuestion, readsAll: boolean): RecordPlan {
  const named = Object.entries(cells);
  const selected = named.reduce((sum, [, cell]) => sql`${sum}, ${cell.sql}`, readsAll ? raw('true') : allowed);
  const body = sql`select ${selected}, ${callerCell(readsAll)} from session ${joined}`;
  const { text, values: parameters } = render(withSession(body, { readsAll, refers: false }));
  const reads = named.map(([property, { as }], index) => ({
    property,
    at: index + 1,
    decode: recordDecoderOf(as, 'text'),
  }));
  const record = ([row]: readonly RawRow[]): FoundRecord | null => {
    if (row?.[0] !== 't') return null;
    return Object.fromEntries(reads.map(({ property, at, decode }) => [property, decode(row[at])]));
  };
  return { text, parameters, mostRows: takesLong ? undefined : 1, record };
}
