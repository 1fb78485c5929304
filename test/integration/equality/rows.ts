import type { Pool } from 'pg';
import { cast, groups, roles, unit } from '../../support/cast';
import { groupRows } from './group-rows';
import { resourceRows } from './resource-rows';

const guid = (number: string): string => `('00000000-0000-4000-9000-' || lpad((${number})::text, 12, '0'))::uuid`;

const people = `
  insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type, department, job_title, created_at,
      manager_id, sign_in_activity)
    select ${guid('n')}, 'user', case n % 9 when 0 then 'Ünïcode "quoted" 🚪' || n when 1 then E'back\\\\slash\\n' || n else 'User ' || n end,
      'user' || n || '@contoso.example', n % 7 <> 0, case when n % 5 = 0 then 'Guest' else 'Member' end,
      case when n % 4 > 0 then 'Department ' || n % 4 end, case when n % 3 = 0 then 'Engineer' end,
      '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 day 1 hour 0.001 second', case when n > 10 then ${guid('n / 10')} end,
      case when n % 3 = 0 then '{"lastSignInDateTime": "2025-12-01T00:00:00Z"}'::jsonb end
      from generate_series(1, 60) as n;
  insert into group_member (group_id, member_id)
    select case n % 3 when 0 then '${groups.helpdesk}' when 1 then '${groups.approvers}' else '${groups.plain}' end::uuid, ${guid('n')}
      from generate_series(1, 60) as n;
  insert into administrative_unit_member select '${unit}', ${guid('n')} from generate_series(1, 60, 4) as n;
  insert into object_owner select '${groups.plain}', ${guid('n')} from generate_series(1, 10) as n;
  update principal set is_emergency_account = true where id in (${guid('2')}, ${guid('7')});
  update principal set group_types = '{Unified,"with, comma","a \\"quote\\"",NULLABLE}' where id = '${groups.plain}'`;

const schedules = `
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, end_at, created_using, created_at, modified_at)
    select ${guid('1000 + n')}, 'eligibility', 'directory', ${guid('n')}, (array['${roles.groupsAdministrator}', '${roles.userAdministrator}',
      '${roles.securityReader}'])[1 + n % 3], case when n % 5 = 0 then '/administrativeUnits/${unit}' else '/' end,
      '2025-12-01T00:00:00Z', case when n % 2 = 0 then '2026-06-01T00:00:00Z'::timestamptz end, ${guid('2000 + n')},
      '2025-12-01T00:00:00Z'::timestamptz + n * interval '1 minute', case when n % 3 = 0 then '2025-12-05T00:00:00.25Z'::timestamptz end
      from generate_series(1, 60) as n;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, revoked_at,
      activated_using, created_using, created_at)
    select ${guid('3000 + n')}, 'assignment', 'directory', principal_id, role_definition_id, scope_id, 'Activated', '2025-12-31T20:00:00Z',
      '2026-01-01T04:00:00Z', case when n % 6 = 0 then '2025-12-31T22:00:00Z'::timestamptz end, id, ${guid('4000 + n')}, '2025-12-31T20:00:00Z'
      from (select *, row_number() over (order by id) as n from schedule where id between ${guid('1001')} and ${guid('1060')}) as s where n % 2 = 0`;

const statuses = `array['Canceled', 'Denied', 'Failed', 'Granted', 'PendingAdminDecision', 'PendingApproval', 'Provisioned', 'Revoked', 'TimedOut']`;

