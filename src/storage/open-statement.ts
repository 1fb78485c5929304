import { type Actor, type Caller, serviceActor } from '../domain/actor';
import { clock } from './fact-pieces';
import type { JsonRow } from './records';
import { type Sql, sql } from './sql';

/** Who acts with which rights, the organisation and the clock. `instant` is null for the database's own. */
export const openStatement = (caller: Caller, instant: Date | null): Sql => sql`
  with ${clock(instant)}
  select clock.now, (select tenant_id from organization) as tenant_id, groups_of(${caller.principalId}::uuid) as group_ids,
    (select jsonb_build_object('display_name', p.display_name, 'user_principal_name', p.user_principal_name,
       'is_enabled', p.account_enabled and p.deleted_at is null)
       from principal as p where p.id = ${caller.principalId}::uuid) as who,
    (select coalesce(jsonb_agg(jsonb_build_object('roleDefinitionId', h.role_definition_id, 'scopeId', h.scope_id)), '[]')
       from roles_of(${caller.principalId}::uuid, clock.now) as h) as roles
  from clock`;

/** The actor in the row of {@link openStatement}. */
export function actorFrom(caller: Caller, row: JsonRow): Actor {
  const who = row.who as {
    display_name: string;
    user_principal_name: string | null;
    is_enabled: boolean | null;
  } | null;
  return {
    ...caller,
    displayName: who?.display_name ?? null,
    userPrincipalName: who?.user_principal_name ?? null,
    isEnabled: caller.principalId === serviceActor.principalId || who?.is_enabled === true,
    roles: row.roles as Actor['roles'],
    groupIds: row.group_ids as readonly string[],
  };
}
