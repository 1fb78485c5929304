import type { Pool } from 'pg';
import { cast, groups } from '../../support/cast';

const key = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Ids of the rows that {@link fillGroups} adds; a request that waits has its approval and its stage alike in number. */
export const groupIds = {
  eligibility: key(101),
  active: key(102),
  ownership: key(103),
  pending: key(104),
  stage: key(105),
} as const;

const schedule = `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type,
  start_at, end_at, activated_using, created_using, created_at)`;
const request = `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status,
  has_schedule, start_at, expiration_type, expiration_duration, target_schedule_id, activated_using, approval_id, lapses_at,
  created_by_id, created_by_application, created_at, completed_at)`;

/**
 * What Alice has of the group Plain, as of 2026-01-01T00:00Z: eligible to be a member for good, a member until 02:00, an
 * owner from January 2nd on; and an activation of ownership that waits for Ann until the next midnight.
 */
export async function fillGroups(pool: Pool): Promise<void> {
  const { eligibility, active, ownership, pending, stage } = groupIds;
  await pool.query(`
    ${schedule} values
      ('${eligibility}', 'eligibility', 'group', '${cast.alice}', 'member', '${groups.plain}', null,
        '2025-12-01T00:00:00Z', null, null, '${eligibility}', '2025-12-01T00:00:00Z'),
      ('${active}', 'assignment', 'group', '${cast.alice}', 'member', '${groups.plain}', 'Activated',
        '2026-01-01T00:00:00Z', '2026-01-01T02:00:00Z', '${eligibility}', '${active}', '2026-01-01T00:00:00Z'),
      ('${ownership}', 'assignment', 'group', '${cast.alice}', 'owner', '${groups.plain}', 'Assigned',
        '2026-01-02T00:00:00Z', null, null, '${ownership}', '2025-12-31T00:00:00Z');
    ${request} values
      ('${eligibility}', 'eligibility', 'group', 'adminAssign', '${cast.alice}', 'member', '${groups.plain}', 'Provisioned', true,
        '2025-12-01T00:00:00Z', 'noExpiration', null, '${eligibility}', null, null, null, '${cast.adam}', false, '2025-12-01T00:00:00Z', '2025-12-01T00:00:00Z'),
      ('${active}', 'assignment', 'group', 'selfActivate', '${cast.alice}', 'member', '${groups.plain}', 'Provisioned', true,
        '2026-01-01T00:00:00Z', 'afterDuration', 'PT2H', '${active}', '${eligibility}', null, null, '${cast.alice}', false, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
      ('${pending}', 'assignment', 'group', 'selfActivate', '${cast.alice}', 'owner', '${groups.plain}', 'PendingApproval', true,
        null, 'afterDuration', 'PT2H', '${pending}', null, '${pending}', '2026-01-02T00:00:00Z', '${cast.alice}', false, '2026-01-01T00:00:00Z', null);
    insert into approval (id, created_at) values ('${pending}', '2026-01-01T00:00:00Z');
    insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required,
        expires_at, primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
      values ('${stage}', '${pending}', '${cast.alice}', 0, 'InProgress', 'NotReviewed', true, '2026-01-02T00:00:00Z', '[]',
        '{${cast.ann}}', '{}', false);
  `);
}
