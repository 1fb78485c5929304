import { decideApproval } from '../../../src/commands/decide-approval';
import { updatePolicy } from '../../../src/commands/update-policy';
import { updateResourceScope } from '../../../src/commands/update-resource-scope';
import { caller, cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { approvalBy, decisionOn, user } from '../commands/acts';
import { outcomes } from '../commands/racers';
import {
  activate,
  contributor,
  first,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  rg,
  root,
  west,
} from '../commands/resource-acts';

jest.setTimeout(120_000);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await plant(stage);
  await holdsOutside(stage, 'ben', owner, root);
});
afterAll(() => stage.close());

/** How much is active although what it was activated from does not reach its scope any more. */
const lost = async () =>
  (
    await stage.one<{ n: number }>(
      `select count(*)::int as n from schedule as a join schedule as e on e.id = a.activated_using join resource_scope as s on s.id = a.scope_id
      where a.provider = 'azure' and a.span @> $1::timestamptz and not s.covered_by @> array[e.scope_id]`,
      [stage.clock.now()],
    )
  ).n;

const move = (to: string) =>
  stage.run(updateResourceScope, { id: first.toLowerCase(), parentId: to.toLowerCase() }, caller('ben'));

test('S-4 a subscription is moved away from what an activation rests on while that is approved', async () => {
  await stage.run(
    updatePolicy,
    {
      target: { provider: 'azure', roleDefinitionId: contributor, scopeId: rg.toLowerCase() },
      rules: [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann)) }],
    },
    caller('ben'),
  );
  await makeEligible(stage, { scope: west });
  let seen = 0;
  for (let round = 0; round < 40; round += 1) {
    const asked = await activate(stage, { scope: rg });
    stage.clock.advance('PT5M');
    const decision = await decisionOn(stage, asked.id, 'Approve');
    await outcomes([() => move(root), () => stage.run(decideApproval, decision, caller('ann'))], round % 2 === 1);
    seen += await lost();
    await stage.pool.query(
      `update schedule set revoked_at = $1 where principal_id = $2 and kind = 'assignment' and revoked_at is null`,
      [stage.clock.now(), cast.alice],
    );
    await move(west);
    stage.clock.advance('PT5M');
  }
  expect(seen).toBe(0);
});
