import { holdsNow, now } from '../storage/session';
import { raw, type Sql, sql } from '../storage/sql';
import { typeThrough } from './access-ways';
import { col } from './shapes/row';
import { statusOf } from './target/request-fields';

/** The caller himself, and each of his groups with how long he is in it and whether he activated his way there. */
const ways = sql`
  select session.id as holder_id, null::uuid as group_id, null::timestamptz as until, 'Assigned' as came_by from session
  union all
  select m.group_id, m.group_id, m.until, ${typeThrough(sql`m.through`, sql`'Assigned'`)}
    from session cross join lateral memberships_of(session.id, ${now}) as m`;

/** The group that is the scope of the row; only a group's scope is a GUID. */
const groupOf = (row: string): Sql =>
  sql`(case ${col(row, 'provider')} when 'group' then ${col(row, 'scope_id')} end)::uuid`;

/** The name of the scope of the row; in the tenant it is the directory's, which has none of its own. */
const scopeName = (row: string): Sql => {
  const scope = col(row, 'scope_id');
  return sql`case ${col(row, 'provider')}
    when 'directory' then case when ${scope} = '/' then 'Directory' else (select u.display_name from administrative_unit as u
      where u.id = (case when ${scope} like '/administrativeUnits/%' then split_part(${scope}, '/', 3) end)::uuid) end
    when 'group' then (select g.display_name from principal as g where g.id = ${groupOf(row)})
    else (select c.display_name from resource_scope as c where c.id = ${scope}) end`;
};

/** What is held at a group or a resource that was deleted counts no more (M-7). */
const scopeStands = sql`case s.provider when 'directory' then true
  when 'group' then exists (select from principal as g where g.id = ${groupOf('s')} and g.deleted_at is null)
  else exists (select from resource_scope as c where c.id = s.scope_id and c.deleted_at is null) end`;

/** The id as the API has it: groups name themselves in the ids of their schedules (A-2). */
const idOf = sql`case s.provider when 'group' then s.scope_id || '_' || s.role_definition_id || '_' || s.id else s.id::text end`;

const memberType = sql`case when way.group_id is null then 'Direct' else 'Group' end`;

const held = sql`${idOf} as id, s.id as schedule_id, s.provider, s.role_definition_id, role.display_name as role_name, s.scope_id,
    ${scopeName('s')} as scope_name, s.start_at, least(upper(s.span), way.until) as end_at,
    ${memberType} as member_type, way.group_id as through_group_id`;

const holding = (kind: 'assignment' | 'eligibility'): Sql => sql`session cross join access_ways as way
    join schedule as s on s.principal_id = way.holder_id and s.kind = ${raw(`'${kind}'`)} and ${holdsNow('s')}
    join role_definition as role on role.id = s.role_definition_id and role.is_enabled`;

/** Whether the request `r` waits: for a decision, or for its start. The statuses are literals, for the sake of the index. */
const waits = sql`(r.status in ('PendingApproval', 'PendingAdminDecision', 'Granted')
    and ${statusOf('r')} in ('PendingApproval', 'PendingAdminDecision', 'Granted'))`;

/** What the caller may activate: his own, and for as long as he is in them that of his groups (G-9, H-12). */
const eligible = sql`
  select ${held},
      exists (select from schedule as a where a.activated_using = s.id and a.principal_id = session.id and ${holdsNow('a')}) as is_active,
      exists (select from schedule_request as r where r.principal_id = session.id and ${waits}
        and (r.activated_using = s.id or (r.provider, r.role_definition_id, r.scope_id) = (s.provider, s.role_definition_id, s.scope_id))) as has_pending_request
    from ${holding('eligibility')}
   where ${scopeStands}`;

/** What the directory alone says of groups: whoever is a member or an owner for ever, and not through PIM (G-5). */
const fromDirectory = (access: 'member' | 'owner', link: Sql): Sql => sql`
  select g.id || ${raw(`'_${access}_'`)} || way.holder_id, null::uuid, 'group', ${raw(`'${access}'`)}, role.display_name, g.id::text, g.display_name,
      null::timestamptz, way.until, ${memberType}, way.group_id, way.came_by
    from access_ways as way ${link} join principal as g on g.id = linked.group_id and g.type = 'group' and g.deleted_at is null
    join role_definition as role on role.id = ${raw(`'${access}'`)} and role.is_enabled`;

/**
 * What the caller holds: assignments and activations of his own, and what his groups hold for as long as he is in them, who
 * is a member of their groups as well. Ownership is a person's own.
 */
const active = sql`
  select ${held}, case when way.came_by = 'Activated' then way.came_by else s.assignment_type end as assignment_type
    from ${holding('assignment')}
   where ${scopeStands} and (way.group_id is null or s.provider <> 'group' or s.role_definition_id = 'member')
  union all
  ${fromDirectory('member', sql`join lateral (select m.group_id from group_member as m where m.member_id = way.holder_id) as linked on true`)}
  union all
  ${fromDirectory('owner', sql`join lateral (select o.object_id as group_id from object_owner as o where o.owner_id = way.holder_id) as linked on way.group_id is null`)}`;

/** Requests about the caller that wait; one that lapsed waits no more, whether or not a job has said so (E-9). */
const pending = sql`
  select r.id::text as id, r.id as request_id, r.kind, r.provider, r.role_definition_id, role.display_name as role_name, r.scope_id,
      ${scopeName('r')} as scope_name, r.start_at, r.expiration_end_at as end_at, r.action, ${statusOf('r')} as status, r.created_at, r.lapses_at
    from session cross join schedule_request as r join role_definition as role on role.id = r.role_definition_id
   where r.principal_id = session.id and ${waits}`;

/** The rows of shapes/my-access.ts: what selects them, by the names of their tables. */
export const myAccessRows: Readonly<Record<string, Sql>> = {
  access_ways: ways,
  eligible_access: eligible,
  active_access: active,
  pending_access: pending,
};
