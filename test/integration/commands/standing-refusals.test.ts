import { cast } from '../../support/cast';
import { publishedActivities } from '../../support/published-activities';
import {
  activate,
  assign,
  cancel,
  change,
  codeOf,
  deactivate,
  decide,
  demandApproval,
  editPolicy,
  makeEligible,
  refusal,
  remove,
} from './acts';
import { mark, settle } from './emergency-acts';
import { answer, askExtension } from './extension-acts';
import { freshStage } from './fresh-stage';
import { leftSince, marks } from './left-behind';
import { alter, part, unpart } from './separation-acts';

const stage = freshStage();

const pending = async () => {
  await demandApproval(stage);
  await makeEligible(stage);
  return activate(stage);
};

describe('item 11: a refused attempt leaves one entry, a failure, and no event', () => {
  test.each<{ command: string; attempt: () => Promise<unknown>; by: string }>([
    { command: 'request.assign', attempt: () => assign(stage, {}, 'sam'), by: cast.sam },
    { command: 'request.update', attempt: () => change(stage), by: cast.adam },
    { command: 'request.remove', attempt: () => remove(stage), by: cast.adam },
    { command: 'request.activate', attempt: () => activate(stage), by: cast.alice },
    { command: 'request.deactivate', attempt: () => deactivate(stage), by: cast.alice },
    { command: 'request.ask', attempt: () => askExtension(stage), by: cast.alice },
    { command: 'request.renew', attempt: () => makeEligible(stage, { action: 'adminRenew' }), by: cast.adam },
    { command: 'request.decide', attempt: () => answer(stage, cast.alice), by: cast.adam },
    { command: 'request.cancel', attempt: () => cancel(stage, cast.alice), by: cast.alice },
    {
      command: 'approval.decide',
      attempt: async () => decide(stage, (await pending()).id, 'Deny', 'adam'),
      by: cast.adam,
    },
    { command: 'policy.update', attempt: () => editPolicy(stage, [], 'sam'), by: cast.sam },
    { command: 'separation.create', attempt: () => part(stage, 'Assignment', 'sam'), by: cast.sam },
    { command: 'separation.update', attempt: () => alter(stage, cast.alice, {}), by: cast.adam },
    { command: 'separation.delete', attempt: () => unpart(stage, cast.alice, 'alice'), by: cast.alice },
    { command: 'emergency.settle', attempt: () => settle(stage, cast.alice), by: cast.adam },
    { command: 'emergency.markAccount', attempt: () => mark(stage, true, 'sam'), by: cast.sam },
  ])('$command', async ({ command, attempt, by }) => {
    if (command === 'approval.decide') await pending().then(({ id }) => cancel(stage, id));
    const before = await marks(stage);
    const { code, message } = await refusal(attempt());
    const { audits, events } = await leftSince(stage, before);
    const failures = audits.filter(({ result }) => result === 'failure');
    expect(failures).toMatchObject([{ initiator: by, reason: `${code}: ${message}` }]);
    expect(publishedActivities).toContain(failures[0]?.activity);
    expect(events).toHaveLength(audits.length - failures.length);
  });

  test('P-3 whom it is about can be told from it', async () => {
    const before = await marks(stage);
    await codeOf(assign(stage, { principalId: cast.ben }, 'alice'));
    expect((await leftSince(stage, before)).audits).toMatchObject([{ initiator: cast.alice, subject: cast.ben }]);
  });
});
