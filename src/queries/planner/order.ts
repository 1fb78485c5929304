import { invariant } from '../../domain/errors';
import { allOf, anyOf, join, raw, type Sql, sql } from '../../storage/sql';
import { Slot } from './binding';
import { at, type Column, columnOf, type Table } from './columns';
import type { OrderTerm } from './shape';

/** One term of an order; nulls count as greater than every value, which is PostgreSQL's own order and its indexes'. */
export interface Term {
  readonly column: Column;
  readonly descending: boolean;
}

/** The terms as an order without ties: unless they are one already, the key comes last, in the direction of the term before it, as indexes have it. */
export function totalOrder(table: Table, terms: readonly OrderTerm[], isTotal = false): readonly Term[] {
  const seen = new Set<string>();
  const distinct = terms.filter(({ property }) => !seen.has(property) && seen.add(property));
  const named = distinct.map(({ property, direction }) => ({
    column: columnOf(table, property),
    descending: direction === 'desc',
  }));
  const place = named.findIndex(({ column }) => column === table.key);
  if (place >= 0) return named.slice(0, place + 1);
  if (isTotal) return named;
  return [...named, { column: table.key, descending: named.at(-1)?.descending ?? false }];
}

/** The same rows from the other end. */
export const reversed = (terms: readonly Term[]): readonly Term[] =>
  terms.map(({ column, descending }) => ({ column, descending: !descending }));

/** What stands behind `order by`. */
export const orderBy = (row: string, terms: readonly Term[]): Sql =>
  join(
    terms.map(({ column, descending }) => sql`${at(row, column)}${raw(descending ? ' desc' : '')}`),
    ', ',
  );

/** Where a cursor's values come from: one of the two cursors of a list. `nulls` tells which of them are null. */
export interface Position {
  readonly list: number;
  readonly side: 'after' | 'before';
  readonly nulls: readonly boolean[];
}

/**
 * The rows that come after the position in that order.
 *
 * The condition of the whole is spelt out term by term; where every term has one direction and no null can come after
 * the position, it is a comparison of rows, which an index answers.
 */
export function comesAfter(row: string, terms: readonly Term[], position: Position): Sql {
  const marks = terms.map((term, index) => markAt(row, term, position, index));
  const [first] = marks;
  invariant(first, 'an order has at least one term');
  const isOneWay = marks.every(({ descending }) => descending === first.descending);
  const meetsNoNulls = marks.every(({ isNull, descending, mayBeNull }) => !isNull && (descending || !mayBeNull));
  if (isOneWay && meetsNoNulls) return comparison(marks, first.descending);
  return allOf([...leadingBound(first), spelledOut(marks)]);
}

/** A term with the value that the position has there. */
interface Mark {
  readonly cell: Sql;
  readonly value: Sql;
  readonly isNull: boolean;
  readonly descending: boolean;
  readonly mayBeNull: boolean;
}

function markAt(row: string, { column, descending }: Term, { list, side, nulls }: Position, index: number): Mark {
  const slot = new Slot(({ lists }) => lists[list]?.[side][index] ?? null);
  return {
    cell: at(row, column),
    value: sql`${slot}::${raw(column.type)}`,
    isNull: nulls[index] === true,
    descending,
    mayBeNull: column.mayBeNull,
  };
}

function comparison(marks: readonly Mark[], descending: boolean): Sql {
  const [cells, values] = [marks.map(({ cell }) => cell), marks.map(({ value }) => value)];
  return sql`(${join(cells, ', ')}) ${raw(descending ? '<' : '>')} (${join(values, ', ')})`;
}

/** Follows from the rest, and lets an index begin where the page begins. */
const leadingBound = ({ cell, value, isNull, descending, mayBeNull }: Mark): readonly Sql[] => {
  if (isNull || (mayBeNull && !descending)) return [];
  return [sql`${cell} ${raw(descending ? '<=' : '>=')} ${value}`];
};

function spelledOut([mark, ...rest]: readonly Mark[]): Sql {
  if (!mark) return raw('false');
  const beyond = isBeyond(mark);
  if (rest.length === 0) return beyond;
  const level = mark.isNull ? sql`${mark.cell} is null` : sql`${mark.cell} = ${mark.value}`;
  return anyOf([beyond, allOf([level, spelledOut(rest)])]);
}

function isBeyond({ cell, value, isNull, descending, mayBeNull }: Mark): Sql {
  if (isNull) return descending ? sql`${cell} is not null` : raw('false');
  if (descending) return sql`${cell} < ${value}`;
  return mayBeNull ? sql`(${cell} > ${value} or ${cell} is null)` : sql`${cell} > ${value}`;
}
