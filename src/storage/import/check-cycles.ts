import type { Client } from 'pg';
import { nestingLock } from '../nesting-lock';
import { findCycle, type Nesting } from './find-cycle';
import { quoted, refusal } from './located';

/** So many groups of a circle are named; the rest are counted. */
const mostNamed = 10;

/**
 * Refuses groups that are, through others, members of themselves, naming the circle; to be asked when the memberships
 * are stored. Memberships held through PIM that have not ended at the instant, or by now, count as well (G-6).
 */
export async function checkCycles(session: Client, instant: Date | null): Promise<void> {
  // What is being nested through PIM meanwhile is seen, or waits and sees what the file has nested.
  await session.query(`select ${nestingLock} where ${nestsGroups}`);
  const cycle = findCycle(await nestings(session, instant));
  if (!cycle) return;
  const { rows } = await session.query<{ id: string; display_name: string }>(
    'select id, display_name from principal where id = any ($1)',
    [cycle],
  );
  const names = cycle.map((id) => quoted(rows.find((row) => row.id === id)?.display_name ?? id));
  const shown = names.length > mostNamed ? [...names.slice(0, mostNamed), `${names.length - mostNamed} more`] : names;
  const { line, place } = await placeOf(session, cycle);
  throw refusal(
    line,
    place,
    `groups cannot be members of each other in a circle: ${[...shown, names[0]].join(' has the member ')}.`,
  );
}

const nestsGroups = `exists (
       select from staged_reference as r join principal as m on m.id = r.target and m.type = 'group'
        where r.section = 'groups' and r.relation = 'members')`;

/** All nestings of groups, once the file brings at least one; what was stored before has no circle. */
async function nestings(session: Client, instant: Date | null): Promise<readonly Nesting[]> {
  const { rows } = await session.query<Nesting>(
    `select g.group_id as "groupId", g.member_id as "memberId"
      from membership as g join principal as p on p.id = g.member_id and p.type = 'group'
     where (g.end_at is null or g.end_at > coalesce($1::timestamptz, clock_timestamp())) and ${nestsGroups}`,
    [instant],
  );
  return rows;
}

/** The last member of the file that closes the circle. */
async function placeOf(session: Client, cycle: readonly string[]): Promise<{ line: number; place: string }> {
  const { rows } = await session.query<{ line: number; place: string }>(
    `select r.line, format('groups[%s].members[%s]', r.position, r.ordinal) as place
       from unnest($1::uuid[], $2::uuid[]) as c (group_id, member_id)
       join staged_object as o on o.id = c.group_id and o.section = 'groups'
       join staged_reference as r
         on r.section = 'groups' and r.position = o.position and r.relation = 'members' and r.target = c.member_id
      order by r.line desc, r.position desc, r.ordinal desc limit 1`,
    [cycle, [...cycle.slice(1), cycle[0]]],
  );
  return rows[0] ?? { line: 1, place: 'groups' };
}
