import { updatePolicy } from '../../../src/commands/update-policy';
import type { Target } from '../../../src/domain/target';
import { caller, cast } from '../../support/cast';
import { codeOf, refusal, rulesFailing, user } from './acts';
import { freshStage } from './fresh-stage';
import { anHour, approvedBy, change, policiesAt, toldAt } from './policy-acts';
import {
  activate,
  contributor,
  first,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  reader,
  rg,
  rg2,
  root,
} from './resource-acts';

const stage = freshStage(async (fresh) => {
  await plant(fresh);
  await holdsOutside(fresh, 'ben', owner, root);
});

const at = (scope: string, roleDefinitionId: string = contributor): Target => ({
  provider: 'azure',
  roleDefinitionId,
  scopeId: scope.toLowerCase(),
});

test('G-4, S-2 the first change makes the policy of this role at this scope, and no other', async () => {
  const { policyId } = await change(stage, at(rg), [anHour], 'ben');
  expect(policyId).toMatch(
    /^\/subscriptions\/[^/]+\/resourcegroups\/rg\/providers\/Microsoft\.Authorization\/roleManagementPolicies\/[0-9a-f-]{36}$/,
  );
  expect(await policiesAt(stage, rg.toLowerCase())).toEqual([
    { id: policyId, role: contributor, longest: 'PT1H', changed_by: 'Ben' },
  ]);
  expect(await toldAt(stage, rg.toLowerCase())).toEqual(['policy.updated', 'resource.onboarded']);
});

test('S-3 it is not inherited: what is activated below is judged there', async () => {
  await change(stage, at(first), [anHour], 'ben');
  await makeEligible(stage, { scope: first });
  expect(await rulesFailing(activate(stage, { scope: first }))).toEqual(['ExpirationRule']);
  expect(await activate(stage, { scope: rg })).toMatchObject({ status: 'Provisioned' });
});

describe('L.2, S-1 who changes it', () => {
  test.each([
    { who: 'adam', because: 'is Global Administrator of the directory', code: 'InputPolicyNotFound' },
    { who: 'sam', because: 'reads the directory', code: 'InputPolicyNotFound' },
    { who: 'alice', because: 'may activate it', code: 'InputPolicyNotFound' },
    { who: 'ann', because: 'reads there', code: 'InsufficientPermissions' },
    { who: 'carol', because: 'owns its neighbour', code: 'InputPolicyNotFound' },
  ] as const)('not $who, who $because -> $code', async ({ who, code }) => {
    await makeEligible(stage, { scope: rg });
    await holdsOutside(stage, 'ann', reader, first);
    await holdsOutside(stage, 'carol', owner, rg2);
    const before = await policiesAt(stage, rg.toLowerCase());
    expect(await codeOf(change(stage, at(rg), [anHour], who))).toBe(code);
    const [policy] = before;
    const byId = { policyId: policy?.id ?? 'none', rules: [anHour] };
    expect(await codeOf(stage.run(updatePolicy, byId, caller(who)))).toBe(code);
    expect(await policiesAt(stage, rg.toLowerCase())).toEqual(before);
  });

  test('an Owner at the scope itself', async () => {
    await holdsOutside(stage, 'carol', owner, rg2);
    expect(await change(stage, at(rg2), [anHour], 'carol')).toMatchObject({ rules: expect.anything() });
  });
});

test('J.1 neither at a scope nor of a role that is not there', async () => {
  expect(await codeOf(change(stage, at(`${first}/resourcegroups/none`), [anHour], 'ben'))).toBe('InputPolicyNotFound');
  const unknown = '00000000-0000-4000-8000-00000000dead';
  expect(await codeOf(change(stage, at(rg, unknown), [anHour], 'ben'))).toBe('RoleNotFound');
});

test('S-12, D-14 approval has to name its approvers', async () => {
  expect(await refusal(change(stage, at(rg), [approvedBy()], 'ben'))).toMatchObject({ code: 'InvalidPolicy' });
  await change(stage, at(rg), [approvedBy(user(cast.ann))], 'ben');
});
