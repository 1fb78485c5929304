import { commandFor } from '../../../src/commands/submit-request';
import type { Caller } from '../../../src/domain/actor';
import type { NewRequest } from '../../../src/domain/new-request';
import type { GroupAccess } from '../../../src/domain/providers/group';
import { caller, cast, groups, type Person } from '../../support/cast';
import { newRequest, type RequestInput, type Stage } from '../../support/stage';

/** What is asked for at a group: the membership of Plain, unless told otherwise. */
export type AtGroup = Partial<Omit<RequestInput, 'roleDefinitionId' | 'scopeId'>> & {
  readonly access?: GroupAccess;
  readonly groupId?: string;
};

/** Groups without members that these tests fill: the first two are role-assignable. */
export const sets = {
  admins: '5e150000-0000-4000-8000-000000000001',
  operators: '5e150000-0000-4000-8000-000000000002',
  staff: '5e150000-0000-4000-8000-000000000003',
  partners: '5e150000-0000-4000-8000-000000000004',
} as const;

/** Puts the groups on the stage, and the two roles of groups, which belong to the migrations. */
export async function prepareGroups(stage: Stage): Promise<void> {
  await stage.pool.query(`
    insert into role_definition (id, provider, display_name, is_built_in, is_enabled) values
      ('member', 'group', 'Member', true, true), ('owner', 'group', 'Owner', true, true) on conflict do nothing`);
  await stage.pool.query(
    `insert into principal (id, type, display_name, security_enabled, mail_enabled, is_assignable_to_role)
      select id, 'group', name, true, false, is_assignable from unnest($1::uuid[], $2::text[], $3::boolean[]) as g (id, name, is_assignable)`,
    [Object.values(sets), Object.keys(sets), [true, true, false, false]],
  );
}

/** A request about a group as somebody sends it; what is not said is a permanent membership of Plain for Alice. */
export function groupRequest(who: Person | Caller, differing: AtGroup = {}): NewRequest {
  const { access = 'member', groupId = groups.plain, ...rest } = differing;
  return {
    ...newRequest(who, { roleDefinitionId: access, ...rest }),
    target: { provider: 'group', roleDefinitionId: access, scopeId: groupId },
  };
}

/** Somebody sends a request about a group. */
export async function atGroup(stage: Stage, who: Person | Caller, differing: AtGroup) {
  const request = groupRequest(who, differing);
  const as = typeof who === 'string' ? caller(who) : who;
  return (await stage.run(commandFor(request), request, as)).result.request;
}

/** Adam makes somebody a member or an owner, Alice for thirty days unless told otherwise. */
export const enter = (stage: Stage, differing: AtGroup = {}, who: Person | Caller = 'adam') =>
  atGroup(stage, who, { action: 'adminAssign', principalId: cast.alice, end: { duration: 'P30D' }, ...differing });

/** Adam makes somebody eligible to be a member or an owner. */
export const invite = (stage: Stage, differing: AtGroup = {}, who: Person | Caller = 'adam') =>
  enter(stage, { kind: 'eligibility', ...differing }, who);

/** Adam takes away what somebody has at a group. */
export const expel = (stage: Stage, differing: AtGroup = {}, who: Person | Caller = 'adam') =>
  enter(stage, { action: 'adminRemove', withoutPeriod: true, ...differing }, who);

/** Alice activates a membership or an ownership for two hours. */
export const join = (stage: Stage, differing: AtGroup = {}, who: Person | Caller = 'alice') =>
  atGroup(stage, who, { end: { duration: 'PT2H' }, ...differing });

/** Alice ends what she activated. */
export const leave = (stage: Stage, differing: AtGroup = {}, who: Person | Caller = 'alice') =>
  atGroup(stage, who, { action: 'selfDeactivate', withoutPeriod: true, ...differing });

/** When a schedule ends, as its span has it; null for never. */
export const endOf = async (stage: Stage, id: string): Promise<string | null> =>
  (
    await stage.one<{ end: Date | null }>('select upper(span) as end from schedule where id = $1', [id])
  ).end?.toISOString() ?? null;

/** The groups that somebody is a member of now. */
export const groupsOf = async (stage: Stage, id: string): Promise<readonly string[]> =>
  (
    await stage.one<{ ids: readonly string[] }>(
      `select coalesce(array_agg(p.display_name order by p.display_name), '{}') as ids
         from principal as p where p.id = any (groups_of($1, $2))`,
      [id, stage.clock.now()],
    )
  ).ids;

/** Names of the enabled owners of a group now. */
export const ownersOf = async (stage: Stage, groupId: string = groups.plain): Promise<readonly string[]> =>
  (
    await stage.one<{ names: readonly string[] }>(
      `select coalesce(array_agg(distinct p.display_name order by p.display_name), '{}') as names
         from ownership as o join principal as p on p.id = o.owner_id and p.account_enabled
        where o.object_id = $1 and o.start_at <= $2 and (o.end_at is null or o.end_at > $2)`,
      [groupId, stage.clock.now()],
    )
  ).names;
