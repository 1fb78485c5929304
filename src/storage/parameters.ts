import type { RecordColumn } from './records';
import { Pending, type Rendered, raw, type Sql, sql } from './sql';

/** A parameter of a statement that is written once and filled often: a property of the record at a place. */
class Parameter extends Pending {
  constructor(
    readonly place: number,
    readonly column: RecordColumn,
  ) {
    super();
  }
}

/** The parameter for that column of the record at a place, until the statement is {@link filled}; the piece may stand in it several times. */
export const parameter = (place: number, column: RecordColumn): Sql =>
  sql`${new Parameter(place, column)}::${raw(column.type)}`;

/** The statement with the values of these records: JSON and instants as text, lists as they are. Its text stays the same one. */
export function filled({ text, values }: Rendered, records: readonly object[]): Rendered {
  // Nothing but parameters is put in where such a statement is written.
  const open = values as readonly Parameter[];
  return {
    text,
    values: open.map(({ place, column }) => parameterOf(column, records[place] as Record<string, unknown>)),
  };
}

function parameterOf({ property, type }: RecordColumn, record: Readonly<Record<string, unknown>>): unknown {
  const value = asParameter(record[property]);
  return type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
}

/** A value as it is sent: instants as text, and null for what is not given. */
export const asParameter = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : (value ?? null));

/** More than any change needs that is made every day. */
const mostParameters = 500;

/**
 * Whether a statement is too large to be kept for the next time: what ends hundreds of schedules at once hardly ever comes
 * again with as many, and would take megabytes here and in every session that has it prepared.
 */
export const isLarge = ({ values }: Pick<Rendered, 'values'>): boolean => values.length > mostParameters;
