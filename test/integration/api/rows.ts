import type { Pool } from 'pg';
import { cast, roles, unit } from '../../support/cast';

const key = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Ids of the rows that {@link fillRequests} adds; `pending` is a request, its approval and its stage alike in number. */
export const ids = {
  eligibility: key(1),
  groupEligibility: key(2),
  pending: key(3),
  granted: key(4),
  active: key(5),
  removed: key(6),
  stage: key(7),
  inUnit: key(8),
  future: key(9),
  rule: key(10),
} as const;

const request = `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status,
  justification, has_schedule, start_at, expiration_type, expiration_end_at, expiration_duration, target_schedule_id,
  activated_using, approval_id, lapses_at, created_by_id, created_by_application, created_at, completed_at)`;
const schedule = `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type,
  start_at, end_at, activated_using, created_using, created_at)`;
const activation = `'directory', 'selfActivate', '${cast.alice}', '${roles.groupsAdministrator}', '/'`;

/**
 * What alice has, as of 2026-01-01T00:00Z: eligible for good for Groups Administrator, and through the helpdesk for User
 * Administrator; an activation until 02:00; one that waits for ann until the next midnight; one that begins at 06:00; a
 * removal by adam; User Administrator at the unit Berlin from January 2nd on. Two of her activations were emergency uses, one
 * of them settled. A rule parts her two roles.
 */
export async function fillRequests(pool: Pool): Promise<void> {
  await pool.query(`
    ${schedule} values
      ('${ids.eligibility}', 'eligibility', 'directory', '${cast.alice}', '${roles.groupsAdministrator}', '/', null,
        '2025-12-01T00:00:00Z', null, null, '${ids.eligibility}', '2025-12-01T00:00:00Z'),
      ('${ids.groupEligibility}', 'eligibility', 'directory', (select id from principal where display_name = 'IT Helpdesk'),
        '${roles.userAdministrator}', '/', null, '2025-12-02T00:00:00Z', '2026-12-02T00:00:00Z', null, '${ids.groupEligibility}', '2025-12-02T00:00:00Z'),
      ('${ids.active}', 'assignment', 'directory', '${cast.alice}', '${roles.groupsAdministrator}', '/', 'Activated',
        '2026-01-01T00:00:00Z', '2026-01-01T02:00:00Z', '${ids.eligibility}', '${ids.active}', '2026-01-01T00:00:00Z'),
      ('${ids.inUnit}', 'assignment', 'directory', '${cast.alice}', '${roles.userAdministrator}', '/administrativeUnits/${unit}', 'Assigned',
        '2025-12-03T00:00:00Z', null, null, '${ids.inUnit}', '2025-12-03T00:00:00Z'),
      ('${ids.future}', 'assignment', 'directory', '${cast.alice}', '${roles.userAdministrator}', '/', 'Assigned',
        '2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', null, '${ids.future}', '2025-12-04T00:00:00Z');
    ${request} values
      ('${ids.pending}', 'assignment', ${activation}, 'PendingApproval', 'incident 4711', true, null, 'afterDuration', null, 'PT2H',
        '${ids.pending}', '${ids.eligibility}', '${ids.pending}', '2026-01-02T00:00:00Z', '${cast.alice}', false, '2026-01-01T00:00:00Z', null),
      ('${ids.granted}', 'assignment', ${activation}, 'Granted', null, true, '2026-01-01T06:00:00Z', 'afterDuration', null, 'PT2H',
        '${ids.granted}', '${ids.eligibility}', null, null, '${cast.alice}', false, '2025-12-31T00:00:00Z', '2026-01-01T06:00:00Z'),
      ('${ids.active}', 'assignment', ${activation}, 'Provisioned', 'incident 4710', true, '2026-01-01T00:00:00Z', 'afterDuration', null, 'PT2H',
        '${ids.active}', '${ids.eligibility}', null, null, '${cast.alice}', false, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
      ('${ids.removed}', 'eligibility', 'directory', 'adminRemove', '${cast.sam}', '${roles.groupsAdministrator}', '/', 'Revoked', null, false,
        null, 'notSpecified', null, null, null, null, null, null, '${cast.adam}', false, '2025-12-30T00:00:00Z', null);
    insert into emergency_use (id, principal_id, provider, role_definition_id, scope_id, used_at, justification, notified_ids,
        settled_at, settled_by_id, settled_by_name, finding)
      values ('${ids.active}', '${cast.alice}', 'directory', '${roles.groupsAdministrator}', '/', '2026-01-01T00:00:00Z', 'incident 4710',
          '{${cast.adam}}', null, null, null, null),
        ('${ids.granted}', '${cast.alice}', 'directory', '${roles.groupsAdministrator}', '/', '2025-12-31T00:00:00Z', 'incident 4709',
          '{${cast.adam}}', '2025-12-31T12:00:00Z', '${cast.carol}', 'Carol', 'a drill');
    insert into separation_rule (id, display_name, description, provider, role_definition_ids, level, created_at)
      values ('${ids.rule}', 'Groups or users', 'Four eyes.', 'directory', '{${roles.groupsAdministrator},${roles.userAdministrator}}',
        'Eligibility', '2025-12-05T00:00:00Z');
    insert into approval (id, created_at) values ('${ids.pending}', '2026-01-01T00:00:00Z');
    insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required, expires_at,
        primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
      values ('${ids.stage}', '${ids.pending}', '${cast.alice}', 0, 'InProgress', 'NotReviewed', true, '2026-01-02T00:00:00Z', '[]', '{${cast.ann}}', '{}', false);
    insert into directory_audit (id, activity_at, activity_display_name, category, correlation_id, initiated_by, initiated_by_id,
        logged_by_service, operation_type, result, target_resources, additional_details, subject_id)
      values ('${ids.pending}', '2026-01-01T00:00:00Z', 'Add member to role requested (PIM activation)', 'RoleManagement', '${ids.pending}',
        '{"app": null, "user": {"id": "${cast.alice}", "displayName": "Alice", "userPrincipalName": "alice@contoso.example", "ipAddress": "127.0.0.1"}}',
        '${cast.alice}', 'PIM', 'Add', 'success',
        '[{"id": "${roles.groupsAdministrator}", "displayName": "Groups Administrator", "type": "Role", "userPrincipalName": null, "groupType": null, "modifiedProperties": []}]',
        '[{"key": "Justification", "value": "incident 4711"}]', '${cast.alice}');
    insert into administrative_unit_member values ('${unit}', '${cast.alice}');
    update principal set manager_id = '${cast.ann}' where id = '${cast.alice}';
    insert into object_owner select id, '${cast.alice}' from principal where display_name = 'Plain';
  `);
}
