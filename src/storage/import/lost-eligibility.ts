import type { Client } from 'pg';
import { type Moment, serviceActor } from '../../domain/actor';
import { endActivation } from '../../domain/end-activation';
import type { Activation } from '../../domain/new-request';
import { recordIn, roleIn } from '../fact-records';
import { type JsonRow, recordFrom } from '../records';
import { saveStatement } from '../save';
import { raw, type Sql, sql } from '../sql';
import { principalTable } from '../tables/principal';
import { scheduleTable } from '../tables/schedule';
import { scheduleRequestTable } from '../tables/schedule-request';
import { askSession } from './ask-session';

/** How many activations are read and stored at a time: each adds to the text of the statement that ends them. */
const atATime = 50;

/**
 * Waits for whoever is activating something, or being approved, while he is taken out of a group, and makes those who begin
 * now wait for the import: what is looked for afterwards is all there is, and what comes later is judged by the new members.
 * Asked after `storeLinks`; principals before requests, as commands lock them.
 */
export async function lockThoseWhoLeft(session: Client): Promise<void> {
  await session.query(whoLeft);
  await session.query(
    `select from principal as p where p.id in (select id from who_left) order by p.id for no key update of p`,
  );
  await session.query(`
    select from schedule_request as r
     where r.status = 'PendingApproval' and r.principal_id in (select id from who_left) order by r.id for no key update of r`);
}

/** The people who were below a membership that is gone, or below a group that was changed to a deleted one; by memberships through PIM as well. */
const whoLeft = `
  create temporary table who_left on commit drop as
  with recursive link as (
    select group_id, member_id from membership union all select group_id, member_id from removed_group_member
  ), below (id) as (
    select member_id from removed_group_member
    union
    select m.id from merged_principal as m join principal as g on g.id = m.id and g.type = 'group'
     where m.is_changed and g.deleted_at is not null
    union
    select link.member_id from below as b join link on link.group_id = b.id
  )
  select p.id from below as b join principal as p on p.id = b.id and p.type = 'user';
  analyze who_left`;

/**
 * Ends at `now` every activation, running or to come, whose eligibility is that of a group that its holder is not in (W-1,
 * B-14), or whatever else `lost` finds, by the service: a granted request becomes `Failed`. Answers how many. Nothing is given back to who returns.
 *
 * What ends may have been a membership, through which more was activated: it looks again until nothing is found.
 */
export async function endLostActivations(
  session: Client,
  { now: instant, newId, tenantId }: Pick<Moment, 'now' | 'newId' | 'tenantId'>,
  lost: Sql = lostActivations(instant),
): Promise<number> {
  const moment: Moment = { now: instant, newId, tenantId, actor: serviceActor };
  let count = 0;
  for (;;) {
    const ended = await endFound(session, moment, lost);
    if (ended === 0) return count;
    count += ended;
  }
}

/** Ends what the statement finds lost as things are now, and tells how much that was. */
async function endFound(session: Client, moment: Moment, lost: Sql): Promise<number> {
  await askSession(session, sql`declare lost_activation no scroll cursor for ${lost}`);
  let count = 0;
  for (;;) {
    const rows = await askSession(session, raw(`fetch ${atATime} from lost_activation`));
    const ended = rows.map((row) => endActivation(activationIn(row), roleIn(row.role), moment));
    const [event, ...events] = ended.flatMap((one) => one.events);
    if (!event) break;
    const changes = ended.flatMap((one) => one.changes);
    await askSession(session, saveStatement({ result: null, changes, events: [event, ...events] }, null, moment.newId));
    count += rows.length;
  }
  await askSession(session, raw('close lost_activation'));
  return count;
}

const activationIn = ({ schedule, request, subject }: JsonRow): Activation => ({
  schedule: recordFrom(scheduleTable, schedule as JsonRow),
  request: recordIn(scheduleRequestTable, request),
  subject: recordIn(principalTable, subject),
});

/**
 * Whether what the file leaves of the ways into a group still carries the activation `o` of somebody who has left one: for as
 * long as it is to last, and through no membership that it does not rest on, for only with those does it end (G-9). What is
 * kept past its end has none to be measured by (K-2).
 */
const isCarried = (
  instant: Sql,
): Sql => sql`(o.end_at is null or o.principal_id not in (select id from who_left) or exists (
  select from ways_to_groups(o.principal_id, ${instant}) as way
   where way.group_id = o.group_id and way.kind = 'assignment' and way.span @> ${instant} and way.through <@ o.activated_through
     and (upper_inf(way.span) or upper(way.span) >= o.end_at)))`;

/**
 * Found by their ends: in two parts, one for each index, as what is kept past its end has none (K-2). Everybody's groups are
 * looked up once.
 */
const lostActivations = (instant: Date): Sql => sql`
  with open as materialized (
    select a.id, a.principal_id, e.principal_id as group_id, a.activated_through, upper(a.span) as end_at
      from (
        select s.* from schedule as s
         where s.end_announced_at is null and not upper_inf(s.span) and not isempty(s.span)
           and upper(s.span) > ${instant.toISOString()}::timestamptz
        union all
        select s.* from schedule as s where s.suspended_end_at is not null and upper_inf(s.span)) as a
      join schedule as e on e.id = a.activated_using
     where e.principal_id <> a.principal_id),
  belonging as materialized (
    select person.id, groups_of(person.id, ${instant.toISOString()}::timestamptz) as group_ids from (select distinct o.principal_id from open as o) as person (id))
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject, to_jsonb(d) as role
    from open as o join belonging as b on b.id = o.principal_id
      join schedule as a on a.id = o.id
      join principal as p on p.id = a.principal_id
      left join schedule_request as r on r.id = a.created_using
      left join role_definition as d on d.id = a.role_definition_id and d.provider = a.provider
   where o.group_id <> all (b.group_ids) or not ${isCarried(sql`${instant.toISOString()}::timestamptz`)}
   order by a.id`;
