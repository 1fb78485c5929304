import type { Pool, QueryArrayResult } from 'pg';

/** A row as PostgreSQL wrote it: every cell its text, or null. */
export type Cells = readonly (string | null)[];

const asText = { getTypeParser: () => (text: string) => text };

/** Runs a prepared statement and gives its rows. */
export async function rowsOf(
  pool: Pool,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly Cells[]> {
  const query = { name, text, values: [...values], rowMode: 'array' as const, types: asText };
  const { rows }: QueryArrayResult<(string | null)[]> = await pool.query(query);
  return rows;
}

/** The only cell of the only row: for statements that write the whole answer. */
export async function jsonOf(pool: Pool, name: string, text: string, values: readonly unknown[]): Promise<string> {
  return (await rowsOf(pool, name, text, values))[0]?.[0] ?? 'null';
}

/** Text as JSON. */
export const quoted = (text: string | null | undefined): string =>
  text === null || text === undefined ? 'null' : JSON.stringify(text);

/** Text that needs no escaping, such as ids and statuses, as JSON. */
export const plain = (text: string | null | undefined): string =>
  text === null || text === undefined ? 'null' : `"${text}"`;

/** `2026-01-01 08:00:00+00`, as a session in UTC writes it, as JSON. */
export const instant = (text: string | null | undefined): string =>
  text === null || text === undefined ? 'null' : `"${text.slice(0, 10)}T${text.slice(11, -3)}Z"`;
