import { resourceProvider } from '../domain/providers/all';
import type { Kind } from '../domain/target';
import { callerAndGroups, now } from './session';
import { identifier, raw, type Sql, sql } from './sql';

const column = (row: string, name: string): Sql => sql`${identifier(row)}.${raw(name)}`;

/** The scopes at which the caller or one of his groups holds a role or may activate one, now or later. Evaluated once per statement. */
const mine = sql`array(select mine.scope_id from session cross join schedule as mine
  where mine.principal_id = any (${callerAndGroups}) and mine.provider = ${raw(`'${resourceProvider.provider}'`)}
    and not isempty(mine.span) and (upper_inf(mine.span) or upper(mine.span) > ${now}))`;

/** Those scopes and all above them. */
const wayToMine = sql`array(select above.id from session cross join schedule as mine
    join resource_scope as place on place.id = mine.scope_id cross join lateral unnest(place.covered_by) as above (id)
  where mine.principal_id = any (${callerAndGroups}) and mine.provider = ${raw(`'${resourceProvider.provider}'`)}
    and not isempty(mine.span) and (upper_inf(mine.span) or upper(mine.span) > ${now}))`;

/**
 * Scopes of resources: those at, above and below which one holds a role or may activate one; whoever may read what is held
 * somewhere holds a role there (L.2).
 */
export const resourceScopeIsVisible = (row: string): Sql =>
  sql`(${column(row, 'covered_by')} && ${mine} or ${column(row, 'id')} = any (${wayToMine}))`;

/** Whether the caller may activate a role at the scope now: himself or through a group, right there or from above (S-5). */
export const callerIsEligibleAt = (row: string): Sql =>
  sql`(${column(row, 'covered_by')} && ${activable('eligibility')})`;

const activable = (kind: Kind): Sql => sql`array(select mine.scope_id from session cross join schedule as mine
  where mine.principal_id = any (${callerAndGroups}) and mine.provider = ${raw(`'${resourceProvider.provider}'`)} and mine.kind = ${raw(`'${kind}'`)}
    and not isempty(mine.span) and lower(mine.span) <= ${now} and (upper_inf(mine.span) or upper(mine.span) > ${now})
    and exists (select from role_definition as r where r.id = mine.role_definition_id and r.is_enabled))`;
