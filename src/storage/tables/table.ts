import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

type Column = EntitySchemaColumnOptions;

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Column kinds, as PostgreSQL knows them. All may be null unless the table's migration says otherwise. */
export const uuid: Column = { type: 'uuid', nullable: true };
export const text: Column = { type: 'text', nullable: true };
export const bool: Column = { type: 'boolean', nullable: true };
export const int: Column = { type: 'integer', nullable: true };
export const instant: Column = { type: 'timestamp with time zone', nullable: true };
export const json: Column = { type: 'jsonb', nullable: true };
export const textList: Column = { type: 'text', array: true };
export const intList: Column = { type: 'integer', array: true };
export const uuidList: Column = { type: 'uuid', array: true };
/** Marks a column that the table's migration declares `not null`; keyset pages over it need not look for nulls. */
export const always = (column: Column): Column => ({ ...column, nullable: false });
/** Marks a column as (part of) the key. */
export const key = (column: Column): Column => ({ ...column, primary: true, nullable: false });

/**
 * Maps a plain interface to a table: every property to the column of the same name in snake case.
 *
 * The migrations define the tables; this only tells TypeORM and the planner what stands where.
 */
export function table<T extends object>(name: string, columns: { readonly [P in keyof T]-?: Column }): EntitySchema<T> {
  const named = Object.entries<Column>(columns).map(([property, column]) => [
    property,
    { name: snakeCase(property), ...column },
  ]);
  return new EntitySchema<T>({ name, tableName: name, columns: Object.fromEntries(named) });
}
