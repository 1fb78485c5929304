import { type Actor, serviceActor } from '../../../src/domain/actor';
import { type Action, can } from '../../../src/domain/authorization';
import { targetActions } from '../../../src/domain/providers/provider';
import { raw, type Sql, sql } from '../../../src/storage/sql';
import {
  administrativeUnitIsVisible,
  approvalIsVisible,
  auditIsVisible,
  emergencyUseIsVisible,
  isAllowedAtScope,
  mayDecideRequest,
  policyIsVisible,
  principalIsVisible,
  requestIsVisible,
  roleDefinitionIsVisible,
  scheduleIsVisible,
} from '../../../src/storage/visibility';
import { cast, groups, type Person, roles, unit } from '../../support/cast';
import { fillGroups, fillResources, resourceScopes } from '../../support/provider-rows';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, decide, demandApproval, makeEligible, members, user } from './acts';
import {
  decidesRequest,
  type Judgement,
  seesAudit,
  seesPolicy,
  seesPrincipal,
  seesRequest,
  seesRole,
  seesSchedule,
  seesUnit,
  seesUse,
} from './judgements';
import { actorOf, readWorld, seenInSql, type World } from './permitted-world';
import { by, decideStage, demandStages } from './staged';

const otherUnit = 'a0000a00-0000-4000-8000-000000000002';
const unitScope = `/administrativeUnits/${unit}`;
const people = Object.keys(cast).filter((name): name is Person => name in cast);
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';

let stage: Stage;
let world: World;
const actors = new Map<Person, Actor>();

beforeAll(async () => {
  stage = await openStage();
  await fill();
  await fillGroups(stage.pool);
  await fillResources(stage.pool);
  world = await readWorld(stage);
  for (const person of people) actors.set(person, await actorOf(stage, person));
});
afterAll(() => stage.close());

/** Something of every sort, at both scopes, for people, groups and an application, waiting, decided, lapsed and over. */
async function fill(): Promise<void> {
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2), ($1, $3)', [
    groups.approvers,
    cast.robot,
    cast.dave,
  ]);
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

const allIds = async (table: string): Promise<readonly string[]> =>
  (await stage.pool.query<{ id: string }>(`select id::text from ${table}`)).rows.map(({ id }) => id);

const questions: readonly { what: string; table: string; inSql: (row: string) => Sql; inCode: Judgement }[] = [
  { what: 'requests', table: 'schedule_request', inSql: requestIsVisible, inCode: seesRequest },
  { what: 'requests to decide', table: 'schedule_request', inSql: mayDecideRequest, inCode: decidesRequest },
  { what: 'approvals', table: 'approval', inSql: approvalIsVisible, inCode: seesRequest },
  { what: 'schedules', table: 'schedule', inSql: scheduleIsVisible, inCode: seesSchedule },
  { what: 'policies', table: 'policy', inSql: policyIsVisible, inCode: seesPolicy },
  { what: 'roles', table: 'role_definition', inSql: roleDefinitionIsVisible, inCode: seesRole },
  { what: 'principals', table: 'principal', inSql: principalIsVisible, inCode: seesPrincipal },
  { what: 'administrative units', table: 'administrative_unit', inSql: administrativeUnitIsVisible, inCode: seesUnit },
  { what: 'emergency uses', table: 'emergency_use', inSql: emergencyUseIsVisible, inCode: seesUse },
  { what: 'audit entries', table: 'directory_audit', inSql: auditIsVisible, inCode: seesAudit },
];

describe.each(questions)('L.1 to L.3, item 8: $what are the same in SQL and in code', ({ table, inSql, inCode }) => {
  test.each(people)('for %s', async (person) => {
    const actor = actors.get(person) ?? serviceActor;
    const isSeen = (id: string) => actor.isEnabled && inCode(actor, id, world, stage.clock.now());
    expect(await seenInSql(stage, person, table, inSql)).toEqual((await allIds(table)).filter(isSeen).sort());
  });

  test('and the cast is such that some see what others do not', async () => {
    const counts = await Promise.all(
      people.map(async (person) => (await seenInSql(stage, person, table, inSql)).length),
    );
    expect(new Set(counts).size).toBeGreaterThan(1);
  });
});

