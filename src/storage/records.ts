import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';

/** A row as PostgreSQL writes it in JSON: snake case, instants as text. */
export type JsonRow = Readonly<Record<string, unknown>>;

/** Column name and type of every property of a table. */
const columnsOf = <T>(table: EntitySchema<T>) =>
  Object.entries<EntitySchemaColumnOptions | undefined>(table.options.columns).map(([property, column]) => ({
    property,
    name: column?.name ?? property,
    isInstant: column?.type === 'timestamp with time zone',
  }));

/** Names of the columns that an insert writes, in a fixed order. */
export const columnNames = <T>(table: EntitySchema<T>): readonly string[] => columnsOf(table).map(({ name }) => name);

/** The record in a row that came as JSON. */
export function recordFrom<T>(table: EntitySchema<T>, row: JsonRow): T {
  const entries = columnsOf(table).map(({ property, name, isInstant }) => {
    const value = row[name] ?? null;
    return [property, isInstant && typeof value === 'string' ? new Date(value) : value];
  });
  return Object.fromEntries(entries) as T;
}

/** The row of a record, or of a part of it, as JSON for PostgreSQL. */
export function rowFrom<T extends object>(table: EntitySchema<T>, record: Partial<T>): JsonRow {
  const named = columnsOf(table).filter(({ property }) => property in record);
  return Object.fromEntries(named.map(({ property, name }) => [name, record[property as keyof T]]));
}
