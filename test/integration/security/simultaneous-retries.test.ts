import { decideApproval } from '../../../src/commands/decide-approval';
import { commandFor } from '../../../src/commands/submit-request';
import { caller } from '../../support/cast';
import { newRequest, openStage, type Stage } from '../../support/stage';
import { activate, decisionOn, demandApproval, makeEligible, role } from '../commands/acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await makeEligible(stage);
  await openEverySession();
});
afterAll(() => stage.close());

const many = Array.from({ length: 8 });
/** Attempts meet only where none of them has to wait for its session to open. */
async function openEverySession(): Promise<void> {
  const sessions = await Promise.all(many.map(() => stage.pool.connect()));
  for (const session of sessions) session.release();
}

const count = async (what: string): Promise<number> =>
  (await stage.one<{ n: number }>(`select count(*)::int as n from ${what}`)).n;

test('security 27: attempts with one key at the same instant all get the first result, and one takes effect', async () => {
  const input = newRequest('alice', { roleDefinitionId: role, end: { duration: 'PT2H' } });
  const key = { key: 'activate', inputHash: 'the same' };
  const done = await Promise.all(many.map(() => stage.run(commandFor(input), input, caller('alice'), key)));
  expect(new Set(done.map(({ result }) => result.request.id)).size).toBe(1);
  expect(new Set(done.map(({ eventCursor }) => eventCursor)).size).toBe(1);
  expect(await count(`schedule_request where action = 'selfActivate'`)).toBe(1);
  expect(await count(`directory_audit where result = 'failure'`)).toBe(0);
});

test('security 27: so do decisions, while another approver comes second', async () => {
  await demandApproval(stage);
  stage.clock.advance('PT3H');
  const { id } = await activate(stage);
  const decision = await decisionOn(stage, id, 'Approve');
  const key = { key: 'decide', inputHash: 'the same' };
  const done = await Promise.all(many.map(() => stage.run(decideApproval, decision, caller('ben'), key)));
  expect(done.map(({ result }) => result.request.status)).toEqual(many.map(() => 'Provisioned'));
  await expect(stage.run(decideApproval, decision, caller('ann'), key)).rejects.toMatchObject({
    code: 'ApprovalAlreadyDecided',
  });
});
