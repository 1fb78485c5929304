import type { Client } from 'pg';
import { refusal } from './located';

/** The organisation that a file says it is of. */
export interface NamedOrganization {
  readonly id: string;
  readonly line: number;
}

/**
 * Makes the database the organisation's that the file names, and answers its id.
 *
 * Only a database without principals can change hands; policies, whose ids hold the organisation's, are renamed with
 * it. A file of another organisation is refused. A file that names none is taken for this one's.
 */
export async function settleOrganization(session: Client, named: NamedOrganization | null): Promise<string> {
  const { rows } = await session.query<{ id: string; isEmpty: boolean }>(`
    select tenant_id as id, not exists (select from principal) as "isEmpty" from organization for update`);
  const [stored] = rows;
  if (!stored) throw new Error('Invariant broken: the database serves no organization');
  if (!named || named.id === stored.id) return stored.id;
  if (!stored.isEmpty) {
    const problem = `this database serves organization ${stored.id}, and the file is of ${named.id}. Use another database.`;
    throw refusal(named.line, 'organization.id', problem);
  }
  await session.query('update organization set tenant_id = $1', [named.id]);
  await session.query('update policy set id = replace(id, $1, $2)', [stored.id, named.id]);
  return named.id;
}
