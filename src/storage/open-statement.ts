import { type Actor, type Caller, serviceActor } from '../domain/actor';
import { clockAt, clockNow } from './fact-pieces';
import type { KnownCaller } from './find-caller';
import { groupsOf } from './groups-of';
import type { JsonRow } from './records';
import { holdsNow } from './session';
import { type Rendered, sql } from './sql';
import { type Open, writtenOnce } from './written-once';

/** Who acts with which rights, the organisation and the clock. `instant` is null for the database's own. */
export const openStatement = ({ principalId }: Caller, instant: Date | null): Rendered =>
  open({ callerId: principalId, instant }, {});

const open = writtenOnce(
  { callerId: 'uuid', instant: 'timestamptz' },
  ({ callerId, instant }: Open<{ readonly callerId: string; readonly instant: Date | null }>) => sql`
  with ${clockAt(instant)}
  select clock.now, (select tenant_id from organization) as tenant_id, belonging.ids as group_ids,
    who.type, who.display_name, who.user_principal_name, coalesce(who.account_enabled, false) and who.deleted_at is null as is_enabled,
    (select coalesce(json_agg(json_build_object('provider', h.provider, 'roleDefinitionId', h.role_definition_id, 'scopeId', h.scope_id)), '[]')
       from (select h.provider, h.role_definition_id, h.scope_id
          from schedule as h join role_definition as r on r.id = h.role_definition_id and r.is_enabled
         where h.kind = 'assignment' and (h.provider <> 'group' or (h.role_definition_id = 'owner' and h.principal_id = ${callerId})) and ${holdsNow('h', clockNow)}
           and h.principal_id = any (array[${callerId}] || belonging.ids)
        union all
        select 'group', 'owner', o.object_id::text from object_owner as o where o.owner_id = ${callerId}) as h
      where who.account_enabled and who.deleted_at is null) as roles
  from clock cross join lateral (select ${groupsOf(callerId, clockNow)} as ids offset 0) as belonging
    left join principal as who on who.id = ${callerId}`,
);

/** What the directory says of the caller in the row of {@link openStatement}, null when he is not in it, and the actor. */
export function openedBy(caller: Caller, row: JsonRow): { readonly known: KnownCaller | null; readonly actor: Actor } {
  const type = row.type as KnownCaller['type'] | null;
  const isEnabled = row.is_enabled === true;
  const known = type && { type, isEnabled };
  const actor = {
    principalId: caller.principalId,
    isApplication: caller.isApplication,
    satisfiesMfa: caller.satisfiesMfa,
    authenticationContexts: caller.authenticationContexts,
    expiresAt: caller.expiresAt,
    ipAddress: caller.ipAddress,
    displayName: row.display_name as string | null,
    userPrincipalName: row.user_principal_name as string | null,
    isEnabled: caller.principalId === serviceActor.principalId || isEnabled,
    roles: row.roles as Actor['roles'],
    groupIds: row.group_ids as readonly string[],
  };
  return { known, actor };
}