const known = [
  { what: 'requests', table: 'schedule_request', inSql: requestIsVisible },
  { what: 'schedules', table: 'schedule', inSql: scheduleIsVisible },
] as const;

describe.each(known)('$what of one provider are the same whether or not it is known which', ({ table, inSql }) => {
  test.each(['directory', 'group', 'azure'] as const)('%s', async (provider) => {
    const isIts = (row: string) => sql`${raw(row)}.provider = ${provider}`;
    for (const person of people)
      expect(await seenInSql(stage, person, table, (row) => sql`${isIts(row)} and ${inSql(row, provider)}`)).toEqual(
        await seenInSql(stage, person, table, (row) => sql`${isIts(row)} and ${inSql(row)}`),
      );
  });
});

describe.each(targetActions)('L.2: who may %s on resources is the same in SQL and in code', (action) => {
  test.each(people)('for %s', async (person) => {
    const actor = actors.get(person) ?? serviceActor;
    const may = (scopeId: string) =>
      actor.isEnabled && can(actor, action, world.placeOf({ provider: 'azure', scopeId }));
    const seen = await seenInSql(stage, person, 'resource_scope', (row) =>
      isAllowedAtScope(action, 'azure', sql`${raw(row)}.id`),
    );
    expect(seen).toEqual(Object.values(resourceScopes).filter(may).sort());
  });
});

test.each<Action>(['assignment.manage', 'policy.manage', 'audit.read'])(
  'M-7 %s is not for the disabled, whatever they hold',
  (action) => {
    expect(can(actors.get('dave') ?? serviceActor, action)).toBe(false);
    expect(can(actors.get('adam') ?? serviceActor, action)).toBe(true);
  },
);

/** Whose schedules and requests somebody may read of a provider, by scope: only Dave's, whom nobody is. */
const scopesSeen = async (person: Person, provider: 'group' | 'azure'): Promise<readonly string[]> => {
  const ids = new Set(await seenInSql(stage, person, 'schedule', scheduleIsVisible));
  const seen = world.schedules.filter(
    (one) => one.provider === provider && one.principalId === cast.dave && ids.has(one.id),
  );
  return [...new Set(seen.map(({ scopeId }) => scopeId))].sort();
};

const { subscription, web, webTwo, store } = resourceScopes;
test.each<{ who: string; person: Person; sees: readonly string[] }>([
  { who: 'the Owner of the subscription', person: 'ben', sees: [subscription, web, webTwo, store] },
  { who: 'the User Access Administrator of one of its groups', person: 'alice', sees: [web, store] },
  { who: 'a member of the group that is Contributor of the other', person: 'ann', sees: [webTwo] },
  { who: 'a member, through PIM, of the group that is Reader', person: 'carol', sees: [store] },
  { who: 'whom the directory alone knows', person: 'adam', sees: [] },
  { who: 'who was once Owner, and may be again', person: 'sam', sees: [] },
  { who: 'who is disabled', person: 'dave', sees: [] },
])('L.2 of resources, $who sees these: $sees', async ({ person, sees }) =>
  expect(await scopesSeen(person, 'azure')).toEqual([...sees].sort()),
);

test.each<{ who: string; person: Person; sees: readonly string[] }>([
  { who: 'Global Administrator', person: 'adam', sees: [groups.helpdesk, groups.plain] },
  { who: 'Security Reader', person: 'sam', sees: [groups.helpdesk, groups.plain] },
  { who: 'Privileged Role Administrator', person: 'carol', sees: [groups.helpdesk] },
  { who: 'Groups Administrator', person: 'ben', sees: [groups.plain] },
  { who: 'Identity Governance Administrator', person: 'robot', sees: [groups.plain] },
  { who: 'an owner in the directory', person: 'alice', sees: [groups.plain] },
  { who: 'an owner through PIM', person: 'ann', sees: [groups.helpdesk] },
  { who: 'who is disabled', person: 'dave', sees: [] },
])('G-7, L.3 of groups, $who sees these: $sees', async ({ person, sees }) =>
  expect(await scopesSeen(person, 'group')).toEqual([...sees].sort()),
);
