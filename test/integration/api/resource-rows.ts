import type { Pool } from 'pg';
import { defaultResourceRules } from '../../../src/domain/policy/default-rules';
import { resourceRole } from '../../../src/domain/providers/all';
import { cast } from '../../support/cast';

const key = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Ids of the rows that {@link fillResources} adds; a request that waits has its approval alike in number. */
export const resourceIds = {
  owner: key(201),
  eligibility: key(202),
  active: key(203),
  pending: key(204),
  stage: key(205),
} as const;

/** The scopes, as they are written; the group stands in the subscription, and that below the root. */
export const resourceScopes = {
  root: '/providers/Microsoft.Management/managementGroups/contoso',
  subscription: '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f',
  group: '/subscriptions/dfa2a084-766f-4003-8ae1-c4aeb893a99f/resourceGroups/Web',
} as const;

const { root, subscription, group } = resourceScopes;
const at = group.toLowerCase();
const { owner: ownerRole, contributor } = resourceRole;

const scope = (path: string, type: string, ...above: readonly string[]) => {
  const [id, ...rest] = [path, ...above].map((one) => one.toLowerCase());
  return `('${id}', '${path}', '${type}', '${path.split('/').at(-1)}', ${rest[0] ? `'${rest[0]}'` : 'null'}, '{${[id, ...rest].join()}}')`;
};

const schedule = `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type,
  start_at, end_at, activated_using, created_using, created_at)`;
const request = `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status,
  has_schedule, start_at, expiration_type, expiration_duration, target_schedule_id, activated_using, approval_id, lapses_at,
  created_by_id, created_by_application, created_at, completed_at)`;

/**
 * A tree of resources that Adam owns, and what Alice has of it as of 2026-01-01T00:00Z: eligible to contribute to the
 * resource group for good, active there until 02:00, and an activation of its ownership that waits for Ann.
 */
export async function fillResources(pool: Pool): Promise<void> {
  const { owner, eligibility, active, pending, stage } = resourceIds;
  await pool.query(`
    insert into resource_scope (id, spelling, type, display_name, parent_id, covered_by) values
      ${scope(root, 'managementgroup')}, ${scope(subscription, 'subscription', root)},
      ${scope(group, 'resourcegroup', subscription, root)};
    ${schedule} values
      ('${owner}', 'assignment', 'azure', '${cast.adam}', '${ownerRole}', '${root.toLowerCase()}', 'Assigned',
        '2025-12-01T00:00:00Z', null, null, null, '2025-12-01T00:00:00Z'),
      ('${eligibility}', 'eligibility', 'azure', '${cast.alice}', '${contributor}', '${at}', null,
        '2025-12-01T00:00:00Z', null, null, '${eligibility}', '2025-12-01T00:00:00Z'),
      ('${active}', 'assignment', 'azure', '${cast.alice}', '${contributor}', '${at}', 'Activated',
        '2026-01-01T00:00:00Z', '2026-01-01T02:00:00Z', '${eligibility}', '${active}', '2026-01-01T00:00:00Z');
    ${request} values
      ('${eligibility}', 'eligibility', 'azure', 'adminAssign', '${cast.alice}', '${contributor}', '${at}', 'Provisioned', true,
        '2025-12-01T00:00:00Z', 'noExpiration', null, '${eligibility}', null, null, null, '${cast.adam}', false, '2025-12-01T00:00:00Z', '2025-12-01T00:00:00Z'),
      ('${active}', 'assignment', 'azure', 'selfActivate', '${cast.alice}', '${contributor}', '${at}', 'Provisioned', true,
        '2026-01-01T00:00:00Z', 'afterDuration', 'PT2H', '${active}', '${eligibility}', null, null, '${cast.alice}', false, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'),
      ('${pending}', 'assignment', 'azure', 'selfActivate', '${cast.alice}', '${ownerRole}', '${at}', 'PendingApproval', true,
        null, 'afterDuration', 'PT2H', '${pending}', null, '${pending}', '2026-01-02T00:00:00Z', '${cast.alice}', false, '2026-01-01T00:00:00Z', null);
    insert into approval (id, created_at) values ('${pending}', '2026-01-01T00:00:00Z');
    insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required,
        expires_at, primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
      values ('${stage}', '${pending}', '${cast.alice}', 0, 'InProgress', 'NotReviewed', true, '2026-01-02T00:00:00Z', '[]',
        '{${cast.ann}}', '{}', false);
  `);
  await pool.query(
    `insert into policy (id, provider, role_definition_id, scope_id, rules)
     values ($1 || '/providers/Microsoft.Authorization/roleManagementPolicies/' || $2::text, 'azure', $3, $1, $4)`,
    [at, key(206), contributor, JSON.stringify(defaultResourceRules)],
  );
}
