import { v7 } from 'uuid';
import { decideApproval } from '../../../src/commands/decide-approval';
import { caller } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { activate, demandApproval, makeEligible, refusal } from '../commands/acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await makeEligible(stage);
  await demandApproval(stage);
});
afterAll(() => stage.close());

test('E-17: an application that decides hears the same of an approval that exists and of one that does not', async () => {
  const { id } = await activate(stage);
  const decide = (approvalId: string) =>
    refusal(
      stage.run(
        decideApproval,
        { approvalId, stageId: null, verdict: 'Approve', justification: 'fine' },
        caller('robot'),
      ),
    );
  const [existing, unknown] = [await decide(id), await decide(v7())];
  expect(existing).toMatchObject({ code: 'InsufficientPermissions' });
  expect(unknown).toMatchObject({ code: existing.code, message: existing.message });
});
