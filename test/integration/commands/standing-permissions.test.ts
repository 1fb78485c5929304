import { type Actor, serviceActor } from '../../../src/domain/actor';
import { type Approval, type ApprovalStage, isOpen } from '../../../src/domain/approval';
import { approves, hasDecidedAnother } from '../../../src/domain/approvers';
import type { AuditEntry } from '../../../src/domain/audit';
import { type Action, can } from '../../../src/domain/authorization';
import { type ScheduleRequest, statusAt } from '../../../src/domain/request';
import { isCurrent, type Schedule } from '../../../src/domain/schedule';
import { openedBy, openStatement } from '../../../src/storage/open-statement';
import { recordFrom } from '../../../src/storage/records';
import { sessionCte } from '../../../src/storage/session';
import { render, type Sql, sql } from '../../../src/storage/sql';
import { approvalStageTable, approvalTable } from '../../../src/storage/tables/approval';
import { directoryAuditTable } from '../../../src/storage/tables/directory-audit';
import { scheduleTable } from '../../../src/storage/tables/schedule';
import { scheduleRequestTable } from '../../../src/storage/tables/schedule-request';
import {
  administrativeUnitIsVisible,
  approvalIsVisible,
  auditIsVisible,
  emergencyUseIsVisible,
  mayDecideRequest,
  policyIsVisible,
  principalIsVisible,
  requestIsVisible,
  roleDefinitionIsVisible,
  scheduleIsVisible,
} from '../../../src/storage/visibility';
import { caller, cast, groups, type Person, roles, unit } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, decide, demandApproval, makeEligible, members, user } from './acts';
import { by, decideStage, demandStages } from './staged';

const otherUnit = 'a0000a00-0000-4000-8000-000000000002';
const unitScope = `/administrativeUnits/${unit}`;
const people = Object.keys(cast).filter((name): name is Person => name in cast);
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

let stage: Stage;

/** Everything that is judged, as records. */
interface World {
  readonly requests: readonly ScheduleRequest[];
  readonly approvals: readonly Approval[];
  readonly stages: readonly ApprovalStage[];
  readonly schedules: readonly Schedule[];
  readonly audits: readonly AuditEntry[];
  readonly owned: readonly { readonly object_id: string; readonly owner_id: string }[];
  readonly belonging: readonly { readonly member_id: string; readonly unit_id: string }[];
}
let world: World;
const actors = new Map<Person, Actor>();

beforeAll(async () => {
  stage = await openStage();
  await fill();
  world = await readWorld();
  for (const person of people) actors.set(person, await actorOf(person));
});
afterAll(() => stage.close());

/** Something of every sort, at both scopes, for people, groups and an application, waiting, decided, lapsed and over. */
async function fill(): Promise<void> {
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2), ($1, $3)', [
    groups.approvers,
    cast.robot,
    cast.dave,
  ]);
  await stage.pool.query('insert into object_owner (object_id, owner_id) values ($1, $2)', [groups.plain, cast.alice]);
  await stage.pool.query('insert into administrative_unit_member (administrative_unit_id, member_id) values ($1, $2)', [
    unit,
    cast.ben,
  ]);
  await makeEligible(stage, { principalId: groups.helpdesk });
  await makeEligible(stage, { principalId: cast.ann, roleDefinitionId: roles.userAdministrator });
  await makeEligible(stage, { principalId: cast.carol });
  await makeEligible(stage, { principalId: cast.adam }, 'carol');
  await stage.pool.query('insert into administrative_unit (id, display_name) values ($1, $2)', [otherUnit, 'Madrid']);
  await makeEligible(stage, { principalId: cast.sam, scopeId: unitScope, startAt: '2026-03-01T00:00:00Z' });
  await assign(stage, { principalId: cast.robot, roleDefinitionId: directoryReaders });
  await assign(stage, { principalId: cast.dave, roleDefinitionId: roles.globalAdministrator });
  await assign(stage, {
    principalId: cast.ann,
    roleDefinitionId: roles.privilegedRoleAdministrator,
    scopeId: unitScope,
  });
  await stage.pool.query('update principal set is_emergency_account = true where id = $1', [cast.ann]);
  await activate(stage, { roleDefinitionId: roles.userAdministrator }, 'ann');
  await askForApprovals();
}

