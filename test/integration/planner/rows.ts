import type { Pool } from 'pg';

/** An id that is easy to read in a failing test. */
export const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** alice asks, ben approves, adam administers, dora is disabled; tools is a group within staff. */
export const id = {
  alice: guid(1),
  ben: guid(2),
  adam: guid(3),
  dora: guid(4),
  staff: guid(11),
  tools: guid(12),
  /** With letters, which may come in capitals. */
  robot: 'abcdef00-0000-4000-8000-000000000000',
} as const;

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
export const secretRole = 'secret-role';

/** How many further users there are: `user 1` … in the group staff, two to a department, every fifth in none. */
export const crowd = 12;

/** How many requests alice has made; the third waits for approval, in two stages. */
export const requests = 9;

/** Names that an SQL statement or a pattern would stumble over. */
export const hostileNames = [
  `O'Brien"; drop table principal; --`,
  '100%_\\done',
  '{a,"b",NULL}',
  'NULL',
  'ends with \\',
  'ünïcode 🚪\n\ttab',
];

/** Fills an empty, migrated database. */
export async function fill(pool: Pool): Promise<void> {
  await fillPrincipals(pool);
  await fillRoles(pool);
  await fillRequests(pool);
}

async function fillPrincipals(pool: Pool): Promise<void> {
  const users: [string, string, boolean][] = [
    [id.ben, 'Ben', true],
    [id.alice, 'Alice', true],
    [id.adam, 'Adam', true],
    [id.dora, 'Dora', false],
  ];
  for (const [key, name, enabled] of users)
    await addUser(pool, key, name, { enabled, manager: name === 'Alice' ? id.ben : null });
  for (const [index, name] of hostileNames.entries()) await addUser(pool, guid(50 + index), name, {});
  for (let number = 1; number <= crowd; number += 1) {
    const department = number % 5 === 0 ? null : `department ${Math.floor(number / 2)}`;
    await addUser(pool, guid(100 + number), `user ${number}`, { department });
  }
  await pool.query(
    `insert into principal (id, type, display_name, security_enabled, group_types) values
       ($1, 'group', 'Staff', true, '{Unified,"with, comma"}'), ($2, 'group', 'Tools', true, '{}')`,
    [id.staff, id.tools],
  );
  await pool.query(
    `insert into principal (id, type, display_name, app_id, account_enabled) values ($1, 'servicePrincipal', 'Robot', $2, true)`,
    [id.robot, guid(22)],
  );
  await pool.query('insert into group_member (group_id, member_id) select $1, id from principal where id = any ($2)', [
    id.staff,
    [id.alice, id.robot, id.tools, ...Array.from({ length: crowd }, (_, index) => guid(101 + index))],
  ]);
  await pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [id.tools, id.ben]);
}

interface UserFacts {
  readonly enabled?: boolean;
  readonly manager?: string | null;
  readonly department?: string | null;
}

const addUser = (
  pool: Pool,
  key: string,
  name: string,
  { enabled = true, manager = null, department = null }: UserFacts,
) =>
  pool.query(
    `insert into principal (id, type, display_name, user_principal_name, account_enabled, manager_id, department, created_at)
     values ($1, 'user', $2, $3, $4, $5, $6, '2025-06-01T12:00:00.5Z')`,
    [key, name, `${key}@example.test`, enabled, manager, department],
  );

async function fillRoles(pool: Pool): Promise<void> {
  await pool.query(
    `insert into role_definition (id, provider, display_name, is_built_in, is_enabled, is_privileged, role_permissions) values
       ($1, 'directory', 'Global Administrator', true, true, true, '[{"allowedResourceActions": ["say \\"hi\\""], "condition": null}]'),
       ($2, 'directory', 'Secret', false, true, false, '[]') on conflict do nothing`,
    [globalAdministrator, secretRole],
  );
  await pool.query(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
     values ($1, 'assignment', 'directory', $2, $3, '/', 'Assigned', '2025-01-01Z', '2025-01-01Z'), ($4, 'assignment', 'directory', $5, $3, '/', 'Assigned', '2025-01-01Z', '2025-01-01Z')`,
    [guid(300), id.adam, globalAdministrator, guid(301), id.dora],
  );
}

/** Three requests to an instant, so that an order by time has ties; every other one starts never. */
async function fillRequests(pool: Pool): Promise<void> {
  await pool.query(
    `insert into schedule_request (id, kind, provider, action, principal_id, role_definition_id, scope_id, status, justification,
       has_schedule, start_at, expiration_type, created_by_id, created_by_application, created_at, ticket_number, approval_id, lapses_at)
     select ('00000000-0000-4000-8000-' || lpad((400 + n)::text, 12, '0'))::uuid, 'assignment', 'directory', 'selfActivate',
       case n when 9 then $1::uuid else $2::uuid end, case n % 2 when 0 then $3 else $4 end, '/',
       case n when 3 then 'PendingApproval' when 4 then 'Granted' else 'Canceled' end, 'because ' || n,
       n <> 7, case n % 2 when 0 then timestamptz '2026-01-01Z' + n * interval '1 minute' end, 'noExpiration', case n when 9 then $1 else $2 end, false,
       timestamptz '2026-01-01Z' + (n / 3) * interval '1.001 seconds', case n when 1 then 'T-1' end,
       case n when 3 then $5::uuid end, case n when 3 then timestamptz '2026-01-02Z' end
     from generate_series(1, ${requests}) as n`,
    [id.robot, id.alice, secretRole, globalAdministrator, guid(403)],
  );
  await pool.query(`insert into approval (id, created_at) values ($1, '2026-01-01Z')`, [guid(403)]);
  await pool.query(
    `insert into approval_stage (id, approval_id, requestor_id, position, status, review_result, is_approver_justification_required,
       expires_at, primary_approvers, approver_user_ids, approver_group_ids, is_decided_by_administrators, reviewed_by_id, reviewed_at)
     values ($1, $2, $5::uuid, 1, 'InProgress', 'NotReviewed', true, '2026-01-02Z', '[]', array[$4::uuid], '{}', false, null, null),
       ($3, $2, $5, 0, 'Completed', 'Approved', false, '2026-01-02Z', '[]', array[$4::uuid], '{}', false, $4, '2026-01-01T01:00:00Z')`,
    [guid(501), guid(403), guid(500), id.ben, id.alice],
  );
}
