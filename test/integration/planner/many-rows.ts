import { Client } from 'pg';
import { cast, roles } from '../../support/cast';

const guid = (number: string): string => `('00000000-0000-4000-9000-' || lpad((${number})::text, 12, '0'))::uuid`;

/** Ids that {@link fillMany} uses. */
export const manyIds = { request: '00000000-0000-4000-9000-000000145678' } as const;

/** Adds 20,000 people and 100,000 requests, of which 500 wait for approval; alice is eligible for eight roles. */
export async function fillMany(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`
    set session_replication_role = replica;
    insert into principal (id, type, display_name, user_principal_name, account_enabled, user_type, job_title, department)
      select ${guid('n')}, 'user', 'User ' || n, 'user' || n || '@contoso.example', true, 'Member', 'Engineer', 'Department ' || n % 50
        from generate_series(1, 20000) as n;
    insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, end_at, created_using, created_at)
      select gen_random_uuid(), 'eligibility', 'directory', '${cast.alice}', id, '/', '2025-12-01T00:00:00Z', null, gen_random_uuid(), '2025-12-01T00:00:00Z'
        from (select id from role_definition order by id limit 8) as r;
    insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, start_at, end_at, created_using, created_at)
      select ${guid('30000 + n')}, 'eligibility', 'directory', ${guid('n')}, '${roles.groupsAdministrator}', '/', '2025-12-01T00:00:00Z', null,
          gen_random_uuid(), '2025-12-01T00:00:00Z' from generate_series(1, 20000) as n;
    insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification, ticket_number,
        has_schedule, expiration_type, target_schedule_id, activated_using, approval_id, lapses_at, created_by_id, created_by_application, created_at)
      select ${guid('100000 + n')}, 'assignment', 'directory', 'selfActivate', ${guid('1 + n % 20000')},
          (array['${roles.groupsAdministrator}', '${roles.userAdministrator}', '${roles.securityReader}'])[1 + n % 3], '/',
          case when n < 500 then 'PendingApproval' else 'Provisioned' end, 'incident ' || n, 'T-' || n, true, 'afterDuration',
          ${guid('30000 + 1 + n % 20000')}, ${guid('30000 + 1 + n % 20000')}, case when n < 500 or n % 2 = 0 then ${guid('100000 + n')} end,
          case when n < 500 then '2099-01-01T00:00:00Z'::timestamptz end, ${guid('1 + n % 20000')}, false,
          '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 minute' from generate_series(0, 99999) as n;
    insert into approval (id, created_at) select id, created_at from schedule_request where approval_id is not null;
    insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required, expires_at,
        primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators)
      select gen_random_uuid(), id, id, position, 'InProgress', 'NotReviewed', true, '2099-01-01T00:00:00Z', '[]', '{}', '{}', true
        from approval, generate_series(0, 1) as position;
  `);
  await client.query('vacuum analyze');
  await client.end();
}