const requests = `
  insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, ticket_number,
      ticket_system, has_schedule, start_at, expiration_type, expiration_end_at, expiration_duration, target_schedule_id, activated_using,
      approval_id, lapses_at, created_by_id, created_by_application, created_at, completed_at)
    select ${guid('5000 + n')}, kind, 'directory', case kind when 'assignment' then 'selfActivate' else 'adminAssign' end, principal, role, scope,
      status, case n % 4 when 0 then null when 1 then E'say "hi"\\n\\\\' else 'incident ' || n end, case when n % 3 = 0 then 'T-' || n end,
      case when n % 3 = 0 then 'tickets' end, n % 8 <> 0,
      case when status = 'Granted' then '2026-01-01T00:00:00Z'::timestamptz + (n % 5 - 2) * interval '1 hour' when n % 2 = 0 then '2025-12-30T00:00:00Z' end,
      case n % 3 when 0 then 'afterDuration' when 1 then 'afterDateTime' else 'noExpiration' end,
      case when n % 3 = 1 then '2026-03-01T00:00:00Z'::timestamptz end, case when n % 3 = 0 then 'PT2H' end, ${guid('1000 + person')},
      case when kind = 'assignment' then ${guid('1000 + person')} end,
      case when kind = 'assignment' and (status in ('PendingApproval', 'Denied', 'TimedOut') or n % 4 = 0) then ${guid('5000 + n')} end,
      case when status = 'PendingApproval' then '2026-01-01T00:00:00Z'::timestamptz + (n % 3 - 1) * interval '1 hour' end,
      case when kind = 'assignment' then principal when n % 2 = 0 then '${cast.adam}' else '${cast.robot}' end::uuid, kind = 'eligibility' and n % 2 = 1,
      '2025-12-20T00:00:00Z'::timestamptz + (n / 2) * interval '17 minutes', case when status not like 'Pending%' then '2025-12-31T00:00:00Z'::timestamptz end
      from (select n, 1 + n % 60 as person, ${guid('1 + n % 60')} as principal,
          case when n % 9 = 5 or n % 3 > 0 then 'assignment' else 'eligibility' end as kind, (${statuses})[1 + n % 9] as status,
          (array['${roles.groupsAdministrator}', '${roles.userAdministrator}', '${roles.securityReader}', 'a-role-that-is-gone'])[1 + n / 60] as role,
          case when n % 5 = 0 then '/administrativeUnits/${unit}' else '/' end as scope
        from generate_series(0, 179) as n) as made`;

/** Whether a request is one of those that are made here, of directory roles or of groups. */
const isMade = (id: string): string =>
  `(${id} between ${guid('5000')} and ${guid('5999')} or ${id} between ${guid('15000')} and ${guid('15999')})`;

const approvals = `
  insert into approval (id, created_at) select id, created_at from schedule_request where approval_id is not null and ${isMade('id')};
  insert into approval_stage (id, approval_id, requestor_id, position, display_name, status, review_result, reviewed_by_id, reviewed_by_name, reviewed_at,
      justification, is_approver_justification_required, expires_at, primary_approvers, approver_user_ids, approver_group_ids,
      is_decided_by_administrators)
    select gen_random_uuid(), r.id, r.principal_id, position, case when position = 1 then 'Second "stage"' end,
      case when r.status = 'PendingApproval' then (array['InProgress', 'Initializing'])[1 + position] when r.status = 'TimedOut' then 'Expired' else 'Completed' end,
      case when r.status in ('PendingApproval', 'TimedOut') then 'NotReviewed' when r.status = 'Denied' then 'Denied' else 'Approved' end,
      case when r.status not in ('PendingApproval', 'TimedOut') then '${cast.ann}'::uuid end,
      case when r.status not in ('PendingApproval', 'TimedOut') then 'Ann' end,
      case when r.status not in ('PendingApproval', 'TimedOut') then r.created_at + interval '1.5 second' end,
      case when r.status = 'Denied' then 'no' else '' end, position = 0,
      case when position = 0 then '2026-01-01T00:00:00Z'::timestamptz + case when r.id::text ~ '[0-4]$' then -0.5 else 0.5 end * interval '1 hour' end,
      (array['[{"kind": "singleUser", "userId": "${cast.ann}", "description": "Ann"}]',
        '[{"kind": "groupMembers", "groupId": "${groups.approvers}", "description": null}, {"kind": "requestorManager", "managerLevel": 2}]'])[1 + position]::jsonb,
      case when position = 0 then '{${cast.ann}}' else '{}' end::uuid[], case when position = 1 then '{${groups.approvers}}' else '{}' end::uuid[],
      position = 0 and r.scope_id = '/' and r.id::text like '%5'
      from schedule_request as r, generate_series(0, 1) as position where r.approval_id is not null and ${isMade('r.id')}`;

