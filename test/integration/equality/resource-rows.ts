import { resourceRole } from '../../../src/domain/providers/all';
import { cast, groups } from '../../support/cast';

const root = '/providers/Microsoft.Management/managementGroups/Equality';
const subscription = '/subscriptions/e0a10000-0000-4000-8000-000000000001';
const group = `${subscription}/resourceGroups/Web`;

const scopes = `
  insert into resource_scope (id, spelling, type, display_name, parent_id, covered_by)
    select lower(spelling), spelling, type, 'Scope ' || place, lower(above),
        array(select lower(covering) from unnest(array['${group}', '${subscription}', '${root}']) as covering
          where place <= array_position(array['${group}', '${subscription}', '${root}'], covering))
      from (values (3, '${root}', 'managementgroup', null), (2, '${subscription}', 'subscription', '${root}'),
        (1, '${group}', 'resourcegroup', '${subscription}')) as tree (place, spelling, type, above)`;

/** The id of the row on resources that is like the row of a group with this one. */
const alike = (id: string): string => `replace(${id}::text, '-9000-', '-a000-')::uuid`;

const role = `case role_definition_id when 'member' then '${resourceRole.contributor}' else '${resourceRole.reader}' end`;
const scope = `lower(case scope_id when '${groups.helpdesk}' then '${group}' when '${groups.approvers}' then '${subscription}' else '${root}' end)`;

const schedules = `
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, revoked_at,
      activated_using, created_using, created_at, modified_at)
    select ${alike('id')}, kind, 'azure', principal_id, ${role}, ${scope}, assignment_type, start_at, end_at, revoked_at,
        ${alike('activated_using')}, ${alike('created_using')}, created_at, modified_at
      from schedule where provider = 'group';
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
    values (gen_random_uuid(), 'assignment', 'azure', '${cast.ben}', '${resourceRole.owner}', lower('${subscription}'), 'Assigned',
      '2025-12-01T00:00:00Z', '2025-12-01T00:00:00Z')`;

const requests = `
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, ticket_number,
      ticket_system, has_schedule, start_at, expiration_type, expiration_end_at, expiration_duration, target_schedule_id, activated_using,
      approval_id, lapses_at, created_by_id, created_by_application, created_at, completed_at)
    select ${alike('id')}, kind, 'azure', action, principal_id, ${role}, ${scope}, status, justification, ticket_number,
        ticket_system, has_schedule, start_at, expiration_type, expiration_end_at, expiration_duration, ${alike('target_schedule_id')},
        ${alike('activated_using')}, ${alike('approval_id')}, lapses_at, created_by_id, created_by_application, created_at, completed_at
      from schedule_request where provider = 'group'`;

/** What is held and asked for of groups (`group-rows.ts`), held and asked for of resources; Ben owns the subscription. */
export const resourceRows: readonly string[] = [scopes, schedules, requests];
