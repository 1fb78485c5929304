import type { Client } from 'pg';
import type { JsonRow } from '../records';
import { render, type Statement } from '../sql';

/** Asks the import's own session, and gives the rows. */
export async function askSession(session: Client, statement: Statement): Promise<readonly JsonRow[]> {
  const { text, values } = render(statement);
  return (await session.query<JsonRow>(text, [...values])).rows;
}
