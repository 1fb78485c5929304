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
  const told = String(row.at(-1));
  const readsAll = told.startsWith('*');
  const [type = '', version = ''] = (readsAll ? told.slice(1) : told).split(' ');
  return { readsAll, type, version };
}
