import { list, one } from './fact-pieces';
import { recordIn, recordsIn } from './fact-records';
import type { JsonRow } from './records';
import { type Sql, sql } from './sql';
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
