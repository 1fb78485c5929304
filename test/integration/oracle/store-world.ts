import type { Pool } from 'pg';
import type { World } from './world';

const iso = (at: number | null): string | null =>
  at === null || !Number.isFinite(at) ? null : new Date(at).toISOString();

const insert = (into: string, columns: string, types: string): string =>
  `insert into ${into} (${columns}) select ${columns} from jsonb_to_recordset($1::jsonb) as given (${types})`;

const long = '2025-01-01T00:00:00.000Z';

/** Puts a world into the database, as it would stand there after all that happened in it. */
export async function storeWorld(pool: Pool, world: World): Promise<void> {
  const put = (statement: string, rows: readonly object[]) => pool.query(statement, [JSON.stringify(rows)]);
  await put(
    insert(
      'principal',
      'id, type, display_name, user_principal_name, account_enabled, user_type, security_enabled, is_assignable_to_role, deleted_at',
      'id uuid, type text, display_name text, user_principal_name text, account_enabled boolean, user_type text, security_enabled boolean, is_assignable_to_role boolean, deleted_at timestamptz',
    ),
    [...peopleOf(world), ...groupsOf(world)],
  );
  await pool.query('insert into administrative_unit (id, display_name) values ($1, $2)', [world.unit, world.unit]);
  await put(
    insert(
      'resource_scope',
      'id, spelling, type, display_name, parent_id, covered_by, deleted_at',
      'id text, spelling text, type text, display_name text, parent_id text, covered_by text[], deleted_at timestamptz',
    ),
    scopesOf(world),
  );
  await put(
    insert(
      'role_definition',
      'id, provider, display_name, is_built_in, is_enabled',
      'id text, provider text, display_name text, is_built_in boolean, is_enabled boolean',
    ),
    world.roles.map(({ id, provider, isEnabled }) => ({
      id,
      provider,
      display_name: `Role ${id.slice(-1)}`,
      is_built_in: false,
      is_enabled: isEnabled,
    })),
  );
  await put(
    insert('group_member', 'group_id, member_id', 'group_id uuid, member_id uuid'),
    world.members.map(({ group, member }) => ({ group_id: group, member_id: member })),
  );
  await put(
    insert('object_owner', 'object_id, owner_id', 'object_id uuid, owner_id uuid'),
    world.owners.map(({ group, member }) => ({ object_id: group, owner_id: member })),
  );
  await put(
    insert(
      'schedule',
      'id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, revoked_at, activated_using, created_using, created_at',
      'id uuid, kind text, provider text, principal_id uuid, role_definition_id text, scope_id text, assignment_type text, start_at timestamptz, end_at timestamptz, revoked_at timestamptz, activated_using uuid, created_using uuid, created_at timestamptz',
    ),
    schedulesOf(world),
  );
  await put(
    insert(
      'schedule_request',
      'id, kind, provider, principal_id, role_definition_id, scope_id, action, status, has_schedule, start_at, lapses_at, approval_id, expiration_type, created_by_id, created_by_application, created_at',
      'id uuid, kind text, provider text, principal_id uuid, role_definition_id text, scope_id text, action text, status text, has_schedule boolean, start_at timestamptz, lapses_at timestamptz, approval_id uuid, expiration_type text, created_by_id uuid, created_by_application boolean, created_at timestamptz',
    ),
    requestsOf(world),
  );
}

const peopleOf = ({ people }: World) =>
  people.map(({ id, isApplication, isGuest, fate }) => ({
    id,
    type: isApplication ? 'servicePrincipal' : 'user',
    display_name: id,
    user_principal_name: isApplication ? null : id,
    account_enabled: fate !== 'disabled',
    user_type: isApplication ? null : isGuest ? 'Guest' : 'Member',
    deleted_at: fate === 'deleted' ? long : null,
  }));

const groupsOf = ({ groups }: World) =>
  groups.map(({ id, isAssignable, isDeleted }) => ({
    id,
    type: 'group',
    display_name: id,
    security_enabled: true,
    is_assignable_to_role: isAssignable,
    deleted_at: isDeleted ? long : null,
  }));

const scopesOf = ({ scopes }: World) =>
  scopes.map(({ id, above, isDeleted }) => ({
    id,
    spelling: id,
    type: 'scope',
    display_name: id.slice(-200),
    parent_id: above.at(-2) ?? null,
    covered_by: above,
    deleted_at: isDeleted ? long : null,
  }));

const schedulesOf = ({ schedules }: World) =>
  schedules.map((one) => ({
    id: one.id,
    kind: one.isEligibility ? 'eligibility' : 'assignment',
    provider: one.provider,
    principal_id: one.holder,
    role_definition_id: one.role,
    scope_id: one.scope,
    assignment_type: one.isEligibility ? null : one.rests === null ? 'Assigned' : 'Activated',
    start_at: iso(one.start),
    end_at: iso(one.givenEnd),
    revoked_at: iso(one.revoked),
    activated_using: one.rests,
    created_using: one.id,
    created_at: iso(one.start),
  }));

const requestsOf = ({ requests }: World) =>
  requests.map(({ id, isEligibility, provider, principal, role, scope, status, at }) => ({
    id,
    kind: isEligibility ? 'eligibility' : 'assignment',
    provider,
    principal_id: principal,
    role_definition_id: role,
    scope_id: scope,
    action: isEligibility ? 'selfExtend' : 'selfActivate',
    status,
    has_schedule: true,
    start_at: status === 'PendingApproval' ? null : iso(at),
    lapses_at: status === 'PendingApproval' ? iso(at) : null,
    approval_id: status === 'PendingApproval' ? id : null,
    expiration_type: 'notSpecified',
    created_by_id: principal,
    created_by_application: false,
    created_at: long,
  }));
