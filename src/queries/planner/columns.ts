import type { EntitySchema, EntitySchemaColumnOptions } from 'typeorm';
import { invariant } from '../../domain/errors';
import { identifier, type Sql, sql } from '../../storage/sql';
import type { ValueKind } from './shape';

/** How a cell of a row becomes a value: as declared, a key as text that holds nothing to escape, or an array column as a list of text. */
export type CellKind = ValueKind | 'uuid' | 'list';

/** One column of a table, as TypeORM's entity schema declares it. */
export interface Column {
  readonly property: string;
  readonly name: string;
  /** PostgreSQL's name of the type, such as `timestamp with time zone`. */
  readonly type: string;
  readonly kind: CellKind;
  /** False only where the schema says so. */
  readonly mayBeNull: boolean;
}

/** A table with its columns by property; `key` is the one that tells rows apart. */
export interface Table {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Column>;
  readonly key: Column;
}

/** Whether the text of such a cell stands in JSON as it is, whatever it says. */
export const isNeverEscaped = (kind: CellKind): boolean => kind === 'uuid' || kind === 'instant';

const kinds: Readonly<Record<string, CellKind>> = {
  uuid: 'uuid',
  text: 'text',
  boolean: 'boolean',
  integer: 'integer',
  'timestamp with time zone': 'instant',
  jsonb: 'json',
};

const known = new WeakMap<EntitySchema, Table>();

/** The table behind an entity schema. Stops where it has no key of one column, or a type that no decoder exists for. */
export function tableOf(schema: EntitySchema): Table {
  const found = known.get(schema) ?? readTable(schema);
  known.set(schema, found);
  return found;
}

/** The column of a property. */
export function columnOf(table: Table, property: string): Column {
  const column = table.columns.get(property);
  invariant(column, `the table ${table.name} has no property ${property}`);
  return column;
}

/** The column of the row with that alias. */
export const at = (row: string, { name }: Column): Sql => sql`${identifier(row)}.${identifier(name)}`;

/** The same as it stands in a statement, to be compared. */
export const writtenAt = (row: string, column: Column): string => at(row, column).texts.join('');

function readTable({ options }: EntitySchema): Table {
  const name = options.tableName ?? options.name;
  const declared = Object.entries(options.columns).filter(isDeclared);
  const columns = new Map(declared.map(([property, column]) => [property, readColumn(name, property, column)]));
  const [key, ...others] = declared.filter(([, { primary }]) => primary).map(([property]) => columns.get(property));
  invariant(key && others.length === 0, `the table ${name} must have a key of one column to be read by the planner`);
  return { name, columns, key };
}

const isDeclared = (
  entry: readonly [string, EntitySchemaColumnOptions | undefined],
): entry is [string, EntitySchemaColumnOptions] => entry[1] !== undefined;

function readColumn(table: string, property: string, options: EntitySchemaColumnOptions): Column {
  const type = String(options.type);
  const kind = options.array ? 'list' : kinds[type];
  invariant(kind, `the planner cannot read ${table}.${property}, which is of the type ${type}`);
  return { property, name: options.name ?? property, type, kind, mayBeNull: options.nullable !== false };
}
