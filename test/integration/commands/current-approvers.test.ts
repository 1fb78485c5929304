import { createReader, type Reader } from '../../../src/queries/planner/reader';
import { approvalStageShape } from '../../../src/queries/shapes/approval';
import { cast, groups, type Person, roles } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, assign, cancel, codeOf, makeEligible, members } from './acts';
import { freshen } from './fresh-stage';
import { by, decideStage, demandStages, escalatingTo, giveManager, manager, person, stagesOf } from './staged';

let stage: Stage;
let reader: Reader;
beforeAll(async () => {
  stage = await openStage();
  reader = createReader({ database: stage.dataSource });
});
beforeEach(async () => {
  await freshen(stage);
  await makeEligible(stage);
});
afterAll(() => stage.close());

const everybody = Object.keys(cast) as readonly Person[];
const nameOf = new Map<string, Person>(everybody.map((who) => [cast[who], who]));

const fieldOf = (who: Person, id: string, name: string) =>
  reader.loaders({ callerId: cast[who], instant: stage.clock.now() }).field(approvalStageShape, name, { id }, {});

/** Who is told to be able to decide each stage; held against what each of them is told of himself. */
async function deciders(requestId: string): Promise<readonly (readonly Person[])[]> {
  const stages = await stagesOf(stage, requestId);
  return Promise.all(
    stages.map(async ({ id }) => {
      const people = (await fieldOf('alice', id, 'currentApprovers')) as readonly { readonly id: string }[];
      const named = people.map((one) => nameOf.get(one.id) ?? 'alice');
      const isOpen = (await fieldOf('adam', id, 'status')) === 'InProgress';
      const told = await Promise.all(
        everybody.map(async (who) => (await fieldOf(who, id, 'assignedToMe')) === true && isOpen),
      );
      expect([...named].sort()).toEqual(everybody.filter((_, index) => told[index]).sort());
      return named;
    }),
  );
}

test('issue 4.3, E-3 the people of groups and the managers, as they are now, by name', async () => {
  await giveManager(stage, 'alice', 'sam');
  await demandStages(stage, 'Serial', [by(members(groups.approvers), manager(1)), by(person('carol'))]);
  const { id } = await activate(stage);
  expect(await deciders(id)).toEqual([['ann', 'ben', 'sam'], []]);
  await stage.pool.query('delete from group_member where member_id = $1', [cast.ben]);
  await giveManager(stage, 'alice', 'adam');
  expect(await deciders(id)).toEqual([['adam', 'ann'], []]);
  await decideStage(stage, id, 0, 'ann');
  expect(await deciders(id)).toEqual([[], ['carol']]);
});

test('M-7, E-17 neither the disabled nor applications', async () => {
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2), ($1, $3)', [
    groups.approvers,
    cast.dave,
    cast.robot,
  ]);
  await demandStages(stage, 'SingleStage', [by(members(groups.approvers), person('dave'))]);
  const { id } = await activate(stage);
  expect(await deciders(id)).toEqual([['ann', 'ben']]);
  await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.ann]);
  expect(await deciders(id)).toEqual([['ben']]);
});

test('M-7 the members of a group that was deleted are none', async () => {
  await demandStages(stage, 'SingleStage', [by(members(groups.approvers), person('sam'))]);
  const { id } = await activate(stage);
  await stage.pool.query('update principal set deleted_at = $2 where id = $1', [
    groups.innerApprovers,
    stage.clock.now(),
  ]);
  expect(await deciders(id)).toEqual([['ann', 'sam']]);
});

test('E-5 nobody on his own request', async () => {
  await demandStages(stage, 'SingleStage', [by(person('alice'), person('ann'))]);
  const { id } = await activate(stage);
  expect(await deciders(id)).toEqual([['ann']]);
});

test('E-4 administrators where they decide: through groups, at the tenant, while their role is on', async () => {
  await assign(stage, {
    principalId: groups.helpdesk,
    roleDefinitionId: roles.globalAdministrator,
    end: { duration: 'PT1H' },
  });
  await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [groups.helpdesk, cast.ben]);
  await demandStages(stage, 'SingleStage', [by(person('alice'))]);
  const { id } = await activate(stage);
  expect(await deciders(id)).toEqual([['adam', 'ben', 'carol']]);
  stage.clock.advance('PT1H');
  expect(await deciders(id)).toEqual([['adam', 'carol']]);
  await stage.pool.query('update role_definition set is_enabled = false where id = $1', [roles.globalAdministrator]);
  expect(await deciders(id)).toEqual([['carol']]);
});

test('the escalation approvers beside them from the escalation on, to the millisecond', async () => {
  await demandStages(stage, 'SingleStage', [escalatingTo(90, [person('sam')], person('ann'))]);
  const { id } = await activate(stage);
  stage.clock.set('2026-01-01T01:29:59.999Z');
  expect(await deciders(id)).toEqual([['ann']]);
  stage.clock.set('2026-01-01T01:30:00Z');
  expect(await deciders(id)).toEqual([['ann', 'sam']]);
});

test('E-9 nobody from the lapse on, of any of its stages', async () => {
  const short = { ...by(person('ann')), approvalStageTimeOutInDays: 0, approvalStageTimeOutInHours: 1 };
  await demandStages(stage, 'Parallel', [short, by(person('ben'))]);
  const { id } = await activate(stage);
  stage.clock.set('2026-01-01T00:59:59.999Z');
  expect(await deciders(id)).toEqual([['ann'], ['ben']]);
  stage.clock.set('2026-01-01T01:00:00Z');
  expect(await deciders(id)).toEqual([[], []]);
});

test('F-1 nobody once it is withdrawn', async () => {
  await demandStages(stage, 'Parallel', [by(person('ann')), by(person('ben'))]);
  const { id } = await activate(stage);
  await cancel(stage, id);
  expect(await deciders(id)).toEqual([[], []]);
});

test.each([
  { isApproverAllowedInSeveralStages: false, still: [[], ['ben']] },
  { isApproverAllowedInSeveralStages: true, still: [[], ['ann', 'ben']] },
])('who has decided one stage can decide another: $isApproverAllowedInSeveralStages', async ({ still, ...setting }) => {
  const ofGroup = by(members(groups.approvers));
  await demandStages(stage, 'Parallel', [ofGroup, ofGroup], setting);
  const { id } = await activate(stage);
  await decideStage(stage, id, 0, 'ann');
  expect(await deciders(id)).toEqual(still);
});

test('who is named can decide, who is not cannot', async () => {
  await demandStages(stage, 'SingleStage', [by(members(groups.approvers))]);
  const { id } = await activate(stage);
  const [named = []] = await deciders(id);
  for (const who of everybody.filter((one) => !named.includes(one) && one !== 'dave'))
    expect(await codeOf(decideStage(stage, id, 0, who))).toMatch(/ApprovalNotFound|InsufficientPermissions/);
  expect((await decideStage(stage, id, 0, named[1] ?? 'alice')).result.request.status).toBe('Provisioned');
});
