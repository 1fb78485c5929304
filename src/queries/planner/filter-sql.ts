import { invariant } from '../../domain/errors';
import { allOf, anyOf, raw, type Sql, sql } from '../../storage/sql';
import { Slot } from './binding';
import { at, columnOf, type Table } from './columns';
import type { Comparison, FilterTree } from './filter';
import type { FilterField } from './shape';

/** What a filter is written for: the fields it may name, the rows' table, and the list that its values belong to. */
export interface FilterScope {
  readonly fields: Readonly<Record<string, FilterField>>;
  readonly table: Table;
  readonly row: string;
  readonly list: number;
}

/** The condition that a filter puts on a row. */
export function filterSql(scope: FilterScope, tree: FilterTree): Sql {
  if (tree.is === 'comparison') return comparisonSql(scope, tree);
  // A comparison with null is neither true nor false; its negation holds all the same.
  if (tree.is === 'not') return sql`(${filterSql(scope, tree.of)}) is not true`;
  const conditions = tree.of.map((one) => filterSql(scope, one));
  return tree.is === 'all' ? allOf(conditions) : anyOf(conditions);
}

const signs = { ge: '>=', le: '<=', gt: '>', lt: '<' } as const;

function comparisonSql(scope: FilterScope, { name, operator, value, narrows }: Comparison): Sql {
  const field = scope.fields[name];
  invariant(field, `the filter names ${name}, which was checked to exist`);
  const cell = field.eq ? raw('null') : cellOf(scope, field);
  const type = raw(field.type);
  const slot = new Slot(({ lists }) => lists[scope.list]?.filter[value]);
  const narrowed = narrows && field.narrow ? [field.narrow(scope.row, narrows)] : [];
  switch (operator) {
    case 'isNull':
      return sql`${cell} is null`;
    case 'isNotNull':
      return sql`${cell} is not null`;
    case 'in':
      return narrowedTo(narrowed, isAmong(scope, field, sql`${slot}::${type}[]`));
    case 'ne':
      return sql`${cell} is distinct from ${slot}::${type}`;
    case 'startsWith':
      return sql`starts_with(${cell}, ${slot}::text)`;
    case 'eq':
      return narrowedTo(narrowed, isValue(scope, field, sql`${slot}::${type}`));
    default:
      return narrowedTo(narrowed, sql`${cell} ${raw(signs[operator])} ${slot}::${type}`);
  }
}

/**
 * A comparison of a derived value together with the condition that follows from it and that an index serves.
 *
 * PostgreSQL would guess that hardly a row meets the comparison, and so read and sort all that the index leaves in place
 * of following its order; in a `case` it does not guess.
 */
const narrowedTo = (narrowed: readonly Sql[], comparison: Sql): Sql =>
  narrowed.length === 0 ? comparison : allOf([...narrowed, sql`case when ${comparison} then true end`]);

type RowOf = Pick<FilterScope, 'table' | 'row'>;

/** Whether the field of the row is the value, in a way that an index serves where there is one. */
export function isValue(scope: RowOf, field: FilterField, value: Sql): Sql {
  if (field.eq) return sql`(${field.eq(scope.row, value)})`;
  const equals = sql`${cellOf(scope, field)} = ${value}`;
  return field.within ? sql`(${partOf(scope, field.within)} = ${field.within.of(value)} and ${equals})` : equals;
}

/** Whether the field of the row is among the values, which are an array. */
export function isAmong(scope: RowOf, field: FilterField, values: Sql): Sql {
  const among = sql`${cellOf(scope, field)} = any (${values})`;
  if (!field.within) return among;
  const parts = sql`array(select ${field.within.of(raw('given'))} from unnest(${values}) as given)`;
  return sql`(${partOf(scope, field.within)} = any (${parts}) and ${among})`;
}

const partOf = ({ table, row }: RowOf, { property }: { readonly property: string }): Sql =>
  at(row, columnOf(table, property));

/** What the field compares. */
export function cellOf({ table, row }: RowOf, { property, sql: expression }: FilterField): Sql {
  if (expression) return sql`(${expression(row)})`;
  invariant(property, 'a field to filter by has a property or an expression');
  return at(row, columnOf(table, property));
}
