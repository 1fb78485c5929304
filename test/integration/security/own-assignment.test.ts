import { caller, cast } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { change, makeEligible, rulesFailing } from '../commands/acts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await makeEligible(stage, { principalId: cast.adam, end: { duration: 'P30D' } });
  await makeEligible(stage, { end: { duration: 'P30D' } });
});
afterAll(() => stage.close());

const withoutMfa = caller('adam', { satisfiesMfa: false });
const longer = { end: { duration: 'P60D' } } as const;

test.each(['adminUpdate', 'adminExtend'] as const)(
  'D-12: %s of what one holds oneself demands MFA, whatever the policy says',
  async (action) => {
    const own = { action, principalId: cast.adam, ...longer };
    expect(await rulesFailing(change(stage, own, withoutMfa))).toEqual(['MfaRule']);
    expect(await change(stage, own)).toMatchObject({ action, status: 'Provisioned' });
  },
);

test('D-12: what others hold is left to the policy', async () => {
  expect(await change(stage, longer, withoutMfa)).toMatchObject({ status: 'Provisioned' });
});
