import { invariant } from '../../domain/errors';
import { allOf, identifier, join, raw, type Sql, sql } from '../../storage/sql';
import { at, type Column, columnOf, type Table, tableOf, writtenAt } from './columns';
import { discriminatorSql, tableOfShape } from './fields';
import type { List } from './list';
import type { Cell, MemberPlan, Need, ObjectPlan, Output } from './plan';
import type { Names, RowScope } from './row-scope';
import type { AskedValue, ObjectSelection, SelectedField } from './selection';
import type { AbstractShape, ExpressionField, Shape, ToManyField, ToOneField, ValueField } from './shape';
import { keepsText, writeKept } from './write-kept';
import { writeConnection, writeList } from './write-rows';

/** What the writing of one statement shares: its names, and the structure of its lists. */
export interface Writing {
  readonly names: Names;
  readonly lists: readonly List[];
  /** Whether objects of reference give their keys, for a text that may be kept. */
  readonly refers: boolean;
  /** Whether the statement is for a caller who may read everything, of whom nothing is hidden. */
  readonly readsAll: boolean;
}

/** Where an object is written: the row that its cells go to, and the alias of its own row in the statement. */
export interface Place {
  readonly writing: Writing;
  readonly scope: RowScope;
  readonly row: string;
  /** A column of a row, as expressions write it, that is equal to another one of the row that it belongs to. */
  readonly equal?: { readonly own: string; readonly owners: string };
  /** A row further up, and the column, as expressions write it, that is equal to its key. */
  readonly near?: { readonly table: Table; readonly row: string; readonly key: string };
}

/** Adds to the row's cells and joins all that the selection asks of the object with that alias. */
export function writeObject(place: Place, { shape, members }: ObjectSelection): ObjectPlan {
  const { scope, row } = place;
  const table = tableOfShape(shape);
  const recurs = shape.shape === 'object' && shape.isReference === true;
  const key = scope.column(row, table.key);
  const discriminator = shape.shape === 'abstract' ? discriminatorCell(place, table, shape) : null;
  const written = new Map<SelectedField, Output>();
  const plans = members.map((member): [string, MemberPlan] => {
    const outputs = member.fields.map((selected) => {
      const owners = members.filter(({ fields }) => fields.includes(selected)).map((one) => one.shape.typeName);
      const output =
        written.get(selected) ?? writeField({ ...place, table, guard: guardOf(row, shape, owners), recurs }, selected);
      written.set(selected, output);
      return output;
    });
    return [discriminatorOf(shape, member.shape.typeName), { typeName: member.shape.typeName, outputs }];
  });
  return { key, discriminator, members: new Map(plans) };
}

function discriminatorCell({ scope, row }: Place, table: Table, shape: AbstractShape): Cell {
  const { discriminator } = shape;
  return typeof discriminator === 'string'
    ? scope.column(row, columnOf(table, discriminator))
    : scope.expression(row, discriminator, '', 'text', () => discriminatorSql(shape, row));
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

function guardOf(row: string, shape: Shape, typeNames: readonly string[]): Guard | null {
  if (shape.shape === 'object' || typeNames.length === Object.keys(shape.members).length) return null;
  const values = typeNames.map((name) => discriminatorOf(shape, name));
  const literals = join(values.map(literal), ', ');
  return { mark: values.join(), condition: sql`${discriminatorSql(shape, row)} in (${literals})` };
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
      if (keepsText(place, selected)) return writeKept(place, selected);
      return {
        is: 'object',
        key,
        mayBeNull: selected.mayBeNull,
        object: writeObject(joinedTo(place, selected), selected.child),
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
      const write = () => guarded(guard, sql`(${byOwner(place, told(place, field))})`);
      const cell = scope.expression(row, field, guard?.mark ?? '', field.as, write);
      return { is: 'value', key, cell, asked, recurs: false };
    }
  }
}

/** The expression with the owner's column in place of its equal, so that a sub-select over that is run once for an owner. */
const byOwner = ({ equal }: Place, { texts, values }: Sql): Sql =>
  equal ? { texts: texts.map((text) => text.replaceAll(equal.own, equal.owners)), values } : { texts, values };

/** The expression with the help of the row further up, if it is the one that can help. */
function told({ row, table, near }: FieldPlace, field: ExpressionField): Sql {
  const { near: nearer } = field;
  if (!nearer || near?.table !== tableOf(nearer.table)) return field.sql(row);
  return near.key === writtenAt(row, columnOf(table, nearer.by)) ? nearer.sql(row, near.row) : field.sql(row);
}

function writeColumn({ scope, row, recurs }: FieldPlace, key: string, column: Column, asked: AskedValue): Output {
  return { is: 'value', key, cell: scope.column(row, column), asked, recurs: recurs && column.kind === 'json' };
}

const needsOf = ({ scope, row, table }: FieldPlace, properties: readonly string[]): readonly Need[] =>
  properties.map((property) => ({ property, cell: scope.column(row, columnOf(table, property)) }));

function joinedTo(place: FieldPlace, { field, child }: SelectedToOne): Place {
  const { scope, row, guard } = place;
  if (field.isSameRow) return place;
  const table = tableOfShape(field.target());
  const kept =
    field.keptAs !== undefined && !guard && wantsKeyOnly(table, child) ? columnOf(place.table, field.keptAs) : null;
  const alias = scope.join(row, field, kept ? 'key' : (guard?.mark ?? ''), (to) =>
    kept
      ? sql`lateral (select ${at(row, kept)} as ${identifier(table.key.name)}) as ${identifier(to)} on true`
      : sql`${named(table, to)} on ${allOf([...(guard ? [guard.condition] : []), belongs(place, field, to)])}`,
  );
  const { key } = table;
  const near = field.sharesKey ? { near: { table: place.table, row, key: writtenAt(alias, key) } } : {};
  return { ...place, ...near, row: alias };
}

export type SelectedToOne = Extract<SelectedField, { readonly is: 'toOne' }>;

/** Whether all that is selected of an object can be told from its key. */
const wantsKeyOnly = (table: Table, { shape, members }: ObjectSelection): boolean =>
  shape.shape === 'object' && members.every(({ fields }) => fields.every((field) => isToldByKey(table, field)));

function isToldByKey({ key }: Table, selected: SelectedField): boolean {
  if (selected.is === 'typename') return true;
  if (selected.is === 'list') return selected.field.isByKey === true;
  return selected.is === 'value' && selected.field.field === 'column' && selected.field.property === key.property;
}

/** The table under an alias, behind `from` or `join`. */
export const named = (table: Table, row: string): Sql => sql`${identifier(table.name)} as ${identifier(row)}`;

/** Where the row stands that others belong to, and whether they need to be asked whether they may be seen. */
export interface Owner extends Pick<Place, 'row'> {
  readonly writing: Pick<Writing, 'readsAll'>;
}

/** Whether the row `to` belongs to the row of the place, and may be seen. */
export const belongs = ({ row, writing }: Owner, { on, visible }: ToOneField | ToManyField, to: string): Sql =>
  allOf([on(row, to), ...(visible && !writing.readsAll ? [visible(to)] : [])]);
