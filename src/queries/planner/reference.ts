import { identifier, type Sql, sql } from '../../storage/sql';
import { at, type Column, type Table } from './columns';

/** A JSON column of a row of reference, of which a statement gives the version in place of the value. */
export interface Reference {
  readonly table: Table;
  readonly column: Column;
}

/**
 * The version of a row as text: its key, and the transaction that wrote it (`xmin`).
 *
 * Any change makes another version, whoever makes it, and the statement's own snapshot tells which one it sees. Null for
 * a row that was joined in vain. The row must be the table's own, for a sub-select has no such column.
 */
export const versionOf = ({ key }: Table, row: string): Sql =>
  sql`${at(row, key)}::text || ' ' || ${identifier(row)}.xmin::text`;

/** The key in a version. */
export const keyOfVersion = (version: string): string => version.slice(0, version.lastIndexOf(' '));
