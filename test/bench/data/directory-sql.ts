import { adminRole } from '../../../src/domain/authorization';
import type { Sizes } from './sizes';

/** Names what the other statements are written with: ids that follow from ordinals, the same in every build. */
export const namingSql = `
  create schema bench;
  create function bench.principal(n bigint) returns uuid language sql immutable parallel safe
    as $$ select md5('principal ' || n)::uuid $$;
  create function bench.manager(n bigint) returns uuid language sql immutable parallel safe
    as $$ select case when n >= 10 then bench.principal(n / 10) end $$;
  create function bench.made_at(n bigint, total bigint) returns timestamptz language sql immutable parallel safe
    as $$ select '2026-01-01T00:00:00Z'::timestamptz - (total - n) * interval '60 s' * (500000.0 / total) $$;
  -- Time-ordered, as the service's own ids are.
  create function bench.request(n bigint, total bigint) returns uuid language sql immutable parallel safe as $$
    select (lpad(to_hex((extract(epoch from bench.made_at(n, total)) * 1000)::bigint), 12, '0')
      || '7' || substr(md5('request ' || n), 1, 3) || '8' || substr(md5('request ' || n), 4, 15))::uuid $$;
  create function bench.stage(n bigint, place int) returns uuid language sql immutable parallel safe
    as $$ select md5('stage ' || n || ' ' || place)::uuid $$;
`;

/** Principals, memberships and custom roles; the built-in roles are there already. */
export const directorySql = ({ principals, users, groups, roles, approverGroups, ...sizes }: Sizes): string => `
  insert into principal (id, type, display_name, user_principal_name, mail, given_name, surname, job_title, department, account_enabled,
      user_type, created_at, manager_id)
    select bench.principal(n), 'user', 'Person ' || n, 'person' || n || '@contoso.example', 'person' || n || '@contoso.example',
      'Person', 'Number ' || n, 'Engineer', 'Department ' || n % 40, true, 'Member', '2020-01-01T00:00:00Z', bench.manager(n)
    from generate_series(1, ${users}) as n;
  insert into principal (id, type, display_name, security_enabled, mail_enabled, is_assignable_to_role, created_at)
    select bench.principal(${users} + n), 'group', 'Group ' || n, true, false, true, '2020-01-01T00:00:00Z'
    from generate_series(1, ${groups}) as n;
  insert into principal (id, type, display_name, app_id, service_principal_type, account_enabled)
    select bench.principal(n), 'servicePrincipal', 'Application ' || n, bench.principal(n), 'Application', true
    from generate_series(${users + groups + 1}, ${principals}) as n;

  -- Approvers are spread over the first groups; a fifth of the others is in one of the groups between, some of which nest.
  insert into group_member (group_id, member_id)
    select bench.principal(${users} + 1 + n % ${approverGroups}), bench.principal(${sizes.firstApprover} + n)
    from generate_series(0, ${sizes.approvers - 1}) as n;
  insert into group_member (group_id, member_id)
    select bench.principal(${users} + 1 + ${approverGroups} + (n / 5) % ${groups - 2 * approverGroups}), bench.principal(n)
    from generate_series(5, ${sizes.firstApprover - 1}, 5) as n;
  insert into group_member (group_id, member_id)
    select bench.principal(${users + groups} - (n / 10) % ${approverGroups}), bench.principal(${users} + n)
    from generate_series(${approverGroups + 10}, ${groups - approverGroups}, 10) as n;
  -- A tenth of the others holds a membership of one of these groups through PIM.
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at, start_announced_at)
    select gen_random_uuid(), 'assignment', 'group', bench.principal(n), 'member',
      bench.principal(${users} + 1 + ${approverGroups} + (n / 5) % ${groups - 2 * approverGroups})::text, 'Assigned',
      '2020-01-01T00:00:00Z', now() + interval '1 year', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'
    from generate_series(3, ${sizes.firstApprover - 1}, 10) as n;

  insert into role_definition (id, provider, display_name, description, is_built_in, is_enabled, role_permissions, template_id, version)
    select md5('role ' || n)::uuid::text, 'directory', 'Custom role ' || n, 'May do what custom role ' || n || ' is for.', false, true,
      jsonb_build_array(jsonb_build_object('allowedResourceActions', jsonb_build_array('microsoft.directory/applications/standard/read'),
        'excludedResourceActions', '[]'::jsonb, 'condition', null)), md5('role ' || n)::uuid::text, '1'
    from generate_series(1, ${roles} - (select count(*) from role_definition where provider = 'directory')) as n;
`;

const adminRoles = Object.values(adminRole)
  .map((id) => `'${id}'`)
  .join(', ');

/**
 * The roles that people hold and ask for, in a fixed order: all but those that read or manage PIM itself, so that what a
 * caller sees is his own. Half of their policies ask one of the approver groups.
 */
export const policySql = ({ users, approverGroups }: Sizes): string => `
  create table bench.role as
    select row_number() over (order by id) - 1 as place, id, bench.principal(${users} + 1 + (row_number() over (order by id) - 1) % ${approverGroups}) as approver_group
    from role_definition where provider = 'directory' and id not in (${adminRoles});
  create unique index on bench.role (place);
  update policy as p
     set rules = (
       select jsonb_agg(case when rule ->> 'id' = 'Approval_EndUser_Assignment'
           then jsonb_set(jsonb_set(rule, '{setting,isApprovalRequired}', 'true'), '{setting,approvalStages,0,primaryApprovers}',
             jsonb_build_array(jsonb_build_object('kind', 'groupMembers', 'groupId', r.approver_group, 'description', null)))
           else rule end order by place)
         from jsonb_array_elements(p.rules) with ordinality as listed (rule, place))
    from bench.role as r
   where p.role_definition_id = r.id and r.place % 2 = 0;
`;
