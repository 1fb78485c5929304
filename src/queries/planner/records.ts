import { join, type Sql, sql } from '../../storage/sql';
import { at, type Table } from './columns';
import { cursorOf, cursorValue } from './cursor';
import { type RawRow, recordDecoderOf } from './decode-cell';
import type { List } from './list';

/** A record of a table, as TypeORM gives it: by property, instants as dates. */
export type LoadedRecord = Readonly<Record<string, unknown>>;

/** Every column of the row, as {@link recordFrom} reads them. */
export const allColumns = (table: Table, row: string): Sql =>
  join(
    [...table.columns.values()].map((column) =>
      column.kind === 'list' ? sql`to_json(${at(row, column)})` : at(row, column),
    ),
    ', ',
  );

/** The record from the cells that {@link allColumns} selected. */
export const recordFrom = (table: Table, cells: RawRow): LoadedRecord =>
  Object.fromEntries(
    [...table.columns.values()].map(({ property, kind }, index) => [
      property,
      recordDecoderOf(kind, 'text')(cells[index]),
    ]),
  );

/** The cursor of the row in the order of its list. */
export function cursorFrom(table: Table, { order, terms }: List, cells: RawRow): string {
  const properties = [...table.columns.keys()];
  return cursorOf(
    order,
    terms.map((term) => cursorValue(term, cells[properties.indexOf(term.column.property)])),
  );
}
