import { decideApproval } from '../../../src/commands/decide-approval';
import { caller, cast } from '../../support/cast';
import { activate, assign, decisionOn, demandApproval, makeEligible, role } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { expel, invite, join, prepareGroups, sets } from '../commands/hanging-acts';
import { outcomes } from '../commands/racers';

const rounds = 60;
const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await makeEligible(fresh, { principalId: sets.admins, end: 'never' });
  await assign(fresh, { principalId: sets.operators, roleDefinitionId: role });
});
jest.setTimeout(120_000);

/** What holds at this instant although a membership that brought it does not. */
const leftHanging = async (): Promise<number> =>
  (
    await stage.one<{ count: number }>(
      `select count(*)::int from schedule as a cross join unnest(a.activated_through) as t (id) join schedule as m on m.id = t.id
        where a.span @> $1::timestamptz and not m.span @> $1::timestamptz`,
      [stage.clock.now()],
    )
  ).count;

test('W-1 her eligibility for a membership is taken away while what she activates through it is approved', async () => {
  await demandApproval(stage);
  let seen = 0;
  for (let round = 0; round < rounds; round += 1) {
    await invite(stage, { groupId: sets.admins });
    await join(stage, { groupId: sets.admins });
    const asked = await activate(stage);
    stage.clock.advance('PT5M');
    const decision = await decisionOn(stage, asked.id, 'Approve');
    const acts = [
      () => expel(stage, { groupId: sets.admins, kind: 'eligibility' }),
      () => stage.run(decideApproval, decision, caller('ben')),
    ];
    await outcomes(acts, round % 2 === 1);
    seen += await leftHanging();
    await stage.pool.query('update schedule set revoked_at = $1 where principal_id = $2 and revoked_at is null', [
      stage.clock.now(),
      cast.alice,
    ]);
    stage.clock.advance('PT5M');
  }
  expect(seen).toBe(0);
});
