import { clock, list, notEnded, now, one } from './fact-pieces';
import { activationsIn, recordIn } from './fact-records';
import { activationsFrom } from './facts';
import type { JsonRow } from './records';
import { type Sql, sql } from './sql';
import { scheduleTable } from './tables/schedule';
import type { Succession } from './transaction';

/**
 * What hangs on the schedule that a granted request has made; asked under the lock of the request and of the eligibilities
 * for its target. What comes next is what the predecessor's end must not run into.
 */
export const successionStatement = (requestId: string, instant: Date | null): Sql => sql`
  with ${clock(instant)}, successor as materialized (select s.* from schedule as s where s.id = ${requestId}::uuid),
  predecessor as materialized (
    select p.* from successor as s join schedule as p on p.principal_id = s.principal_id and p.provider = s.provider
        and p.role_definition_id = s.role_definition_id and p.scope_id = s.scope_id and p.handed_over_to = s.id
     where ${notEnded('p', now)})
  select ${one(sql`select p.* from predecessor as p`)} as predecessor,
    ${one(sql`select n.* from predecessor as p join schedule as n on n.principal_id = p.principal_id and n.kind = p.kind
        and n.provider = p.provider and n.role_definition_id = p.role_definition_id and n.scope_id = p.scope_id
       where n.id <> p.handed_over_to and n.activated_using is distinct from p.handed_over_to
         and n.start_at >= p.end_at and ${notEnded('n', now)}
       order by n.start_at limit 1`)} as next,
    ${list(activationsFrom(sql`select s.id from successor as s`, now))} as activations`;

/** What hangs on a granted schedule, in the row that was found of it. */
export const successionIn = (row: JsonRow = {}): Succession => ({
  predecessor: recordIn(scheduleTable, row.predecessor),
  next: recordIn(scheduleTable, row.next),
  activations: activationsIn(row.activations),
});
