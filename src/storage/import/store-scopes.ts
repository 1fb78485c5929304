import type { Client } from 'pg';
import { resourceNames, resourceProvider } from '../../domain/providers/all';
import { mostLevels } from '../../domain/resource-scope';
import { lockTreeStatement } from '../resource-scope-facts';
import { render, type Sql, sql } from '../sql';
import { check } from './checks';
import type { Counts } from './merge-objects';

const element = (row: string): string => `format('${resourceNames.scopes}[%s]', ${row}.position)`;
const parentPlace = `${element('m')} || case when m.is_parent_named then '.parent' else '.id' end`;

const twiceTheSameId = `
  select s.line, ${element('s')} || '.id' as place,
         format('%s is also the id of ${resourceNames.scopes}[%s]. Ids are unique, in whatever letter case.', s.id, s.first) as problem
    from (select o.*, row_number() over same as nth, first_value(position) over same as first
            from staged_scope as o window same as (partition by id order by position)) as s
   where s.nth > 1`;

/** The one management group at the top, once the file is stored; no row where there is none or are several. */
const onlyRoot = `
  select min(top.id) as id
    from (select r.id from resource_scope as r
           where r.type = 'managementgroup' and r.parent_id is null and r.deleted_at is null
             and not exists (select from staged_scope as s where s.id = r.id and s.parent_id is not null)
          union
          select s.id from staged_scope as s
           where s.type = 'managementgroup' and s.parent_id is null
             and not exists (select from resource_scope as r where r.id = s.id and r.parent_id is not null and r.deleted_at is null)) as top
  having count(*) = 1`;

/** What each scope of the file comes to: its spelling stays, and its place where the file says nothing of it. */
const merge = `
  create temporary table merged_scope on commit drop as
  with root as materialized (${onlyRoot})
  select s.position, s.line, s.is_parent_named, s.id, s.spelling, s.type, s.display_name,
         was.id is not null as is_known, coalesce(was.deleted_at is null and was.id is not null, false) as is_stored,
         case when s.parent_id is not null then s.parent_id
              when was.id is not null and was.deleted_at is null then was.parent_id
              when s.type = 'subscription' then (select root.id from root) end as parent_id,
         was.parent_id as stood_below, was.display_name as was_named
    from staged_scope as s left join resource_scope as was on was.id = s.id;
  create index on merged_scope (id); analyze merged_scope`;

const isChanged = `m.is_stored and (m.display_name, m.parent_id) is distinct from (m.was_named, m.stood_below)`;

const unknownParent = `
  select m.line, ${parentPlace} as place,
         format('the scope above it, %s, is neither in the file nor stored. Add it.', m.parent_id) as problem
    from merged_scope as m
   where m.parent_id is not null and not exists (select from merged_scope as o where o.id = m.parent_id)
     and not exists (select from resource_scope as r where r.id = m.parent_id and r.deleted_at is null)`;

/** Management groups that stand, through others, below themselves. */
const circle = `
  with recursive up (start, id, steps) as (
    select m.id, m.parent_id, 1 from merged_scope as m where m.type = 'managementgroup'
    union all
    select up.start, r.parent_id, up.steps + 1 from up join resource_scope as r on r.id = up.id
     where up.id <> up.start and up.steps < 100)
  select m.line, ${parentPlace} as place, 'a management group cannot stand below itself, be it through others.' as problem
    from up join merged_scope as m on m.id = up.start where up.id = up.start`;

const tooDeep = `
  select m.line, ${parentPlace} as place,
         'at most ${mostLevels} management groups can stand one below the other, the root included.' as problem
    from resource_scope as r join merged_scope as m on m.id = any (r.covered_by)
   where r.type = 'managementgroup' and cardinality(r.covered_by) > ${mostLevels}`;

const changeStored = `
  update resource_scope as r
     set display_name = m.display_name, parent_id = m.parent_id, deleted_at = null
    from merged_scope as m
   where m.id = r.id and m.is_known and (not m.is_stored or ${isChanged})`;

const addNew = `
  insert into resource_scope (id, spelling, type, display_name, parent_id, covered_by, created_at)
  select m.id, m.spelling, m.type, m.display_name, m.parent_id, array[m.id], $1 from merged_scope as m where not m.is_known`;

/** Walks down from the top, so that whatever moved takes all below it along. */
const placeAll = `
  with recursive tree (id, covered_by) as (
    select r.id, array[r.id] from resource_scope as r where r.parent_id is null
    union all
    select r.id, r.id || tree.covered_by from tree join resource_scope as r on r.parent_id = tree.id)
  update resource_scope as r set covered_by = tree.covered_by from tree
   where tree.id = r.id and r.covered_by is distinct from tree.covered_by`;

const counted = `
  select count(*) filter (where not m.is_stored)::int as added, count(*) filter (where ${isChanged})::int as changed,
         count(*) filter (where m.is_stored and not (${isChanged}))::int as unchanged,
         count(*) filter (where ${isChanged} and m.parent_id is distinct from m.stood_below)::int as moved
    from merged_scope as m`;

/** What became of the scopes of the file, and how many of them stand elsewhere now. */
export interface StoredScopes extends Counts {
  readonly moved: number;
}

/**
 * Stores the tree of resources: new scopes, other names, other places with all that is below. Scopes that the file does not
 * name stay. Refuses, with its line, what has no place in the tree. Other changes of the tree wait until the import is done.
 */
export async function storeScopes(session: Client, now: Date): Promise<StoredScopes> {
  const none = { added: 0, changed: 0, unchanged: 0, moved: 0 };
  const { rowCount } = await session.query('select from staged_scope limit 1');
  if (rowCount === 0) return none;
  await session.query(render(lockTreeStatement).text);
  await check(session, twiceTheSameId);
  await session.query(merge);
  await check(session, unknownParent);
  const { rows } = await session.query<StoredScopes>(counted);
  await session.query(changeStored);
  await session.query(addNew, [now]);
  await check(session, circle);
  await session.query(placeAll);
  await check(session, tooDeep);
  return rows[0] ?? none;
}

/** Activations whose eligibility stands nowhere above them any more, as `endLostActivations` takes them. */
export const activationsOutOfReach = (instant: Date): Sql => sql`
  select to_jsonb(a) as schedule, to_jsonb(r) as request, to_jsonb(p) as subject, to_jsonb(d) as role
    from schedule as a join resource_scope as s on s.id = a.scope_id
      join schedule as e on e.id = a.activated_using and e.scope_id <> all (s.covered_by)
      join principal as p on p.id = a.principal_id
      left join schedule_request as r on r.id = a.created_using
      left join role_definition as d on d.id = a.role_definition_id and d.provider = a.provider
   where a.provider = ${resourceProvider.provider} and not isempty(a.span)
     and (upper_inf(a.span) or upper(a.span) > ${instant.toISOString()}::timestamptz)
   order by a.id`;
