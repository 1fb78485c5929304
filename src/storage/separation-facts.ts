import { isMembership, type Target } from '../domain/target';
import { list, notEnded, now, one } from './fact-pieces';
import { recordIn, recordsIn } from './fact-records';
import type { JsonRow } from './records';
import { raw, type Sql, sql } from './sql';
import { roleDefinitionTable } from './tables/role-definition';
import { separationRuleTable } from './tables/separation-rule';
import type { LockedSeparation } from './transaction';

/**
 * Takes hold of a rule: requests that it has a say in take it too, so that each is either seen as a violation afterwards,
 * or is judged by the rule as it was changed. (A new rule is held up by the table itself.)
 */
export const lockRuleStatement = (ruleId: string): Sql =>
  sql`select r.id from separation_rule as r where r.id = ${ruleId}::uuid and r.deleted_at is null for update of r`;

/** Lets one new rule be made at a time: the second one finds the first. */
export const lockNewRulesStatement: Sql = sql`select pg_advisory_xact_lock(hashtextextended(${'separation_rule'}::text, 2))`;

/** A rule and its roles, or without a rule the roles that are named and the rule that parts them already. */
export const separationStatement = (ruleId: string | null, roleDefinitionIds: readonly string[]): Sql => {
  const rule = sql`select r.* from separation_rule as r where r.id = ${ruleId}::uuid and r.deleted_at is null`;
  const roleIds = sql`coalesce((select r.role_definition_ids from (${rule}) as r), ${roleDefinitionIds}::text[])`;
  return sql`select ${one(rule)} as rule,
    ${one(sql`select t.* from separation_rule as t where t.provider = 'directory' and t.deleted_at is null
      and t.role_definition_ids @> ${roleIds} and t.role_definition_ids <@ ${roleIds}
      and t.id is distinct from ${ruleId}::uuid limit 1`)} as twin,
    ${list(sql`select d.* from role_definition as d where d.provider = 'directory' and d.id = any (${roleIds}) order by d.id`)} as roles`;
};

/** What {@link separationStatement} found. */
export const separationIn = (row: JsonRow): LockedSeparation => ({
  rule: recordIn(separationRuleTable, row.rule),
  twin: recordIn(separationRuleTable, row.twin),
  roles: recordsIn(roleDefinitionTable, row.roles),
});

/** How a way stands in JSON: null where it is open for good, as what the directory alone says is. */
const way = (row: string): Sql =>
  raw(`case when ${row}.kind <> 'assignment' or not lower_inf(${row}.span) or not upper_inf(${row}.span)
    then json_build_object('kind', ${row}.kind, 'startAt', lower(${row}.span), 'endAt', upper(${row}.span)) end`);

/** The people behind a principal, and the ways by which each comes to roles: himself, and the groups that he is or may be in. */
const peopleAndWays = (principalId: Sql): Sql => sql`
  person as materialized (
    select distinct w.person_id as id, w.kind, w.span, (select p.display_name from principal as p where p.id = w.person_id) as name
      from ways_to_people(${principalId}, ${now}) as w),
  way as materialized (
    select own.id as person_id, own.id as holder_id, null::text as kind, null::tstzrange as span from person as own
    union
    select own.id, g.group_id, g.kind, g.span
      from (select distinct id from person) as own cross join lateral ways_to_groups(own.id, ${now}) as g)`;

/** Schedules of the roles of \`rule\`, eligible or active, that have not ended, with the name of each role. */
const ofRule = (from: Sql): Sql => sql`select found.*, to_jsonb(s) as schedule,
      (select d.display_name from role_definition as d where d.id = s.role_definition_id and d.provider = s.provider) as role_name
    from (${from}) as found join schedule as s on s.principal_id = found.holder_id
   where s.provider = rule.provider and s.role_definition_id = any (rule.role_definition_ids) and ${notEnded('s', now)}`;

/** What the people behind the principal hold otherwise. */
const heldOtherwise = ofRule(sql`select person.id as person_id, person.name as person_name, way.holder_id,
    ${way('person')} as reach, ${way('way')} as way from person join way on way.person_id = person.id`);

/**
 * Rules that part a role from another one, and what the people behind the principal hold of that, in each of the ways by which
 * they come to it. Disabled people count: what they hold does so again as soon as they are enabled (M-7).
 */
const separationsOfRole = (principalId: Sql, roleDefinitionId: Sql): Sql => sql`with ${peopleAndWays(principalId)}
  select to_jsonb(rule) as rule, ${list(sql`select * from (${heldOtherwise}) as h where h.schedule ->> 'role_definition_id' <> ${roleDefinitionId}`)} as held
    from separation_rule as rule
   where rule.role_definition_ids @> array[${roleDefinitionId}] and rule.deleted_at is null order by rule.id`;

/**
 * Rules over roles that a membership of a group leads to, be it through the groups that this one is in: what it brings, and
 * what the people behind the principal hold otherwise. What it brings counts as held too, for it may bring both of a rule.
 */
const separationsOfMembership = (principalId: Sql, groupId: Sql): Sql => {
  const brought = ofRule(sql`select source.*, ${way('source')} as way from source`);
  return sql`with ${peopleAndWays(principalId)},
  source as materialized (
    select ${groupId} as holder_id, null::text as kind, null::tstzrange as span
    union
    select g.group_id, g.kind, g.span from ways_to_groups(${groupId}, ${now}) as g)
  select to_jsonb(rule) as rule, ${list(sql`select b.schedule, b.way from (${brought}) as b`)} as brought,
    ${list(sql`select h.person_id, h.person_name, h.role_name, h.schedule, h.reach, h.way from (${heldOtherwise}) as h
      union all select p.id, p.name, b.role_name, b.schedule, null::json, b.way
        from (select id, name from person order by id limit 1) as p cross join (${brought}) as b`)} as held
    from separation_rule as rule
   where rule.deleted_at is null and exists (${brought}) order by rule.id`;
};

/** Whose request is for what; ids as SQL has them. */
interface Wanting {
  readonly principalId: Sql;
  readonly roleDefinitionId: Sql;
  readonly scopeId: Sql;
}

/** The rules of separation that a target has to do with, and what they look at. */
export const separations = (
  target: Pick<Target, 'provider' | 'roleDefinitionId'>,
  { principalId, roleDefinitionId, scopeId }: Wanting,
): Sql =>
  list(
    isMembership(target)
      ? separationsOfMembership(principalId, sql`${scopeId}::uuid`)
      : separationsOfRole(principalId, roleDefinitionId),
  );
