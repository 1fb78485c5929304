import { tenantScope } from '../domain/providers/directory';
import type { Kind } from '../domain/target';
import { raw, type Sql, sql } from './sql';

/** Schedules that have not ended at `at`; `row` is the alias. */
export const notEnded = (row: string, at: Sql): Sql =>
  sql`not isempty(${raw(row)}.span) and (upper_inf(${raw(row)}.span) or upper(${raw(row)}.span) > ${at})`;

/** The rows of a statement as one JSON list. */
export const list = (rows: Sql): Sql => sql`(select coalesce(json_agg(listed), '[]') from (${rows}) as listed)`;
/** The one row of a statement as JSON; null when there is none. */
export const one = (rows: Sql): Sql => sql`(select to_json(found) from (${rows}) as found)`;

/** The clock of a statement: one row, the given instant, else the database's time in whole milliseconds. */
export const clock = (instant: Date | null): Sql =>
  sql`clock as materialized (select coalesce(${instant?.toISOString() ?? null}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now)`;

/** The clock's instant, read once per statement. */
export const now: Sql = raw('(select now from clock)');

/**
 * Eligibilities of a principal and its groups for a role, that have not ended; locked against their end. The groups stand
 * in a select of their own, or they would be looked up anew for every schedule where no index over principals is taken.
 */
export const eligibilitiesOf = (principalId: Sql, provider: Sql, roleDefinitionId: Sql, at: Sql): Sql => sql`
  select s.* from schedule as s
   where s.kind = 'eligibility' and s.provider = ${provider} and s.role_definition_id = ${roleDefinitionId}
     and s.principal_id = any ((select array[${principalId}] || groups_of(${principalId}))::uuid[]) and ${notEnded('s', at)}
   order by s.id for share`;

/** The rules of separation that name a role; locked, two requests for the roles that they part go one after the other. */
export const lockedSeparations = (roleDefinitionId: Sql): Sql => sql`(select count(*) from (
  select parting.id from separation_rule as parting
   where parting.role_definition_ids @> array[${roleDefinitionId}] and parting.deleted_at is null
   order by parting.id for no key update) as parted) as parted`;

/**
 * Rules that part the role from another one, and what the people behind the principal hold of that, each person once a
 * schedule. Disabled people count: what they hold does so again as soon as they are enabled (M-7). Everybody's groups are
 * looked up once and kept, where a plain join may do it anew for every schedule that it looks at.
 */
export const separations = (principalId: Sql, roleDefinitionId: Sql): Sql =>
  list(sql`select to_jsonb(rule) as rule, ${list(sql`
      with person as materialized (
        select u.id, array[u.id] || groups_of(u.id) as ids from users_of(${principalId}) as u (id))
      select person.id as person_id, (select p.display_name from principal as p where p.id = person.id) as person_name, to_jsonb(s) as schedule,
          (select d.display_name from role_definition as d where d.id = s.role_definition_id and d.provider = s.provider) as role_name
        from person join schedule as s on s.principal_id = any (person.ids)
       where s.provider = rule.provider and s.role_definition_id = any (rule.role_definition_ids)
         and s.role_definition_id <> ${roleDefinitionId} and ${notEnded('s', now)}`)} as held
    from separation_rule as rule
   where rule.role_definition_ids @> array[${roleDefinitionId}] and rule.deleted_at is null order by rule.id`);

/** Who holds a protected role at the tenant or will, and who is eligible for it, with the number of people behind each and behind the principal. */
export const protection = (principalId: Sql, roleDefinitionId: Sql): Sql => {
  const holdings = (kind: Kind) =>
    list(sql`
    select to_jsonb(s) as schedule, to_jsonb(p) as subject, (select count(*) from people_of(s.principal_id)) as people
      from schedule as s join principal as p on p.id = s.principal_id
     where s.provider = 'directory' and s.role_definition_id = ${roleDefinitionId} and s.scope_id = ${tenantScope} and s.kind = ${kind} and ${notEnded('s', now)}`);
  return sql`jsonb_build_object('assignments', ${holdings('assignment')}, 'eligible', ${holdings('eligibility')},
    'people', (select count(*) from people_of(${principalId})))`;
};

/** Takes the guard of a role that somebody always has to hold, in whose row `target` names a target: how many guards those are. */
export const lockedGuard = (target: string): Sql => sql`(select count(*) from (
  select guard.role_definition_id from protected_role as guard
   where guard.role_definition_id = ${raw(target)}.role_definition_id and ${raw(target)}.provider = 'directory'
     and ${raw(target)}.scope_id = ${tenantScope} for no key update) as guarded)`;
