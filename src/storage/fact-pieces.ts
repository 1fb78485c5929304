import { raw, type Sql, sql } from './sql';

/** Schedules that have not ended at `at`; `row` is the alias. */
export const notEnded = (row: string, at: Sql): Sql =>
  sql`not isempty(${raw(row)}.span) and (upper_inf(${raw(row)}.span) or upper(${raw(row)}.span) > ${at})`;

/** The rows of a statement as one JSON list. */
export const list = (rows: Sql): Sql =>
  sql`(select coalesce(jsonb_agg(to_jsonb(listed)), '[]') from (${rows}) as listed)`;
/** The one row of a statement as JSON; null when there is none. */
export const one = (rows: Sql): Sql => sql`(select to_jsonb(found) from (${rows}) as found)`;

/** The clock of a statement: one row, the given instant, else the database's time in whole milliseconds. */
export const clock = (instant: Date | null): Sql =>
  sql`clock as materialized (select coalesce(${instant?.toISOString() ?? null}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now)`;

/** The clock's instant, read once per statement. */
export const now: Sql = raw('(select now from clock)');

/** Eligibilities of a principal and its groups for a role, that have not ended; locked against their end. */
export const eligibilitiesOf = (principalId: Sql, provider: Sql, roleDefinitionId: Sql, at: Sql): Sql => sql`
  select s.* from schedule as s
   where s.kind = 'eligibility' and s.provider = ${provider} and s.role_definition_id = ${roleDefinitionId}
     and s.principal_id = any (array[${principalId}] || groups_of(${principalId})) and ${notEnded('s', at)}
   order by s.id for share`;

/** The rules of separation that name a role; locked, two requests for the roles that they part go one after the other. */
export const lockedSeparations = (roleDefinitionId: Sql): Sql => sql`(select count(*) from (
  select parting.id from separation_rule as parting
   where parting.role_definition_ids @> array[${roleDefinitionId}] and parting.deleted_at is null
   order by parting.id for no key update) as parted) as parted`;

/** Rules that part the role from another one, and what the people behind the principal hold of that, each person once a schedule. */
export const separations = (principalId: Sql, roleDefinitionId: Sql): Sql =>
  list(sql`select to_jsonb(rule) as rule, ${list(sql`
      select person.id as person_id, person.display_name as person_name, to_jsonb(s) as schedule
        from people_of(${principalId}) as behind (id) join principal as person on person.id = behind.id
        join schedule as s on s.principal_id = any (array[person.id] || groups_of(person.id))
       where s.provider = rule.provider and s.role_definition_id = any (rule.role_definition_ids)
         and s.role_definition_id <> ${roleDefinitionId} and ${notEnded('s', now)}`)} as held
    from separation_rule as rule
   where rule.role_definition_ids @> array[${roleDefinitionId}] and rule.deleted_at is null order by rule.id`);
