import type { Client } from 'pg';
import { check } from './checks';
import type { Counts } from './merge-objects';

const element = (property: string): string => `format('roleAssignments[%s].${property}', a.position)`;

/** Who holds a role is known, and if a group, role-assignable (M-1, G-16). */
const unfitPrincipal = `
  select a.line, ${element('principalId')} as place,
         case when p.id is null then format('%s is neither in the file nor in the directory.', a.principal_id)
              else format('%s is a group that is not role-assignable.', a.principal_id) end as problem
    from staged_assignment as a left join principal as p on p.id = a.principal_id
   where p.id is null or (p.type = 'group' and p.is_assignable_to_role is not true)`;

/** The role is known and can be assigned; a built-in role's id is its template's (7.3). */
const unfitRole = `
  select a.line, ${element('roleDefinitionId')} as place,
         case when r.id is null then format('there is no role %s.', a.role_id)
              else format('the role %s is disabled: it cannot be assigned.', r.display_name) end as problem
    from staged_assignment as a
    left join role_definition as r on r.provider = 'directory' and r.id = a.role_id
   where r.id is null or not r.is_enabled`;

const unknownUnit = `
  select a.line, ${element('directoryScopeId')} as place,
         format('%s is neither in the file nor in the directory.', a.scope_id) as problem
    from staged_assignment as a
   where a.scope_id <> '/'
     and not exists (select from administrative_unit as u where a.scope_id = '/administrativeUnits/' || u.id)`;

/** What nobody holds yet; whoever holds it now, or will, keeps it as PIM has it. */
const missing = (now: Date): string => `
  create temporary table missing_assignment on commit drop as
  select row_number() over () as nth, w.*
    from (select distinct a.principal_id, r.id as role_id, a.scope_id
            from staged_assignment as a
            join role_definition as r on r.provider = 'directory' and r.id = a.role_id) as w
   where not exists (
     select from schedule as s
      where s.kind = 'assignment' and s.provider = 'directory' and s.principal_id = w.principal_id
        and s.role_definition_id = w.role_id and s.scope_id = w.scope_id
        and s.span && tstzrange('${now.toISOString()}', null))`;

/**
 * Stores the file's role assignments as ones made outside of PIM: without a request and without an end (A-4, 7.3).
 *
 * They begin at `now`. An assignment that exists already, of whatever length, counts as unchanged.
 */
export async function storeAssignments(session: Client, now: Date, newId: () => string): Promise<Counts> {
  for (const faults of [unfitPrincipal, unfitRole, unknownUnit]) await check(session, faults);
  await session.query(missing(now));
  const { rows } = await session.query<{ missing: number; asked: number }>(`
    select (select count(*)::int from missing_assignment) as missing,
           (select count(*)::int from staged_assignment) as asked`);
  const [{ missing: added, asked } = { missing: 0, asked: 0 }] = rows;
  await session.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     select i.id, 'assignment', 'directory', m.principal_id, m.role_id, m.scope_id, 'Assigned', $2, $2
       from missing_assignment as m join unnest($1::uuid[]) with ordinality as i (id, nth) using (nth)`,
    [Array.from({ length: added }, () => newId()), now],
  );
  return { added, changed: 0, unchanged: asked - added };
}
