import type { RawRow } from './decode-cell';

/** What the last cell of every answer tells of the one who asked, and of what he asked. */
export interface Told {
  /** Whether he may read everything; says nothing in a statement for those who may. */
  readonly readsAll: boolean;
  /** His kind of principal. */
  readonly type: string;
  /** Version of the reference that the statement saw; empty where it was not asked for. */
  readonly version: string;
}

/** Reads what `callerCell` writes; null where there is no row, and so no such caller. */
export function toldIn([row]: readonly RawRow[]): Told | null {
  if (!row) return null;
  const told = String(row[row.length - 1]);
  const readsAll = told.startsWith('*');
  const start = readsAll ? 1 : 0;
  const space = told.indexOf(' ');
  if (space === -1) return { readsAll, type: told.slice(start), version: '' };
  return { readsAll, type: told.slice(start, space), version: told.slice(space + 1) };
}
