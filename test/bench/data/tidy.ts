import { withClient } from './build';

/** Later than every row of the bench's data. */
const later = `'2026-01-02T00:00:00Z'`;

/**
 * Removes what W5 has stored, so that every slice begins with the same data. It acts on the bench's database alone, and
 * past the guards: the audit of the service itself can only grow.
 */
export const tidy = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    await client.query(`
      set session_replication_role = 'replica';
      create temporary table made as select id from schedule_request where created_at > ${later};
      delete from approval_stage where approval_id in (select id from made);
      delete from approval where id in (select id from made);
      delete from schedule where created_using in (select id from made) and id in (select id from made);
      delete from schedule_request where id in (select id from made);
      truncate directory_audit, outbox, idempotency_key;
    `);
    await client.query('vacuum analyze schedule_request, schedule, approval, approval_stage');
  });

/** How many rows W5 has stored in each table. */
export const storedRows = (url: string): Promise<Readonly<Record<string, number>>> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<Record<string, number>>(`
      with made as (select id from schedule_request where created_at > ${later})
      select (select count(*)::int from made) as requests, (select count(*)::int from approval where id in (select id from made)) as approvals,
        (select count(*)::int from approval_stage where approval_id in (select id from made)) as stages,
        (select count(*)::int from schedule where id in (select id from made)) as schedules,
        (select count(*)::int from directory_audit) as audit, (select count(*)::int from outbox) as events`);
    return rows[0] ?? {};
  });
