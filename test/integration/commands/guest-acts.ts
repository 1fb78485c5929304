import { commandFor } from '../../../src/commands/submit-request';
import { withdrawGuest } from '../../../src/commands/withdraw-guest';
import type { Caller } from '../../../src/domain/actor';
import type { Target } from '../../../src/domain/target';
import { caller, cast, groups, type Person } from '../../support/cast';
import { newRequest, type RequestInput, type Stage } from '../../support/stage';

/** The organisation that the guests of these tests belong to. */
export const home = '40e00000-0000-4000-8000-000000000001';

const as = (who: Person | Caller): Caller => (typeof who === 'string' ? caller(who) : who);

/** Somebody of the cast is a guest of that organisation from now on. */
export const makeGuest = (stage: Stage, person: Person = 'alice') =>
  stage.pool.query(`update principal set user_type = 'Guest', home_organization_id = $2 where id = $1`, [
    cast[person],
    home,
  ]);

/** What the stage of these tests begins with: Alice is a guest, and the roles of groups are there. */
export async function prepareGuests(stage: Stage): Promise<void> {
  await stage.pool.query(
    `insert into role_definition (id, provider, display_name, is_built_in, is_enabled)
      values ('member', 'group', 'Member', true, true), ('owner', 'group', 'Owner', true, true) on conflict do nothing`,
  );
  await makeGuest(stage);
}

/** Adam, or somebody else, withdraws Alice, or somebody else. */
export const withdraw = (
  stage: Stage,
  userId: string = cast.alice,
  who: Person | Caller = 'adam',
  justification = 'the contract has ended',
) => stage.run(withdrawGuest, { userId, justification }, as(who));

/** A scope of resources, with the one above it. */
export const subscription = '/subscriptions/5b000000-0000-4000-8000-000000000001';

/** Stores that scope and a role that can be held there; yields the target. */
export async function storeResource(stage: Stage): Promise<Target> {
  const roleDefinitionId = 'c0de0000-0000-4000-8000-000000000001';
  await stage.pool.query(
    `insert into resource_scope (id, spelling, type, display_name, covered_by) values ($1, $1, 'subscription', 'Shop', array[$1]) on conflict do nothing`,
    [subscription],
  );
  await stage.pool.query(
    `insert into role_definition (id, provider, display_name, is_built_in, is_enabled) values ($1, 'azure', 'Operator', true, true)
      on conflict do nothing`,
    [roleDefinitionId],
  );
  return { provider: 'azure', roleDefinitionId, scopeId: subscription };
}

/** Membership of the plain group, held through PIM. */
export const membership: Target = { provider: 'group', roleDefinitionId: 'member', scopeId: groups.plain };

/** Sends a request for a target of any provider. */
export const submitFor = async (stage: Stage, who: Person, target: Target, input: Partial<RequestInput> = {}) => {
  const request = { ...newRequest(who, { roleDefinitionId: target.roleDefinitionId, ...input }), target };
  return (await stage.run(commandFor(request), request, as(who))).result.request;
};

/** Stores a schedule as it would be, without asking anybody; yields its id. */
export async function given(
  stage: Stage,
  { provider, roleDefinitionId, scopeId }: Target,
  differing: {
    readonly kind?: string;
    readonly principalId?: string;
    readonly startAt?: string;
    readonly endAt?: string | null;
  } = {},
): Promise<string> {
  const { kind = 'assignment', principalId = cast.alice, startAt = '2025-01-01T00:00:00Z', endAt = null } = differing;
  const { id } = await stage.one<{ id: string }>(
    `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, end_at, created_at)
      values (gen_random_uuid(), $1, $2, $3, $4, $5, case $1 when 'assignment' then 'Assigned' end, $6, $7, '2025-01-01') returning id`,
    [kind, provider, principalId, roleDefinitionId, scopeId, startAt, endAt],
  );
  return id;
}

/** What somebody has that has not ended: schedules, and requests that wait. */
export async function leftTo(stage: Stage, principalId: string = cast.alice) {
  const now = stage.clock.now();
  return stage.one<{ schedules: number; requests: number; stages: number; roles: number }>(
    `select (select count(*)::int from schedule as s where s.principal_id = $1 and not isempty(s.span) and (upper_inf(s.span) or upper(s.span) > $2)) as schedules,
      (select count(*)::int from schedule_request as r where r.principal_id = $1
        and (r.status like 'Pending%' or (r.status = 'Granted' and r.start_at > $2))) as requests,
      (select count(*)::int from approval_stage as t join schedule_request as r on r.approval_id = t.approval_id
        where r.principal_id = $1 and t.status in ('InProgress', 'Initializing')) as stages,
      (select count(*)::int from roles_of($1, $2)) as roles`,
    [principalId, now],
  );
}

/** Nothing at all. */
export const nothing = { schedules: 0, requests: 0, stages: 0, roles: 0 };
