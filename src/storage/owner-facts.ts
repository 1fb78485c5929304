import { list, notEnded, now } from './fact-pieces';
import { type Sql, sql } from './sql';

/** Whether the principal `id` counts as an owner: an enabled person or application, 1, else 0 (M-7). */
const counted = (id: Sql): Sql => sql`(select count(*) from principal as counted
  where counted.id = ${id} and counted.type in ('user', 'servicePrincipal') and counted.account_enabled is not false and counted.deleted_at is null)`;

/**
 * Who owns a group through PIM or will, how many own it as the directory says, and whether the principal would count
 * (G-13); asked under the guard of the group. Eligible owners are not told: nobody has to be eligible.
 */
export const ownersOf = (principalId: Sql, groupId: Sql): Sql => sql`jsonb_build_object(
  'assignments', ${list(sql`select to_jsonb(s) as schedule, to_jsonb(p) as subject, ${counted(sql`s.principal_id`)} as people
    from schedule as s join principal as p on p.id = s.principal_id
   where s.provider = 'group' and s.kind = 'assignment' and s.scope_id::uuid = ${groupId} and s.role_definition_id = 'owner' and ${notEnded('s', now)}`)},
  'eligible', '[]'::jsonb, 'people', ${counted(principalId)},
  'outside', (select coalesce(sum(${counted(sql`o.owner_id`)}), 0) from object_owner as o where o.object_id = ${groupId}))`;

/**
 * Takes the guard of a group's owners, which is the group's own row, and that of the principal whose ownership is to change:
 * both in the order of their ids, for the principal may be a group too.
 */
export const lockOwnersStatement = (groupId: string, principalId: string): Sql => sql`
  select g.id from principal as g where g.id = any (array[${groupId}, ${principalId}]::uuid[]) order by g.id for no key update of g`;
