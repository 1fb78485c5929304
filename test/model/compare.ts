import { illegalMoves } from './invariants';
import type { Held, Model, Stage } from './machine';
import { nameOf, people, protectedRoles, role } from './machine';
import { holds, isEmpty, manages, plannedEnd, spanOf, statusOf } from './reading';
import type { World } from './world';

/** What is stored, as far as the model knows of it; instants in milliseconds. */
interface Stored {
  readonly held: readonly StoredSchedule[] | null;
  readonly asked: readonly StoredRequest[] | null;
  readonly uses: readonly string[] | null;
  readonly roles: readonly string[] | null;
}

interface StoredSchedule {
  readonly id: string;
  readonly kind: string;
  readonly who: string;
  readonly role: string;
  readonly activated: boolean;
  readonly start: number;
  readonly end: number | null;
  readonly kept: number | null;
  readonly empty: boolean;
  readonly using: string | null;
}

interface StoredRequest {
  readonly id: string;
  readonly stored: string;
  readonly status: string;
  readonly stages: readonly string[] | null;
}

const ms = (instant: string): string => `(extract(epoch from ${instant}) * 1000)::bigint`;

/** `$1` is the instant, `$2` the people, `$3` the roles. */
const snapshot = `select
  (select json_agg(json_build_object('id', s.id, 'kind', s.kind, 'who', s.principal_id, 'role', s.role_definition_id,
      'activated', s.assignment_type is not distinct from 'Activated', 'start', ${ms('s.start_at')}, 'end', ${ms('upper(s.span)')},
      'kept', ${ms('s.suspended_end_at')}, 'empty', isempty(s.span), 'using', s.activated_using)) from schedule as s) as held,
  (select json_agg(json_build_object('id', r.id, 'stored', r.status, 'status', case
        when r.status = 'PendingApproval' and r.lapses_at <= $1 then 'TimedOut'
        when r.status = 'Granted' and r.start_at <= $1 then 'Provisioned' else r.status end,
      'stages', (select json_agg(concat_ws(' ', t.status, t.review_result, t.reviewed_by_id, ${ms('t.expires_at')}) order by t.position)
        from approval_stage as t where t.approval_id = r.approval_id))) from schedule_request as r) as asked,
  (select json_agg(concat(u.id, ' ', u.settled_at is not null) order by u.id) from emergency_use as u) as uses,
  (select json_agg(concat(p.id, ' ', h.role_definition_id) order by p.id, h.role_definition_id)
     from unnest($2::uuid[]) as p (id) cross join lateral (
       select distinct role_definition_id from roles_of(p.id, $1) where role_definition_id = any ($3)) as h) as roles`;

const stageStatus: Readonly<Record<Stage['status'], readonly string[]>> = {
  waiting: ['Initializing NotReviewed'],
  open: ['InProgress NotReviewed'],
  approved: ['Completed Approved'],
  denied: ['Completed Denied'],
  closed: ['Completed NotReviewed', 'Expired NotReviewed'],
};

/** How the machine differs from the model, as a list of sentences; the ends that are kept are taken over from it (K-2). */
export async function differences(model: Model, { stage }: World): Promise<readonly string[]> {
  const { rows } = await stage.pool.query<Stored>({
    name: 'model_snapshot',
    text: snapshot,
    values: [stage.clock.now(), people, Object.values(role)],
  });
  const [stored] = rows;
  if (!stored) return ['nothing is stored'];
  const schedules = new Map((stored.held ?? []).map((one) => [one.id, one]));
  for (const one of model.held) takeOverEnd(one, schedules.get(one.id));
  const seen = Object.fromEntries((stored.asked ?? []).map((one) => [one.id, one.stored]));
  const moved = illegalMoves(model.seen, seen);
  model.seen = seen;
  return [
    ...moved,
    ...unequal('held', model.held.map(heldLine), (stored.held ?? []).map(storedLine)),
    ...unequal(
      'asked',
      model.asked.map((one) => `${one.id} ${statusOf(one, model.now)}`),
      (stored.asked ?? []).map(({ id, status }) => `${id} ${status}`),
    ),
    ...unequal(
      'uses',
      model.uses.map(({ id, settled }) => `${id} ${settled ? 't' : 'f'}`),
      stored.uses ?? [],
    ),
    ...unequal('roles', rolesHeld(model), stored.roles ?? []),
    ...(stored.asked ?? []).flatMap((one) => stageDifferences(model, one)),
  ];
}

