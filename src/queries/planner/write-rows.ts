import { allOf, join, raw, type Sql, sql } from '../../storage/sql';
import { columnOf, type Table, writtenAt } from './columns';
import { tableOfShape } from './fields';
import { filterSql } from './filter-sql';
import { type List, listAt } from './list';
import { comesAfter, orderBy, reversed, type Term, totalOrder } from './order';
import type { ConnectionPlan, ObjectPlan, Rows } from './plan';
import { RowScope } from './row-scope';
import type { SelectedField } from './selection';
import type { ToManyField } from './shape';
import { connectionParts, looksFurther, needsRows, pageRow } from './write-connection';
import { belongs, type FieldPlace, guarded, named, type Owner, type Place, writeObject } from './write-object';

type Selected<Is extends SelectedField['is']> = Extract<SelectedField, { readonly is: Is }>;

/** A plain list as one cell of the row that it belongs to. */
export function writeList(place: FieldPlace, { field, child }: Selected<'list'>): ListCell {
  const table = tableOfShape(child.shape);
  const terms = totalOrder(table, field.orderBy, field.isTotal);
  return writeRows(place, terms, (inner) => {
    const row = writeObject({ ...inner, ...equalIn(place, inner, field) }, child);
    const source = sql`select ${starOf(inner.row)} from ${named(table, inner.row)} where ${belongs(place, field, inner.row)}`;
    return { row, source };
  });
}

/** What the rows of a list have in common with the row that they belong to, and so with a row that has its key. */
function equalIn(
  { row, table, near }: FieldPlace,
  inner: Place,
  { ownerKey, target }: ToManyField,
): Pick<Place, 'equal' | 'near'> {
  if (ownerKey === undefined) return {};
  const own = writtenAt(inner.row, columnOf(tableOfShape(target()), ownerKey));
  const owners = writtenAt(row, table.key);
  return { equal: { own, owners }, ...(near?.key === owners ? { near: { ...near, key: own } } : {}) };
}

interface ListCell {
  readonly cell: number;
  readonly rows: Rows<ObjectPlan>;
}

/** A page of a nested connection, and its count, as cells of the row that it belongs to. */
export function writeConnection(
  place: FieldPlace,
  { field, list: index, child }: Selected<'connection'>,
): ConnectionPlan {
  const { scope, guard, writing } = place;
  const list = listAt(writing.lists, index);
  const table = tableOfShape(child.shape);
  const counts = child.parts.some(({ is }) => is === 'totalCount');
  const total = counts ? scope.value(guarded(guard, countSql(place, field, table, index)), 'integer') : null;
  if (!needsRows(child)) {
    const empty = { format: 'text', row: { key: 0, cursor: null } } as const;
    return { list: index, cell: null, rows: empty, total, parts: connectionParts(place, child) };
  }
  const { cell, rows } = writeRows(place, pageTerms(list), (inner) => ({
    row: { page: pageRow(inner, table, child, list), parts: connectionParts(inner, child) },
    source: pageSql(table, inner.row, belongsToPage(place, field, inner.row, { list, index }), {
      list,
      index,
      looksFurther: looksFurther(child),
    }),
  }));
  const { page, parts } = rows.row;
  return { list: index, cell, rows: { format: rows.format, row: page }, total, parts };
}

/** A list of the operation, and its number. */
interface Listed {
  readonly list: List;
  readonly index: number;
}

/** The same of a page, and whether it is asked for what lies beyond it. */
interface Page extends Listed {
  readonly looksFurther: boolean;
}

/** The rows of a page of the table, in the order in which they are read: backwards for a page from the end. */
export function pageSql(
  table: Table,
  row: string,
  conditions: readonly Sql[],
  { list, index, looksFurther: isMoreAsked }: Page,
): Sql {
  const { terms, after, before, size } = list;
  const bounds = [
    ...(after ? [comesAfter(row, terms, { list: index, side: 'after', nulls: after })] : []),
    ...(before ? [comesAfter(row, reversed(terms), { list: index, side: 'before', nulls: before })] : []),
  ];
  // One row more than the page tells whether there is another; a literal, for a limit as a parameter is planned anew.
  const most = isMoreAsked ? size + 1 : size;
  return sql`select ${starOf(row)} from ${named(table, row)} where ${allOf([...conditions, ...bounds])}
    order by ${orderBy(row, pageTerms(list))} limit ${raw(String(most))}`;
}

/** The order in which the rows of a page are read. */
export const pageTerms = ({ terms, backward }: List): readonly Term[] => (backward ? reversed(terms) : terms);

const starOf = (row: string): Sql => raw(`"${row}".*`);

function countSql(place: FieldPlace, field: ToManyField, table: Table, index: number): Sql {
  const row = place.writing.names.alias();
  const list = listAt(place.writing.lists, index);
  return sql`(select count(*) from ${named(table, row)} where ${allOf(belongsToPage(place, field, row, { list, index }))})`;
}

/** Whether the row `to` is one of those that a nested list asks for, whatever the page. */
export const belongsToPage = (
  owner: Owner,
  field: ToManyField,
  to: string,
  { list, index }: Listed,
): readonly Sql[] => {
  const scope = { fields: field.asked?.filter ?? {}, table: tableOfShape(field.target()), row: to, list: index };
  return [belongs(owner, field, to), ...(list.filter ? [filterSql(scope, list.filter)] : [])];
};

interface Built<T> {
  readonly row: T;
  readonly source: Sql;
}

function writeRows<T>(
  place: FieldPlace,
  terms: readonly Term[],
  build: (inner: Place) => Built<T>,
): { readonly cell: number; readonly rows: Rows<T> } {
  const { names } = place.writing;
  const scope = new RowScope(names);
  const alias = names.alias();
  const { row, source } = build({ writing: place.writing, scope, row: alias });
  const from = join([sql`from (${source}) as ${raw(`"${alias}"`)}`, scope.from], '');
  const order = orderBy(alias, terms);
  const written =
    scope.format === 'text'
      ? sql`array(select ${scope.packed} ${from} order by ${order})`
      : sql`(select json_agg(${scope.packed} order by ${order}) ${from})`;
  return { cell: place.scope.rows(guarded(place.guard, written)), rows: { format: scope.format, row } };
}
