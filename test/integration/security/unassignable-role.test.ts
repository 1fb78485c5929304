import { updatePolicy } from '../../../src/commands/update-policy';
import { caller } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { codeOf } from '../commands/acts';
import { anHour, policiesAt } from '../commands/policy-acts';
import { first, holdsOutside, owner, plant, rg, rg2, root } from '../commands/resource-acts';
import { id } from '../import/importing';

const logReader = id('e', 1);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await plant(stage, {
    azureRoleDefinitions: [{ name: logReader, roleName: 'Log Reader', type: 'CustomRole', assignableScopes: [rg] }],
  });
  await holdsOutside(stage, 'ben', owner, root);
});
afterAll(() => stage.close());

const change = (scope: string) =>
  stage.run(
    updatePolicy,
    {
      target: { provider: 'azure', roleDefinitionId: logReader, scopeId: scope.toLowerCase() },
      rules: [anHour],
    },
    caller('ben'),
  );

test.each([
  ['above them', first],
  ['beside them, with a name that begins alike', rg2],
])('S-2 a custom role comes under management at its assignableScopes, not %s', async (_where, scope) => {
  expect(await codeOf(change(scope))).toBe('InvalidScope');
  expect(await policiesAt(stage, scope.toLowerCase())).toEqual([]);
});

test('S-2 and at these it does', async () => {
  await change(rg);
  expect(await policiesAt(stage, rg.toLowerCase())).toHaveLength(1);
});
