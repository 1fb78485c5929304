import { Readable } from 'node:stream';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { type ImportOptions, importDirectory } from '../../../src/storage/import/import-directory';
import type { ImportReport } from '../../../src/storage/import/import-report';
import type { TestDatabase } from '../../support/database';

export const now = new Date('2026-01-01T00:00:00.000Z');

/** The nth object of a kind: a for users, b for groups, c for service principals, d for units, e for roles. */
export const id = (kind: string, n: number): string => `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const user = (n: number, more: object = {}) => ({
  id: id('a', n),
  displayName: `User ${n}`,
  userPrincipalName: `user${n}@contoso.example`,
  ...more,
});

export const group = (n: number, more: object = {}) => ({ id: id('b', n), displayName: `Group ${n}`, ...more });

/** Imports a file's text, or a value as JSON. */
export const importing = (
  database: TestDatabase,
  file: unknown,
  more: Partial<ImportOptions> = {},
): Promise<ImportReport> =>
  importDirectory({
    url: database.url,
    source: Readable.from([Buffer.from(typeof file === 'string' ? file : JSON.stringify(file, null, 2))]),
    fileName: 'directory.json',
    now,
    newId: v7,
    ...more,
  });

/** The rows of one statement, in a session of its own. */
export async function select<T = Record<string, unknown>>(database: TestDatabase, statement: string): Promise<T[]> {
  const session = new Client({ connectionString: database.url });
  await session.connect();
  try {
    return (await session.query(statement)).rows as T[];
  } finally {
    await session.end();
  }
}

const stored = [
  'organization',
  'principal',
  'group_member',
  'object_owner',
  'administrative_unit',
  'administrative_unit_member',
  'role_definition',
  'policy',
  'schedule',
];

/** All that the directory holds, as text: two of these are equal when nothing changed, row versions included. */
export async function everything(database: TestDatabase): Promise<string> {
  const tables = stored.map(
    (table) => `select '${table}' as name, t.xmin::text, to_jsonb(t)::text as row from ${table} as t`,
  );
  return JSON.stringify(await select(database, `${tables.join(' union all ')} order by name, row`));
}
