import { invariant } from '../../domain/errors';
import { allOf, identifier, join, raw, type Sql, sql } from '../../storage/sql';
import { at, type Column, columnOf, type Table } from './columns';
import { tableOfShape } from './fields';
import type { List } from './list';
import type { MemberPlan, Need, ObjectPlan, Output } from './plan';
import { versionOf } from './reference';
import type { Names, RowScope } from './row-scope';
import type { AskedValue, ObjectSelection, SelectedField } from './selection';
import type { Shape, ToManyField, ToOneField, ValueField } from './shape';
import { writeConnection, writeList } from './write-rows';

/** What the writing of one statement shares: its names, and the structure of its lists. */
export interface Writing {
  readonly names: Names;
  readonly lists: readonly List[];
  /** Whether rows of reference give their version in place of their JSON. */
  readonly refers: boolean;
}

/** Where an object is written: the row that its cells go to, and the alias of its own row in the statement. */
export interface Place {
  readonly writing: Writing;
  readonly scope: RowScope;
  readonly row: string;
  /** Whether the row is its table's own, rather than a sub-select's. */
  readonly isJoined: boolean;
}

/** Adds to the row's cells and joins all that the selection asks of the object with that alias. */
export function writeObject(place: Place, { shape, members }: ObjectSelection): ObjectPlan {
  const { scope, row } = place;
  const table = tableOfShape(shape);
  const recurs = shape.shape === 'object' && shape.isReference === true;
  const key = scope.column(row, table.key);
  const discriminator = shape.shape === 'abstract' ? scope.column(row, columnOf(table, shape.discriminator)) : null;
  const written = new Map<SelectedField, Output>();
  const plans = members.map((member): [string, MemberPlan] => {
    const outputs = member.fields.map((selected) => {
      const owners = members.filter(({ fields }) => fields.includes(selected)).map((one) => one.shape.typeName);
      const output =
        written.get(selected) ??
        writeField({ ...place, table, guard: guardOf(row, shape, table, owners), recurs }, selected);
      written.set(selected, output);
      return output;
    });
    return [discriminatorOf(shape, member.shape.typeName), { typeName: member.shape.typeName, outputs }];
  });
  return { key, discriminator, members: new Map(plans) };
}

/** A place with its table, and the condition under which the row is of a type that has the field at all. */
export interface FieldPlace extends Place {
  readonly table: Table;
  readonly guard: Guard | null;
  readonly recurs: boolean;
}

interface Guard {
  /** The same for guards that say the same. */
  readonly mark: string;
  readonly condition: Sql;
}

/** The value under guard, else null: what a type does not have costs nothing for its rows. */
export const guarded = (guard: Guard | null, value: Sql): Sql =>
  guard ? sql`case when ${guard.condition} then ${value} end` : value;

function guardOf(row: string, shape: Shape, table: Table, typeNames: readonly string[]): Guard | null {
  if (shape.shape === 'object' || typeNames.length === Object.keys(shape.members).length) return null;
  const values = typeNames.map((name) => discriminatorOf(shape, name));
  const literals = join(values.map(literal), ', ');
  return { mark: values.join(), condition: sql`${at(row, columnOf(table, shape.discriminator))} in (${literals})` };
}

const literal = (text: string): Sql => raw(`'${text.replaceAll("'", "''")}'`);

function discriminatorOf(shape: Shape, typeName: string): string {
  if (shape.shape === 'object') return '';
  const [found] = Object.entries(shape.members).find(([, member]) => member.typeName === typeName) ?? [];
  invariant(found !== undefined, `${typeName} is no member of ${shape.typeName}`);
  return found;
}

function writeField(place: FieldPlace, selected: SelectedField): Output {
  const { key } = selected;
  switch (selected.is) {
    case 'typename':
      return { is: 'typename', key };
    case 'value':
      return writeValue(place, key, selected);
    case 'toOne':
      return {
        is: 'object',
        key,
        mayBeNull: selected.mayBeNull,
        object: writeObject(joinedTo(place, selected.field), selected.child),
      };
    case 'list':
      return { is: 'list', key, ...writeList(place, selected) };
    case 'connection':
      return { is: 'connection', key, connection: writeConnection(place, selected) };
  }
}

interface SelectedValue {
  readonly field: ValueField;
  readonly asked: AskedValue;
}

function writeValue(place: FieldPlace, key: string, { field, asked }: SelectedValue): Output {
  const { scope, row, guard } = place;
  switch (field.field) {
    case 'column':
      return writeColumn(place, key, columnOf(place.table, field.property), asked);
    case 'computed':
      return { is: 'computed', key, needs: needsOf(place, field.needs), value: field.value, asked };
    case 'external':
      return { is: 'external', key, needs: needsOf(place, field.needs) };
    case 'expression': {
      const write = () => guarded(guard, sql`(${field.sql(row)})`);
      const cell = scope.expression(row, field, guard?.mark ?? '', field.as, write);
      return { is: 'value', key, cell, asked, recurs: false, reference: null };
    }
  }
}

function writeColumn(place: FieldPlace, key: string, column: Column, asked: AskedValue): Output {
  const { scope, row, table, writing, isJoined } = place;
  const recurs = place.recurs && column.kind === 'json';
  if (!recurs || !isJoined || !writing.refers)
    return { is: 'value', key, cell: scope.column(row, column), asked, recurs, reference: null };
  const cell = scope.expression(row, column, 'version', 'text', () => versionOf(table, row));
  return { is: 'value', key, cell, asked, recurs, reference: { table, column } };
}

const needsOf = ({ scope, row, table }: FieldPlace, properties: readonly string[]): readonly Need[] =>
  properties.map((property) => ({ property, cell: scope.column(row, columnOf(table, property)) }));

function joinedTo(place: FieldPlace, field: ToOneField): Place {
  const { scope, row, guard } = place;
  const shape = field.target();
  const alias = scope.join(row, field, guard?.mark ?? '', tableOfShape(shape).name, (to) =>
    allOf([...(guard ? [guard.condition] : []), field.on(row, to), ...(field.visible ? [field.visible(to)] : [])]),
  );
  return { ...place, row: alias, isJoined: true };
}

/** The table under an alias, behind `from` or `join`. */
export const named = (table: Table, row: string): Sql => sql`${identifier(table.name)} as ${identifier(row)}`;

/** Whether the row `to` belongs to the row of the place, and may be seen. */
export const belongs = ({ row }: Pick<Place, 'row'>, field: ToManyField, to: string): Sql =>
  allOf([field.on(row, to), ...(field.visible ? [field.visible(to)] : [])]);
