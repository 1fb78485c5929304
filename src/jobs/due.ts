import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { announceEnd, announceStart } from '../commands/announce-schedule';
import type { Run } from '../commands/command';
import { lapseApproval } from '../commands/lapse-approval';
import { serviceActor } from '../domain/actor';
import { PimError } from '../domain/errors';

/** What time has made due, and is to be told: nothing about access waits for it. */
type Due = { readonly what: 'start' | 'end' | 'lapse'; readonly id: string };

const batch = 100;

/** At most a hundred due things, the longest overdue first; `$1` is the instant, null for the database's clock. */
const dueStatement = `
  with clock as (select coalesce($1::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now)
  select what, id from (
    (select 'start' as what, id, start_at as due from schedule, clock
      where start_announced_at is null and start_at <= clock.now and not isempty(span) order by start_at limit ${batch})
    union all
    (select 'end', id, upper(span) from schedule, clock
      where end_announced_at is null and not upper_inf(span) and not isempty(span) and upper(span) <= clock.now order by upper(span) limit ${batch})
    union all
    (select 'lapse', id, lapses_at from schedule_request, clock
      where status = 'PendingApproval' and lapses_at <= clock.now order by lapses_at limit ${batch})
  ) as due order by due limit ${batch}`;

/**
 * Announces everything that is due at this moment and tells how much it was: starts, ends and lapses.
 *
 * Safe to run late, twice, and in several processes at once: each announcement locks its row, and finds it done or due.
 */
export async function announceDue(pool: Pool, run: Run, instant: Date | null, log: Logger): Promise<number> {
  let announced = 0;
  for (;;) {
    const { rows } = await pool.query<Due>(dueStatement, [instant?.toISOString() ?? null]);
    const told = await announceAll(rows, run, log);
    announced += told;
    if (rows.length < batch || told === 0) return announced;
  }
}

async function announceAll(due: readonly Due[], run: Run, log: Logger): Promise<number> {
  let told = 0;
  for (const one of due) told += await announce(one, run, log);
  return told;
}

async function announce({ what, id }: Due, run: Run, log: Logger): Promise<number> {
  try {
    if (what === 'lapse') await run(lapseApproval, { requestId: id }, serviceActor);
    else await run(what === 'start' ? announceStart : announceEnd, { scheduleId: id }, serviceActor);
    return 1;
  } catch (error) {
    if (!(error instanceof PimError))
      log.warn({ err: error, what, id }, 'something due could not be announced; it will be tried again');
    return 0;
  }
}