const uses = `
  insert into emergency_use (id, principal_id, provider, role_definition_id, scope_id, used_at, justification, notified_ids, settled_at,
      settled_by_id, settled_by_name, finding)
    select id, principal_id, provider, role_definition_id, scope_id, created_at, E'fire "in" the\\n\\\\ house', case when n % 3 > 0 then
        array['${cast.adam}', principal_id::text]::uuid[] else '{}' end, case when not isNewest then created_at + n * interval '1.001 second' end,
      case when not isNewest then '${cast.carol}'::uuid end, case when not isNewest and n % 4 > 0 then 'Carol' end, case when not isNewest then 'found ' || n end
      from (select *, row_number() over (order by id) as n, row_number() over (partition by principal_id order by id desc) = 1 as isNewest
        from schedule_request where kind = 'assignment' and id between ${guid('5000')} and ${guid('5999')}) as made`;

const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

const separations = `
  insert into separation_rule (id, display_name, description, provider, role_definition_ids, level, created_at, modified_at, deleted_at)
    select ${guid('8000 + n')}, 'Rule "' || n || '"', case when n % 2 = 0 then E'four\\neyes' end, 'directory',
      case n % 3 when 0 then '{${roles.groupsAdministrator},${roles.userAdministrator}}' when 1 then '{${roles.userAdministrator},${directoryReaders}}'
        else '{${roles.groupsAdministrator},${directoryReaders}}' end::text[], (array['Eligibility', 'Assignment'])[1 + n % 2],
      '2025-12-20T00:00:00Z'::timestamptz + n / 2 * interval '1 hour', case when n % 2 = 1 then '2025-12-31T00:00:00.125Z'::timestamptz end,
      case when n > 2 then '2025-12-31T00:00:00Z'::timestamptz end
      from generate_series(1, 6) as n;
  insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
    select ${guid('9000 + n')}, 'assignment', 'directory', case when n = 1 then '${groups.helpdesk}' else ${guid('n')} end::uuid,
      (array['${roles.groupsAdministrator}', '${roles.userAdministrator}', '${directoryReaders}'])[1 + (n + 1) % 3], '/', 'Assigned',
      '2025-12-31T21:00:00.001Z'::timestamptz, case when n % 2 = 0 then '2026-01-01T02:00:00Z'::timestamptz end, '2025-12-31T21:00:00Z'
      from generate_series(1, 12) as n`;

const audits = `
  insert into directory_audit (id, activity_at, activity_display_name, category, correlation_id, initiated_by, initiated_by_id,
      logged_by_service, operation_type, result, result_reason, target_resources, additional_details, subject_id)
    select ${guid('7000 + n')}, '2025-12-20T00:00:00Z'::timestamptz + n * interval '1 hour', 'Activity ' || n % 5, 'RoleManagement', ${guid('7000 + n')},
      jsonb_build_object('app', null, 'user', jsonb_build_object('id', ${guid('1 + n % 60')}, 'displayName', E'tab\\tname', 'userPrincipalName', null, 'ipAddress', null)),
      ${guid('1 + n % 60')}, 'PIM', 'Add', (array['success', 'failure'])[1 + n % 2], case when n % 2 = 1 then 'refused: "why"' end,
      jsonb_build_array(jsonb_build_object('id', n::text, 'displayName', 'Role ' || n, 'type', 'Role', 'userPrincipalName', null, 'groupType', null,
        'modifiedProperties', jsonb_build_array(jsonb_build_object('displayName', 'status', 'oldValue', null, 'newValue', '"x"')))),
      jsonb_build_array(jsonb_build_object('key', 'k', 'value', n::text)), case when n % 3 = 0 then '${cast.alice}' else ${guid('n')} end::uuid
      from generate_series(1, 60) as n`;

/** Adds people, groups, units, schedules, requests in every status, of roles, groups and resources, approvals of two stages, emergency uses, rules of separation that are broken, and audit entries; all of it by rule, so that a failing operation can be run again. */
export async function fillEverything(pool: Pool): Promise<void> {
  await pool.query(
    [people, schedules, requests, ...groupRows, ...resourceRows, approvals, uses, separations, audits].join(';\n'),
  );
}
