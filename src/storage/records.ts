import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';

/** A row as PostgreSQL writes it in JSON: snake case, instants as text. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** A column of a table, and the property of the record that it holds. */
export interface RecordColumn {
  readonly property: string;
  readonly name: string;
  /** As PostgreSQL writes it in a cast. */
  readonly type: string;
  readonly isInstant: boolean;
}

/** A column that is called what the property of the record is called. */
export const column = (property: string, type: string): RecordColumn => ({
  property,
  name: property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  type,
  isInstant: type === 'timestamp with time zone',
});

const known = new WeakMap<object, readonly RecordColumn[]>();

/** The column of every property of a table, in a fixed order. */
export function columnsOf<T>(table: EntitySchema<T>): readonly RecordColumn[] {
  const found = known.get(table);
  if (found) return found;
  const columns = Object.entries<EntitySchemaColumnOptions | undefined>(table.options.columns).map(
    ([property, column]): RecordColumn => ({
      property,
      name: column?.name ?? property,
      type: `${String(column?.type)}${column?.array ? '[]' : ''}`,
      isInstant: column?.type === 'timestamp with time zone',
    }),
  );
  known.set(table, columns);
  return columns;
}

/** The record in a row that came as JSON. */
export function recordFrom<T>(table: EntitySchema<T>, row: JsonRow): T {
  const record: Record<string, unknown> = {};
  for (const { property, name, isInstant } of columnsOf(table)) {
    const value = row[name] ?? null;
    record[property] = isInstant && typeof value === 'string' ? new Date(value) : value;
  }
  return record as T;
}

/** The columns that a part of a record says something about. */
export const columnsIn = <T extends object>(table: EntitySchema<T>, part: Partial<T>): readonly RecordColumn[] =>
  columnsOf(table).filter(({ property }) => property in part);

/** The row of a record, as JSON for PostgreSQL. */
export function rowOf(columns: readonly RecordColumn[], record: object): JsonRow {
  const row: Record<string, unknown> = {};
  for (const { name, property } of columns) row[name] = Reflect.get(record, property);
  return row;
}
