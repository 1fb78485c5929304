import { v7 } from 'uuid';
import { decideApproval } from '../../../src/commands/decide-approval';
import type { Caller } from '../../../src/domain/actor';
import { caller } from '../../support/cast';
import { activate, assign, decisionOn, demandApproval, makeEligible, role } from './acts';
import { freshStage } from './fresh-stage';
import { enter, expel, invite, join, leave, prepareGroups, sets } from './hanging-acts';
import { broken, outcomes } from './racers';

const rounds = 50;
const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await makeEligible(fresh, { principalId: sets.admins, end: 'never' });
  await assign(fresh, { principalId: sets.operators, roleDefinitionId: role });
});
jest.setTimeout(120_000);

/** Somebody of his own for each round, in a group of his own which is not role-assignable. */
async function somebody(): Promise<{ readonly caller: Caller; readonly id: string; readonly groupId: string }> {
  const [id, groupId] = [v7(), v7()];
  await stage.pool.query(
    `with made as (
       insert into principal (id, type, display_name, user_principal_name, account_enabled, security_enabled)
         values ($1::uuid, 'user', 'Racer', $1::uuid || '@contoso.example', true, null), ($2::uuid, 'group', 'Racers', null, null, true))
     insert into group_member (member_id, group_id) values ($1::uuid, $2::uuid)`,
    [id, groupId],
  );
  return { caller: caller('alice', { principalId: id }), id, groupId };
}

/** What holds at this instant although a membership that brought it does not. */
const leftHanging = async (): Promise<number> =>
  (
    await stage.one<{ count: number }>(
      `select count(*)::int from schedule as a cross join unnest(a.activated_through) as t (id) join schedule as m on m.id = t.id
        where a.span @> $1::timestamptz and not m.span @> $1::timestamptz`,
      [stage.clock.now()],
    )
  ).count;

afterEach(async () => {
  expect(await leftHanging()).toBe(0);
  expect(await broken(stage)).toEqual([]);
});

describe('W-1 at the same instant: never what hangs without what it hangs on', () => {
  test('she leaves, and activates what the membership brings', async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { id, caller: who } = await somebody();
      await invite(stage, { groupId: sets.admins, principalId: id });
      await join(stage, { groupId: sets.admins }, who);
      stage.clock.advance('PT5M');
      const acts = [() => leave(stage, { groupId: sets.admins }, who), () => activate(stage, {}, who)];
      const [left] = await outcomes(acts, round % 2 === 1);
      expect(left).toBe('ok');
      expect(await leftHanging()).toBe(0);
    }
  });

  test('she leaves, and what the membership brings is approved', async () => {
    await demandApproval(stage);
    for (let round = 0; round < rounds; round += 1) {
      const { id, caller: who } = await somebody();
      await invite(stage, { groupId: sets.admins, principalId: id });
      await join(stage, { groupId: sets.admins }, who);
      const asked = await activate(stage, {}, who);
      stage.clock.advance('PT5M');
      const decision = await decisionOn(stage, asked.id, 'Approve');
      const acts = [
        () => leave(stage, { groupId: sets.admins }, who),
        () => stage.run(decideApproval, decision, caller('ben')),
      ];
      expect((await outcomes(acts, round % 2 === 1))[0]).toBe('ok');
      expect(await leftHanging()).toBe(0);
    }
  });

  test('her group is taken out, or its membership is moved, while she activates', async () => {
    await invite(stage, { principalId: sets.staff });
    for (let round = 0; round < rounds; round += 1) {
      const { groupId, caller: who } = await somebody();
      const nested = { groupId: sets.staff, principalId: groupId };
      await enter(stage, nested);
      stage.clock.advance('PT5M');
      const acts = [
        () => join(stage, {}, who),
        () => (round % 4 < 2 ? expel(stage, nested) : enter(stage, { ...nested, action: 'adminUpdate' })),
      ];
      expect((await outcomes(acts, round % 2 === 1))[1]).toBe('ok');
      expect(await leftHanging()).toBe(0);
    }
  });

  test('her group’s membership is moved and then taken away, while she activates', async () => {
    await invite(stage, { principalId: sets.staff });
    for (let round = 0; round < rounds; round += 1) {
      const { groupId, caller: who } = await somebody();
      const nested = { groupId: sets.staff, principalId: groupId };
      await enter(stage, { ...nested, startAt: stage.clock.now().toISOString() });
      stage.clock.advance('PT5M');
      const past = new Date(stage.clock.now().getTime() - 300_000).toISOString();
      const acts = [
        () => enter(stage, { ...nested, action: 'adminUpdate', startAt: past }),
        () => join(stage, {}, who),
        () => expel(stage, nested),
      ];
      await outcomes(acts, round % 2 === 1);
      expect(await leftHanging()).toBe(0);
    }
  });
});
