import { invariant } from '../../domain/errors';
import { type Sql, sql } from '../../storage/sql';
import { at, columnOf, type Table, tableOf } from './columns';
import type { AbstractShape, ColumnField, Field, ObjectShape, SelectedRows, Shape } from './shape';

/** The object shapes that a row may turn out to have. */
export const membersOf = (shape: Shape): readonly ObjectShape[] =>
  shape.shape === 'object' ? [shape] : Object.values(shape.members);

/** The table that holds the rows of a shape. */
export function tableOfShape(shape: Shape): Table {
  const [member, ...others] = membersOf(shape);
  invariant(member, `the abstract shape ${shape.typeName} has no members`);
  const isOneTable = others.every(({ table }) => table === member.table);
  invariant(isOneTable, `the members of ${shape.typeName} must stand in one table`);
  return tableOf(member.table);
}

type PlainColumn = ColumnField<Readonly<Record<string, unknown>>>;

const plainColumns = new WeakMap<Table, Map<string, PlainColumn>>();

/** The declaration of a field: as the shape says, else the property of that name; null where there is neither. */
export function findField({ table: schema, fields }: ObjectShape, name: string): Field | null {
  if (Object.hasOwn(fields, name)) return fields[name] ?? null;
  const table = tableOf(schema);
  if (!table.columns.has(name)) return null;
  const known = plainColumns.get(table) ?? new Map<string, PlainColumn>();
  plainColumns.set(table, known);
  const field = known.get(name) ?? ({ field: 'column', property: name } satisfies PlainColumn);
  known.set(name, field);
  return field;
}

/** As {@link findField}, where the start-up check has made sure that there is one. */
export function fieldOf(shape: ObjectShape, name: string): Field {
  const field = findField(shape, name);
  invariant(field, `${shape.typeName}.${name} is neither declared nor a property`);
  return field;
}

/** The member that a record, which holds every property of its table, belongs to. */
export function memberFor({ typeName, discriminator, members }: AbstractShape, record: LoadedRecord): ObjectShape {
  const value = typeof discriminator === 'string' ? String(record[discriminator]) : discriminator.of(record);
  const member = members[value];
  invariant(member, `a row of ${typeName} is of the unknown kind ${value}`);
  return member;
}

type LoadedRecord = Readonly<Record<string, unknown>>;

/** What tells in SQL which member the row with that alias belongs to. */
export const discriminatorSql = (shape: AbstractShape, row: string): Sql =>
  typeof shape.discriminator === 'string'
    ? at(row, columnOf(tableOfShape(shape), shape.discriminator))
    : sql`(${shape.discriminator.sql(row)})`;

/** The shapes, and all that their fields lead to, each once. */
export function reachable(shapes: readonly Shape[]): readonly Shape[] {
  const found = new Set<Shape>();
  const queue = [...shapes];
  for (let shape = queue.pop(); shape; shape = queue.pop()) {
    if (found.has(shape)) continue;
    found.add(shape);
    const fields = membersOf(shape).flatMap((member) => Object.values(member.fields));
    queue.push(...fields.flatMap((field) => ('target' in field ? [field.target()] : [])));
  }
  return [...found];
}

const selected = new WeakMap<Shape, SelectedRows>();

/** Rows that stand in no table, and that a statement about the shape may come to read. */
export function selectedRowsOf(shape: Shape): SelectedRows {
  const known = selected.get(shape);
  if (known) return known;
  const found: SelectedRows = Object.assign(
    {},
    ...reachable([shape])
      .flatMap(membersOf)
      .map((one) => one.with ?? {}),
  );
  selected.set(shape, found);
  return found;
}
