import type { Client } from 'pg';
import { resourceNames } from '../../domain/providers/all';
import { refusal } from './located';

/** The most role-assignable groups that a directory may have (G-2, U-1). */
const mostRoleAssignableGroups = 500;

/** A statement that finds what is wrong, as `line`, `place` and `problem`; no rows when all is well. */
type Check = string;

const element = (row: string): string => `format('%s[%s]', ${row}.section, ${row}.position)`;
const referencePlace = `${element('r')} || '.' || r.relation || coalesce('[' || r.ordinal || ']', '')`;

/** No two objects of the file have one id; principals share one space of ids. */
const twiceTheSameId: Check = `
  select line, ${element('s')} || '.id' as place,
         format('%s is also the id of %s (line %s). Ids are unique.', id, first_place, first_line) as problem
    from (select o.*, row_number() over same as nth, first_value(line) over same as first_line,
                 first_value(${element('o')}) over same as first_place
            from staged_object as o
          window same as (partition by case section when 'administrativeUnits' then 1 when 'roleDefinitions' then 2 when '${resourceNames.roleDefinitions}' then 2 else 0 end, id
                          order by line, section, position)) as s
   where nth > 1`;

/** What was stored as a user stays one. */
const anotherType: Check = `
  select m.line, ${element('m')} as place,
         format('%s is stored as a %s and cannot become a %s.', m.id, p.type, m.type) as problem
    from merged_principal as m join principal as p on p.id = m.id
   where p.type <> m.type`;

/** No two users have one sign-in name, in any letter case. */
const takenName: Check = `
  select line, ${element('u')} || '.userPrincipalName' as place,
         format('%s is also the name of %s. Sign-in names are unique.', to_json(left(user_principal_name, 80)), other) as problem
    from (select m.*, coalesce(
                   (select 'the stored user ' || p.id from principal as p
                     where p.type = 'user' and lower(p.user_principal_name) = lower(m.user_principal_name)
                       and not exists (select from merged_principal as o where o.id = p.id)),
                   case when row_number() over same > 1
                     then format('users[%s] (line %s)', first_value(position) over same, first_value(line) over same) end) as other
            from merged_principal as m
           where m.type = 'user'
          window same as (partition by lower(user_principal_name) order by line, position)) as u
   where other is not null`;

/** What is named is in the file or in the directory, and of a type that fits. */
const unknownReference: Check = `
  select r.line, ${referencePlace} as place,
         case when coalesce(m.type, p.type) is null
           then format('%s is neither in the file nor in the directory.', r.target)
           else format('%s is a %s, which cannot stand here.', r.target, coalesce(m.type, p.type)) end as problem
    from staged_reference as r
    left join merged_principal as m on m.id = r.target
    left join principal as p on p.id = r.target
   where coalesce(m.type, p.type) is null
      or (r.relation like 'manager%' and coalesce(m.type, p.type) <> 'user')
      or (r.relation = 'owners' and coalesce(m.type, p.type) = 'group')
      or (r.section = 'administrativeUnits' and coalesce(m.type, p.type) = 'servicePrincipal')`;

/** The shortest circle of groups; longer ones are looked for when the memberships are stored. */
const ownMember: Check = `
  select r.line, ${referencePlace} as place, 'a group cannot be a member of itself.' as problem
    from staged_reference as r join staged_object as o on (o.section, o.position) = (r.section, r.position)
   where r.section = 'groups' and r.relation = 'members' and r.target = o.id`;

/** Role-assignable groups are so from the start and stay so (G-21). */
const changedAssignability: Check = `
  select m.line, ${element('m')} || '.isAssignableToRole' as place,
         'a group is role-assignable from its making on, or never. Leave it as it is stored.' as problem
    from merged_principal as m join principal as p on p.id = m.id
   where m.type = 'group' and (p.is_assignable_to_role is true) <> (m.is_assignable_to_role is true)`;

/** Role-assignable groups are security groups with assigned members (G-21). */
const unfitForRoles: Check = `
  select m.line, ${element('m')} as place,
         'a role-assignable group has securityEnabled true and no DynamicMembership in groupTypes.' as problem
    from merged_principal as m
   where m.is_assignable_to_role
     and (m.security_enabled is not true or 'DynamicMembership' = any (m.group_types))`;

/** Groups are no members of role-assignable groups (G-8, G-21). */
const nestedInAssignable: Check = `
  select r.line, ${referencePlace} as place,
         format('%s is a group, and groups cannot be members of a role-assignable group.', r.target) as problem
    from staged_reference as r
    join merged_principal as g on (g.section, g.position) = (r.section, r.position) and g.is_assignable_to_role
    left join merged_principal as m on m.id = r.target
    left join principal as p on p.id = r.target
   where r.relation = 'members' and coalesce(m.type, p.type) = 'group'`;

/** At most five hundred groups are role-assignable (G-2, U-1). */
const tooManyAssignable: Check = `
  select line, ${element('n')} as place,
         'this would be role-assignable group ${mostRoleAssignableGroups + 1}; a directory may have ${mostRoleAssignableGroups}.' as problem
    from (select m.*, row_number() over (order by m.line, m.position)
                   + (select count(*) from principal where is_assignable_to_role and deleted_at is null) as nth
            from merged_principal as m
           where m.is_assignable_to_role and m.deleted_at is null and not m.is_stored) as n
   where nth > ${mostRoleAssignableGroups}`;

/** Built-in roles stand as they are: the file may repeat them, not make or change them (7.1). */
const touchedBuiltIn: Check = `
  select m.line, ${element('m')} as place,
         case when b.id is null
           then format('%s is none of the built-in roles. Make it a custom one: isBuiltIn false.', m.id)
           else format('%s is the built-in role %s, which cannot be changed.', m.id, b.display_name) end as problem
    from merged_role_definition as m left join role_definition as b on b.id = m.id and b.is_built_in
   where (b.id is null and m.is_built_in and m.provider = 'directory') or (b.id is not null and (not m.is_built_in or m.display_name <> b.display_name))`;

/** A role of the directory never becomes one on resources, nor the other way round. */
const roleOfAnother: Check = `
  select m.line, ${element('m')} || '.id' as place, format('%s is the role %s of another kind. Ids are unique.', m.id, b.display_name) as problem
    from merged_role_definition as m join role_definition as b on b.id = m.id and b.provider <> m.provider`;

const beforeStoring: readonly Check[] = [
  anotherType,
  takenName,
  unknownReference,
  ownMember,
  changedAssignability,
  unfitForRoles,
  nestedInAssignable,
  tooManyAssignable,
  roleOfAnother,
  touchedBuiltIn,
];

/** Refuses ids that stand twice in the file; to be asked before the objects are merged by id. */
export const checkIds = (session: Client): Promise<void> => check(session, twiceTheSameId);

/** Refuses what the objects, taken together and with what is stored, may not be. */
export async function checkObjects(session: Client): Promise<void> {
  for (const one of beforeStoring) await check(session, one);
}

/** Runs a statement that finds faults, and refuses the first one of the file. */
export async function check(session: Client, faults: Check, values: unknown[] = []): Promise<void> {
  const { rows } = await session.query<{ line: number; place: string; problem: string }>(
    `${faults} order by 1, 2 limit 1`,
    values,
  );
  const [fault] = rows;
  if (fault) throw refusal(fault.line, fault.place, fault.problem);
}
