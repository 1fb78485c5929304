import { resourceProvider } from '../domain/providers/all';
import type { Target } from '../domain/target';
import { clock, list, notEnded, now, one } from './fact-pieces';
import { hangingIn, recordIn, recordsIn } from './fact-records';
import type { JsonRow } from './records';
import { raw, type Sql, sql } from './sql';
import { resourceScopeTable } from './tables/resource-scope';
import type { LockedResourceScope, WantedScope } from './transaction';

/** Any number will do, as long as every version uses the same. */
const treeLock = 7_302_114_908;

/** Takes the lock under which the tree of resources is changed: two changes go one after the other. */
export const lockTreeStatement: Sql = sql`select pg_advisory_xact_lock(${raw(String(treeLock))})`;

/** Holds the scope of a target against its removal and its moves, where it stands in the tree; nothing elsewhere. */
export const holdScopeStatement = ({ scopeId }: Target): Sql =>
  sql`select from resource_scope as held where held.id = ${scopeId} for share`;

/** Whether a target stands in the tree of resources. */
export const isInTree = ({ provider }: Target): boolean => provider === resourceProvider.provider;

const at = (row: string, scopeId: string): Sql =>
  sql`${raw(row)}.provider = ${resourceProvider.provider} and ${raw(row)}.scope_id = ${scopeId}`;

/** Takes the scope itself: whoever is giving something there comes before, and is seen, or waits and finds it changed. */
export const lockScopeStatement = ({ scopeId }: WantedScope): Sql =>
  sql`select from resource_scope as held where held.covered_by @> array[${scopeId}::text] order by held.id for update`;

/** What a change of the tree is judged by; asked under the locks. */
export const scopeFactsStatement = ({ scopeId, parentId, above }: WantedScope, instant: Date | null): Sql => sql`
  with ${clock(instant)}
  select ${one(sql`select s.* from resource_scope as s where s.id = ${scopeId}`)} as scope,
    ${list(sql`select s.* from resource_scope as s where (s.id = any (${above}::text[] || ${parentId}::text)
        or s.id = (select own.parent_id from resource_scope as own where own.id = ${scopeId})) and s.deleted_at is null
      order by cardinality(s.covered_by) desc`)} as above,
    ${list(sql`select s.* from resource_scope as s where s.parent_id is null and s.type = 'managementgroup' and s.deleted_at is null
      order by s.id limit 2`)} as roots,
    exists (select from resource_scope as s where s.parent_id = ${scopeId} and s.deleted_at is null) as has_children,
    (select coalesce(max(cardinality(s.covered_by)), 0) from resource_scope as s
      where s.covered_by @> array[${scopeId}::text] and s.type = 'managementgroup' and s.deleted_at is null) as deepest,
    (exists (select from schedule as s where ${at('s', scopeId)} and ${notEnded('s', now)})
      or exists (select from schedule_request as r where ${at('r', scopeId)}
        and r.status in ('PendingApproval', 'PendingAdminDecision', 'Granted'))) as is_held,
    ${parentId === null ? raw(`'[]'::jsonb`) : lostBy(scopeId, parentId)} as lost`;

/** Activations at the scope or below whose eligibility stands above it, and not where it moves to. */
const lostBy = (scopeId: string, parentId: string): Sql =>
  list(sql`select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject, to_jsonb(d) as role
    from resource_scope as s join schedule as a on a.provider = ${resourceProvider.provider} and a.scope_id = s.id
      join schedule as e on e.id = a.activated_using
      join principal as p on p.id = a.principal_id
      left join schedule_request as r on r.id = a.created_using
      left join role_definition as d on d.id = a.role_definition_id and d.provider = a.provider
   where s.covered_by @> array[${scopeId}::text] and ${notEnded('a', now)}
     and not exists (select from resource_scope as from_here where from_here.id = e.scope_id and from_here.covered_by @> array[${scopeId}::text])
     and not exists (select from resource_scope as above where above.id = ${parentId} and above.covered_by @> array[e.scope_id])
   order by a.id`);

/** The facts in the row of {@link scopeFactsStatement}. */
export const scopeFactsIn = (row: JsonRow): LockedResourceScope => {
  const scope = recordIn(resourceScopeTable, row.scope);
  return {
    scope,
    above: recordsIn(resourceScopeTable, row.above),
    roots: recordsIn(resourceScopeTable, row.roots),
    hasChildren: row.has_children === true,
    levelsBelow: Math.max(0, Number(row.deepest) - (scope?.coveredBy.length ?? 0)),
    isHeld: row.is_held === true,
    lost: hangingIn(row.lost),
  };
};
