import { decideApproval } from '../../../src/commands/decide-approval';
import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { approvalBy, codeOf, decisionOn, statusOf, user } from '../commands/acts';
import {
  activate,
  ask,
  first,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  rg,
  root,
  storageBlobDataReader,
} from '../commands/resource-acts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await plant(stage);
  await holdsOutside(stage, 'ben', owner, root);
  await stage.run(
    updatePolicy,
    {
      target: { provider: 'azure', roleDefinitionId: storageBlobDataReader, scopeId: rg.toLowerCase() },
      rules: [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann)) }],
    },
    caller('ben'),
  );
});
afterEach(() => stage.close());

const condition = { expression: "@Resource[a] StringEquals 'logs'", version: '2.0' };
const role = { roleDefinitionId: storageBlobDataReader };

const approve = async (id: string) => stage.run(decideApproval, await decisionOn(stage, id, 'Approve'), caller('ann'));

describe('B-13, S-6 an activation that was approved is made from what it was asked from', () => {
  test('not from a wider eligibility without the condition that the approver saw', async () => {
    const narrow = await makeEligible(stage, { ...role, condition, end: { duration: 'P30D' } });
    await makeEligible(stage, { ...role, scope: first });
    const { id } = await activate(stage, { ...role, linkedEligibilityId: narrow.id });
    await approve(id);
    expect(await stage.one('select condition, activated_using from schedule where id = $1', [id])).toEqual({
      condition: condition.expression,
      activated_using: narrow.id,
    });
  });

  test('and from no other that would give something else once that is gone', async () => {
    const narrow = await makeEligible(stage, { ...role, condition, end: { duration: 'P30D' } });
    await makeEligible(stage, { ...role, scope: first });
    const { id } = await activate(stage, { ...role, linkedEligibilityId: narrow.id });
    stage.clock.advance('PT5M');
    await ask(stage, 'ben', {
      ...role,
      action: 'adminRemove',
      kind: 'eligibility',
      principalId: cast.alice,
      withoutPeriod: true,
    });
    await codeOf(approve(id)).catch(() => undefined);
    expect(await statusOf(stage, id)).toBe('Failed');
  });
});
