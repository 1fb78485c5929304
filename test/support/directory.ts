import type { Pool } from 'pg';
import { cast, groups, roles, unit } from './cast';

const users = `('${cast.alice}', 'Alice', true), ('${cast.ann}', 'Ann', true), ('${cast.ben}', 'Ben', true), ('${cast.adam}', 'Adam', true),
  ('${cast.carol}', 'Carol', true), ('${cast.dave}', 'Dave', false), ('${cast.sam}', 'Sam', true)`;

/**
 * Fills an empty database with the cast: Adam is Global Administrator, Carol Privileged Role Administrator, Sam Security
 * Reader, all given outside PIM; Ben is in the approvers' group through a nested one; Alice is in the helpdesk group.
 */
export async function fillDirectory(pool: Pool): Promise<void> {
  await pool.query(`
    insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type)
      select id::uuid, 'user', name, lower(name) || '@contoso.example', enabled, 'Member' from (values ${users}) as u (id, name, enabled);
    insert into principal (id, type, display_name, account_enabled, app_id, service_principal_type)
      values ('${cast.robot}', 'servicePrincipal', 'Robot', true, '${cast.robot}', 'Application');
    insert into principal (id, type, display_name, security_enabled, mail_enabled, is_assignable_to_role) values
      ('${groups.helpdesk}', 'group', 'IT Helpdesk', true, false, true),
      ('${groups.approvers}', 'group', 'Approvers', true, false, null),
      ('${groups.innerApprovers}', 'group', 'Inner approvers', true, false, null),
      ('${groups.plain}', 'group', 'Plain', true, false, null);
    insert into group_member (group_id, member_id) values
      ('${groups.helpdesk}', '${cast.alice}'),
      ('${groups.approvers}', '${cast.ann}'),
      ('${groups.approvers}', '${groups.innerApprovers}'),
      ('${groups.innerApprovers}', '${cast.ben}');
    insert into administrative_unit (id, display_name) values ('${unit}', 'Berlin');
    insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
      select gen_random_uuid(), 'assignment', 'directory', id::uuid, role, '/', 'Assigned', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'
        from (values ('${cast.adam}', '${roles.globalAdministrator}'), ('${cast.carol}', '${roles.privilegedRoleAdministrator}'),
          ('${cast.sam}', '${roles.securityReader}')) as h (id, role);
  `);
}
