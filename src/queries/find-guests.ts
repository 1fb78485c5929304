import type { Pool } from 'pg';
import { sessionCte } from '../storage/session';
import { raw, render, sql } from '../storage/sql';
import { allowedInTenant } from '../storage/visibility';
import type { Session } from './planner/binding';

/** The first guests of an organisation who have not been withdrawn, in the order of their ids, and how many there are. */
export interface GuestsFound {
  readonly ids: readonly string[];
  readonly count: number;
}

/** Finds at most `limit` guests of an organisation (a GUID in lower case); null for whoever may not withdraw any. */
export type FindGuests = (homeOrganizationId: string, limit: number, session: Session) => Promise<GuestsFound | null>;

interface Row {
  readonly is_allowed: boolean;
  readonly ids: readonly string[];
  readonly count: number;
}

export const createFindGuests =
  (pool: Pool): FindGuests =>
  async (homeOrganizationId, limit, { callerId, instant }) => {
    const isAllowed = allowedInTenant('guest.withdraw');
    const asker = { caller: sql`${callerId}`, instant: sql`${instant?.toISOString() ?? null}`, told: raw('p.type') };
    const { text, values } = render(sql`
      with ${sessionCte(asker, isAllowed)},
      guest as materialized (
        select g.id from principal as g
         where g.home_organization_id = ${homeOrganizationId}::uuid and g.user_type = 'Guest' and g.withdrawn_at is null and g.deleted_at is null)
      select ${isAllowed} as is_allowed, (select count(*)::int from guest) as count,
          array(select g.id::text from guest as g order by g.id limit ${limit}::int) as ids
        from session`);
    const { rows } = await pool.query<Row>({ name: 'guests_of_home', text, values: [...values] });
    const [row] = rows;
    return row?.is_allowed ? { ids: row.ids, count: row.count } : null;
  };
