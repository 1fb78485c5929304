import { type Actor, type Caller, serviceActor } from '../domain/actor';
import { clockAt, now } from './fact-pieces';
import type { KnownCaller } from './find-caller';
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
  with ${clockAt(instant)},
  who as materialized (
    select p.id, p.type, p.display_name, p.user_principal_name, coalesce(p.account_enabled, false) and p.deleted_at is null as is_enabled
      from principal as p where p.id = ${callerId}),
  belonging as materialized (select groups_of(${callerId}, ${now}) as ids)
  select clock.now, (select tenant_id from organization) as tenant_id, belonging.ids as group_ids,
    (select to_json(who) from who) as who,
    (select coalesce(json_agg(json_build_object('provider', h.provider, 'roleDefinitionId', h.role_definition_id, 'scopeId', h.scope_id)), '[]')
       from (select h.provider, h.role_definition_id, h.scope_id
          from schedule as h join role_definition as r on r.id = h.role_definition_id and r.is_enabled
         where h.kind = 'assignment' and (h.provider <> 'group' or (h.role_definition_id = 'owner' and h.principal_id = ${callerId})) and ${holdsNow('h', now)}
           and h.principal_id = any ((select array[${callerId}] || ids from belonging)::uuid[])
        union all
        select 'group', 'owner', o.object_id::text from object_owner as o where o.owner_id = ${callerId}) as h
      where (select is_enabled from who)) as roles
  from clock, belonging`,
);

/** What the directory says of the caller in the row of {@link openStatement}, null when he is not in it, and the actor. */
export function openedBy(caller: Caller, row: JsonRow): { readonly known: KnownCaller | null; readonly actor: Actor } {
  const who = row.who as {
    type: KnownCaller['type'];
    display_name: string;
    user_principal_name: string | null;
    is_enabled: boolean;
  } | null;
  const known = who && { type: who.type, isEnabled: who.is_enabled };
  const actor = {
    ...caller,
    displayName: who?.display_name ?? null,
    userPrincipalName: who?.user_principal_name ?? null,
    isEnabled: caller.principalId === serviceActor.principalId || who?.is_enabled === true,
    roles: row.roles as Actor['roles'],
    groupIds: row.group_ids as readonly string[],
  };
  return { known, actor };
}
