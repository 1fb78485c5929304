import type { Provider } from '../domain/providers/provider';
import { groupsOf } from '../storage/groups-of';
import { holdsNow, now } from '../storage/session';
import { raw, type Sql, sql } from '../storage/sql';

/** Who is asked about, for what and where, as pieces of a statement; the scope is canonical. */
export interface Asked {
  readonly principalId: Sql;
  readonly roleDefinitionId: Sql;
  readonly scopeId: Sql;
}

const text = (value: string): Sql => raw(`'${value}'`);

/** Whether a row of `membership` or `ownership` holds at the instant of the statement. */
const isNow = (row: string): Sql =>
  sql`${raw(row)}.start_at <= ${now} and (${raw(row)}.end_at is null or ${raw(row)}.end_at > ${now})`;

/** How what is held through memberships came to be: if one of them is an activation, then so is what they bring. */
export const typeThrough = (through: Sql, own: Sql): Sql =>
  sql`case when are_activated(${through}) then 'Activated' else ${own} end`;

/** What a way of holding something says of itself, where it is held directly. */
const direct = sql`null::uuid as group_id, '{}'::uuid[] as through`;

/**
 * The ways in which a role is held now, one row each: `id` of the schedule, `end_at` (null for ever), `assignment_type`,
 * `scope_id`, and for what is held by a group `group_id`, and `through` the memberships of PIM that bring it.
 *
 * How the principal is in a group is looked at only where that one holds the role, for it costs more than to know the groups.
 */
export function waysToRole(
  provider: Provider,
  { principalId, roleDefinitionId }: Asked,
  reaches: (scope: Sql) => Sql,
): Sql {
  return sql`
    select s.id, least(upper(s.span), m.until) as end_at, ${typeThrough(raw('m.through'), raw('s.assignment_type'))} as assignment_type,
        s.scope_id, m.group_id, m.through
      from schedule as s
      left join lateral membership_into(${principalId}, nullif(s.principal_id, ${principalId}), ${now}) as m on true
     where s.principal_id = any ((select array[${principalId}] || ${groupsOf(principalId, now)})::uuid[])
       and s.kind = 'assignment' and s.provider = ${text(provider)}
       and s.role_definition_id = ${roleDefinitionId} and ${reaches(raw('s.scope_id'))} and ${holdsNow('s')}
       and (s.principal_id = ${principalId} or m.group_id is not null)`;
}

/**
 * The same for membership and ownership of a group, which the directory gives as well (G-6): then without a schedule, and
 * for ever. Ownership is a person's own; membership comes through groups that are members.
 */
export function waysIntoGroup({ principalId, roleDefinitionId, scopeId }: Asked): Sql {
  const group = sql`${scopeId}::uuid`;
  const type = (row: string) =>
    sql`coalesce((select held.assignment_type from schedule as held where held.id = ${raw(row)}.schedule_id), 'Assigned')`;
  const isDirect = sql`n.member_id = ${principalId} and n.group_id = ${group}`;
  return sql`
    select n.schedule_id as id, n.end_at, ${type('n')} as assignment_type, ${scopeId} as scope_id, ${direct}
      from membership as n where ${roleDefinitionId} = 'member' and ${isDirect} and ${isNow('n')}
    union all
    select n.schedule_id, least(m.until, n.end_at), ${typeThrough(raw('m.through'), type('n'))}, ${scopeId}, m.group_id, m.through
      from memberships_of(${principalId}, ${now}) as m
      join membership as n on n.member_id = m.group_id and n.group_id = ${group} and ${isNow('n')}
     where ${roleDefinitionId} = 'member'
       and not exists (select from membership as n where ${isDirect} and ${isNow('n')} and n.end_at is null)
    union all
    select o.schedule_id, o.end_at, ${type('o')}, ${scopeId}, ${direct}
      from ownership as o where ${roleDefinitionId} = 'owner' and o.owner_id = ${principalId} and o.object_id = ${group} and ${isNow('o')}`;
}