/** Which ends are kept is the machine's to say, within K-2, which the invariants hold it to; only protected roles have them. */
function takeOverEnd(one: Held, stored: StoredSchedule | undefined): void {
  if (!stored || one.cut !== null || !protectedRoles.includes(one.role) || one.kind !== 'assignment') return;
  if (stored.kept !== null && stored.kept === plannedEnd(one)) Object.assign(one, { planned: stored.kept, end: null });
  else if (stored.kept === null && one.planned !== null && stored.end !== null && stored.end >= one.planned)
    Object.assign(one, { planned: null, end: stored.end });
}

const told = (
  { id, kind, who, role: of, start }: Pick<StoredSchedule, 'id' | 'kind' | 'who' | 'role' | 'start'>,
  activated: boolean,
  end: number | string | null,
  using: string | null,
): string =>
  [
    id,
    kind,
    nameOf(who),
    nameOf(of),
    activated ? 'activated' : 'given',
    instant(start),
    instant(end),
    using ?? '-',
  ].join(' ');

const instant = (at: number | string | null): string =>
  typeof at === 'number' ? new Date(at).toISOString() : String(at ?? 'for ever');

const heldLine = (one: Held): string =>
  isEmpty(one) ? told(one, one.activated, 'empty', null) : told(one, one.activated, spanOf(one).end, one.using);
const storedLine = (one: StoredSchedule): string =>
  one.empty ? told(one, one.activated, 'empty', null) : told(one, one.activated, one.end, one.using);

const rolesHeld = (model: Model): readonly string[] =>
  people.flatMap((person) =>
    Object.values(role)
      .filter((one) => holds(model, person, one))
      .map((one) => `${person} ${one}`),
  );

function unequal(what: string, expected: readonly string[], found: readonly string[]): readonly string[] {
  return [
    ...expected.filter((one) => !found.includes(one)).map((one) => `${what}: the model alone has ${one}`),
    ...found.filter((one) => !expected.includes(one)).map((one) => `${what}: the machine alone has ${one}`),
  ];
}

function stageDifferences(model: Model, { id, stages }: StoredRequest): readonly string[] {
  const asked = model.asked.find((one) => one.id === id);
  return (asked?.stages ?? []).flatMap((one, place) => {
    const found = stages?.[place] ?? 'none';
    const rest = [one.by, one.expires].filter((known) => known !== null).map((known) => ` ${known}`);
    // A lapse is written down when the due work comes to it, or when somebody asks anew before that.
    const isOver = asked !== undefined && statusOf(asked, model.now) === 'TimedOut';
    const known =
      isOver && one.by === null ? [...stageStatus[one.status], ...stageStatus.closed] : stageStatus[one.status];
    const fitting = known.map((status) => `${status}${rest.join('')}`);
    return fitting.includes(found)
      ? []
      : [`stage ${place} of ${id}: the model has ${fitting[0]}, the machine ${found}`];
  });
}

/** What the API shows, and what the access check says of one person, held against the model. */
export async function shownDifferences(model: Model, world: World): Promise<readonly string[]> {
  const viewer = people.find((person) => manages(model, person));
  if (!viewer) return ['nobody manages'];
  const shown = await world.statusesShown(viewer);
  const faults = model.asked
    .filter((one) => shown[one.id] !== statusOf(one, model.now))
    .map((one) => `the API shows ${one.id} as ${shown[one.id]}, the model has ${statusOf(one, model.now)}`);
  return [...faults, ...(await accessDifferences(model, world, viewer))];
}

async function accessDifferences(model: Model, world: World, viewer: string): Promise<readonly string[]> {
  const session = { callerId: viewer, instant: world.stage.clock.now() };
  const principalId = people[model.now % people.length] ?? viewer;
  const faults = Object.values(role).map(async (roleDefinitionId): Promise<readonly string[]> => {
    const answer = await world.checkAccess(
      { provider: 'directory', principalId, roleDefinitionId, scopeId: '/' },
      session,
    );
    if (answer?.hasAccess === holds(model, principalId, roleDefinitionId)) return [];
    return [`access of ${nameOf(principalId)} to ${nameOf(roleDefinitionId)} is ${answer?.hasAccess}`];
  });
  return (await Promise.all(faults)).flat();
}