/**
 * Requests that wait for a group, for named people, for administrators, and for the second of two stages, in two ways; one
 * is denied, and the first has lapsed.
 */
async function askForApprovals(): Promise<void> {
  await demandApproval(stage);
  await activate(stage, {}, 'carol');
  stage.clock.advance('PT23H');
  await activate(stage, { scopeId: unitScope });
  const denied = await activate(stage);
  await decide(stage, denied.id, 'Deny');
  await demandApproval(stage, user(cast.ben), user(cast.dave));
  await activate(stage);
  await stage.pool.query(
    `update policy set rules = jsonb_set(rules, '{3,setting,approvalStages,0,primaryApprovers}', '[]') where role_definition_id = $1`,
    [roles.groupsAdministrator],
  );
  await activate(stage, { scopeId: unitScope }, 'carol');
  for (const isApproverAllowedInSeveralStages of [false, true]) {
    const stages = [by(members(groups.approvers)), by(members(groups.approvers))];
    await demandStages(stage, 'Serial', stages, { isApproverAllowedInSeveralStages });
    const scopeId = isApproverAllowedInSeveralStages ? '/' : `/administrativeUnits/${otherUnit}`;
    const { id } = await activate(stage, { scopeId }, 'adam');
    await decideStage(stage, id, 0, 'ann');
  }
  stage.clock.advance('PT1H');
}

const records = async <T>(table: Parameters<typeof recordFrom<T>>[0], name: string): Promise<readonly T[]> =>
  (await stage.pool.query(`select to_jsonb(t) as row from ${name} as t`)).rows.map(({ row }) => recordFrom(table, row));

const readWorld = async (): Promise<World> => ({
  requests: await records(scheduleRequestTable, 'schedule_request'),
  approvals: await records(approvalTable, 'approval'),
  stages: await records(approvalStageTable, 'approval_stage'),
  schedules: await records(scheduleTable, 'schedule'),
  audits: await records(directoryAuditTable, 'directory_audit'),
  owned: (await stage.pool.query('select * from object_owner')).rows,
  belonging: (
    await stage.pool.query('select member_id, administrative_unit_id as unit_id from administrative_unit_member')
  ).rows,
});

async function actorOf(person: Person): Promise<Actor> {
  const { text, values } = render(openStatement(caller(person), stage.clock.now()));
  return openedBy(caller(person), (await stage.pool.query(text, [...values])).rows[0]).actor;
}

/** Ids of the rows of a table that meet a condition, as seen by somebody. */
async function seenInSql(person: Person, table: string, condition: (row: string) => Sql): Promise<readonly string[]> {
  const session = sessionCte(sql`${cast[person]}`, sql`${stage.clock.now().toISOString()}`);
  const { text, values } = render(
    sql`with ${session} select seen.id::text from session cross join ${{ texts: [table], values: [] }} as seen where ${condition('seen')}`,
  );
  return (await stage.pool.query<{ id: string }>(text, [...values])).rows.map(({ id }) => id).sort();
}

const allIds = async (table: string): Promise<readonly string[]> =>
  (await stage.pool.query<{ id: string }>(`select id::text from ${table}`)).rows.map(({ id }) => id);

type Judgement = (actor: Actor, id: string) => boolean;

const stagesOf = (requestId: string) => world.stages.filter(({ approvalId }) => approvalId === requestId);
const isOwn = ({ principalId }: Actor, request: ScheduleRequest) =>
  request.principalId === principalId || request.createdById === principalId;
const isMine = ({ principalId, groupIds }: Actor, id: string) => id === principalId || groupIds.includes(id);

const seesRequest: Judgement = (actor, id) => {
  const request = world.requests.find((one) => one.id === id);
  if (!request) return false;
  return (
    isOwn(actor, request) ||
    can(actor, 'request.read', request) ||
    stagesOf(id).some((one) => approves(actor, one, [], stage.clock.now()))
  );
};

const decidesRequest: Judgement = (actor, id) => {
  const now = stage.clock.now();
  const request = world.requests.find((one) => one.id === id);
  if (!request || isOwn(actor, request) || statusAt(request, now) !== 'PendingApproval') return false;
  const stages = stagesOf(id);
  const approval = world.approvals.find((one) => one.id === id) ?? null;
  return stages.some(
    (one) => isOpen(one, now) && approves(actor, one, [], now) && !hasDecidedAnother(actor, one, stages, approval),
  );
};

