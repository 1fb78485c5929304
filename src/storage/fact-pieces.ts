import { tenantScope } from '../domain/providers/directory';
import type { Provider } from '../domain/providers/provider';
import type { Kind } from '../domain/target';
import { groupsOf } from './groups-of';
import { raw, type Sql, sql } from './sql';

/** Schedules that have not ended at `at`; `row` is the alias. */
export const notEnded = (row: string, at: Sql): Sql =>
  sql`not isempty(${raw(row)}.span) and (upper_inf(${raw(row)}.span) or upper(${raw(row)}.span) > ${at})`;

/** The rows of a statement as one JSON list. */
export const list = (rows: Sql): Sql => sql`(select coalesce(json_agg(listed), '[]') from (${rows}) as listed)`;
/** All of the rows `row` that come `from` there as one JSON list; each goes in whole, which costs less to set up than its columns. */
export const rowsOf = (row: string, from: Sql, order: Sql): Sql =>
  sql`(select coalesce(json_agg(${raw(row)} order by ${order}), '[]') from ${from})`;
/** The one row `row` that comes `from` there as JSON, whole as well; null when there is none. */
export const rowOf = (row: string, from: Sql): Sql => sql`(select to_json(${raw(row)}) from ${from})`;
/** The one row of a statement as JSON; null when there is none. */
export const one = (rows: Sql): Sql => sql`(select to_json(found) from (${rows}) as found)`;

/** The clock of a statement: one row, the given instant, else the database's time in whole milliseconds. */
export const clockAt = (instant: Sql): Sql =>
  sql`clock as materialized (select coalesce(${instant}, date_trunc('milliseconds', clock_timestamp())) as now)`;

/** The same for an instant that is known. */
export const clock = (instant: Date | null): Sql => clockAt(sql`${instant?.toISOString() ?? null}::timestamptz`);

/** The clock's instant, read once per statement. */
export const now: Sql = raw('(select now from clock)');

/** The same where `from` names the clock: a sub-select for each mention would have to be set up for each. */
export const clockNow: Sql = raw('clock.now');

/** A provider as it stands in a row; or itself where it is known when the statement is written, which leaves out what the others ask. */
type Named = Provider | Sql;

const textOf = (provider: Named): Sql => (typeof provider === 'string' ? raw(`'${provider}'`) : provider);

/** What is asked of each provider's own tables. */
interface ByProvider {
  readonly directory: Sql;
  readonly group: Sql;
  /** Of whatever stands in the tree of resources. */
  readonly tree: Sql;
}

const byProvider = (provider: Named, { directory, group, tree }: ByProvider): Sql => {
  if (typeof provider !== 'string')
    return sql`case ${provider} when 'directory' then ${directory} when 'group' then ${group} else ${tree} end`;
  return provider === 'directory' ? directory : provider === 'group' ? group : tree;
};

/** Whose eligibilities, for what, and as of when. */
interface Reached {
  readonly principalId: Sql;
  readonly provider: Named;
  readonly roleDefinitionId: Sql;
  readonly scopeId: Sql;
  readonly at: Sql;
}

/** The scopes from which what is held reaches a scope: `scopes_above`, written out, for a call costs several times what it does. */
const scopesAbove = (provider: Named, scopeId: Sql): Sql =>
  byProvider(provider, {
    directory: sql`array['/', ${scopeId}]`,
    group: sql`array[${scopeId}]`,
    tree: sql`(select higher.covered_by from resource_scope as higher where higher.id = ${scopeId})::text[]`,
  });

/**
 * Eligibilities of a principal and its groups for a role, at a scope and those above it, that have not ended; those of groups
 * with how long and through what the membership brings them to him. The groups stand in a select of their own, or they
 * would be looked up anew for every schedule where no index over principals is taken.
 */
export const reachedEligibilities = ({ principalId, provider, roleDefinitionId, scopeId, at }: Reached): Sql => sql`
  select s.*, case when s.principal_id <> ${principalId} then (
      select to_json(m) from membership_into(${principalId}, s.principal_id, ${at}) as m) end as reached
    from schedule as s
   where s.kind = 'eligibility' and s.provider = ${textOf(provider)} and s.role_definition_id = ${roleDefinitionId}
     and s.scope_id = any (${scopesAbove(provider, scopeId)})
     and s.principal_id = any ((select array[${principalId}] || ${groupsOf(principalId, at)})::uuid[]) and ${notEnded('s', at)}
   order by s.id`;

/** The same, locked against their end. */
export const eligibilitiesOf = (reached: Reached): Sql => sql`${reachedEligibilities(reached)} for share of s`;

/**
 * A scope that exists, as JSON: where it stands, and the group that it may be; null when there is none. By provider, for
 * each is looked up in its own table by its key.
 */
export const scopeOf = (provider: Named, scopeId: Sql): Sql =>
  byProvider(provider, {
    directory: sql`case when ${scopeId} = '/' then json_build_object('id', '/', 'coveredBy', array['/', '/'], 'displayName', null)
    else (select json_build_object('id', ${scopeId}, 'coveredBy', array['/', ${scopeId}], 'displayName', in_unit.display_name)
      from administrative_unit as in_unit
     where in_unit.id = (case when ${scopeId} like '/administrativeUnits/%' then split_part(${scopeId}, '/', 3) end)::uuid and in_unit.deleted_at is null) end`,
    group: sql`(select json_build_object('id', ${scopeId}, 'coveredBy', array[${scopeId}], 'displayName', in_group.display_name,
      'group', json_build_object('id', in_group.id, 'displayName', in_group.display_name, 'isAssignableToRole', in_group.is_assignable_to_role,
        'groupTypes', in_group.group_types, 'onPremisesSyncEnabled', in_group.on_premises_sync_enabled))
    from principal as in_group where in_group.id = (case ${textOf(provider)} when 'group' then ${scopeId} end)::uuid and in_group.type = 'group' and in_group.deleted_at is null)`,
    tree: sql`(select json_build_object('id', in_tree.id, 'coveredBy', in_tree.covered_by, 'displayName', in_tree.display_name)
    from resource_scope as in_tree where in_tree.id = ${scopeId} and in_tree.deleted_at is null)`,
  });

/**
 * The rules of separation that may have a say in a role, locked: two requests for what they part go one after the other.
 * Those are the rules that name it; of a membership, which may lead to any role, all rules.
 */
export const lockedSeparations = (roleDefinitionId: Sql, isMembership: Sql): Sql => sql`(select count(*) from (
  select parting.id from separation_rule as parting
   where (parting.role_definition_ids @> array[${roleDefinitionId}] or ${isMembership}) and parting.deleted_at is null
   order by parting.id for no key update) as parted) as parted`;

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

/**
 * Takes the guard of what somebody always has to hold, in whose row `target` names a target: how many guards those are. For
 * the ownership of a group it is the row of the group (G-13).
 */
export const lockedGuard = (target: string): Sql => sql`((select count(*) from (
  select guard.role_definition_id from protected_role as guard
   where guard.role_definition_id = ${raw(target)}.role_definition_id and ${raw(target)}.provider = 'directory'
     and ${raw(target)}.scope_id = ${tenantScope} for no key update) as guarded) + (select count(*) from (
  select owned.id from principal as owned
   where owned.id = (case when ${raw(target)}.provider = 'group' and ${raw(target)}.role_definition_id = 'owner' then ${raw(target)}.scope_id end)::uuid
     for no key update) as guarded))`;