const seesSchedule: Judgement = (actor, id) =>
  world.schedules.some((one) => one.id === id && (isMine(actor, one.principalId) || can(actor, 'schedule.read', one)));

const concerns = (actor: Actor, roleDefinitionId: string): boolean =>
  world.schedules.some(
    (one) =>
      one.roleDefinitionId === roleDefinitionId && isMine(actor, one.principalId) && isCurrent(one, stage.clock.now()),
  ) || world.requests.some((one) => one.roleDefinitionId === roleDefinitionId && one.principalId === actor.principalId);

const seesRole: Judgement = (actor, id) => can(actor, 'roleDefinition.read') || concerns(actor, id);

const seesPrincipal: Judgement = (actor, id) =>
  can(actor, 'directory.read') ||
  isMine(actor, id) ||
  world.owned.some(({ object_id, owner_id }) => object_id === id && owner_id === actor.principalId);

const seesUnit: Judgement = (actor, id) =>
  can(actor, 'directory.read') ||
  world.belonging.some(({ member_id, unit_id }) => unit_id === id && member_id === actor.principalId);

const seesAudit: Judgement = (actor, id) =>
  can(actor, 'audit.read') ||
  world.audits.some((one) => one.id === id && [one.initiatedById, one.subjectId].includes(actor.principalId));

const seesUse: Judgement = (actor, id) =>
  can(actor, 'alert.read') || world.requests.some((one) => one.id === id && one.principalId === actor.principalId);

const questions: readonly { what: string; table: string; inSql: (row: string) => Sql; inCode: Judgement }[] = [
  { what: 'requests', table: 'schedule_request', inSql: requestIsVisible, inCode: seesRequest },
  { what: 'requests to decide', table: 'schedule_request', inSql: mayDecideRequest, inCode: decidesRequest },
  { what: 'approvals', table: 'approval', inSql: approvalIsVisible, inCode: seesRequest },
  { what: 'schedules', table: 'schedule', inSql: scheduleIsVisible, inCode: seesSchedule },
  { what: 'roles', table: 'role_definition', inSql: roleDefinitionIsVisible, inCode: seesRole },
  { what: 'principals', table: 'principal', inSql: principalIsVisible, inCode: seesPrincipal },
  { what: 'administrative units', table: 'administrative_unit', inSql: administrativeUnitIsVisible, inCode: seesUnit },
  { what: 'emergency uses', table: 'emergency_use', inSql: emergencyUseIsVisible, inCode: seesUse },
  { what: 'audit entries', table: 'directory_audit', inSql: auditIsVisible, inCode: seesAudit },
];

describe.each(questions)('L.1, item 8: $what are the same in SQL and in code', ({ table, inSql, inCode }) => {
  test.each(people)('for %s', async (person) => {
    const actor = actors.get(person) ?? serviceActor;
    const seen = (await allIds(table)).filter((id) => actor.isEnabled && inCode(actor, id)).sort();
    expect(await seenInSql(person, table, inSql)).toEqual(seen);
  });

  test('and the cast is such that some see what others do not', async () => {
    const counts = await Promise.all(people.map(async (person) => (await seenInSql(person, table, inSql)).length));
    expect(new Set(counts).size).toBeGreaterThan(1);
  });
});

test.each(people)('policies are the same in SQL and in code for %s', async (person) => {
  const actor = actors.get(person) ?? serviceActor;
  const { rows } = await stage.pool.query<{ id: string; role: string }>(
    'select id, role_definition_id as role from policy',
  );
  const seen = rows
    .filter(({ role }) => actor.isEnabled && (can(actor, 'policy.read') || concerns(actor, role)))
    .map(({ id }) => id);
  expect(await seenInSql(person, 'policy', policyIsVisible)).toEqual(seen.sort());
});

test.each<Action>(['assignment.manage', 'policy.manage', 'audit.read'])(
  'M-7 %s is not for the disabled, whatever they hold',
  (action) => {
    expect(can(actors.get('dave') ?? serviceActor, action)).toBe(false);
    expect(can(actors.get('adam') ?? serviceActor, action)).toBe(true);
  },
);
