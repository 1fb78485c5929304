import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast, groups, roles, unit } from '../../support/cast';
import {
  activate,
  approvalBy,
  assign,
  codeOf,
  editPolicy,
  makeEligible,
  members,
  policyId,
  refusal,
  role,
  rulesFailing,
  user,
} from './acts';
import { freshStage } from './fresh-stage';
import { by, demandStages, escalatingTo, manager } from './staged';

const expiration = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT1H' } as const;
const nowhere = '00000000-0000-4000-8000-00000000dead';
const stage = freshStage();

interface Stored {
  readonly rules: readonly { readonly id: string }[];
  readonly last_modified_at: Date | null;
  readonly last_modified_by_name: string | null;
}
const stored = (ofRole: string = role): Promise<Stored> =>
  stage.one('select rules, last_modified_at, last_modified_by_name from policy where role_definition_id = $1', [
    ofRole,
  ]);

test('D-13 an edit counts from the next request on, for this role alone', async () => {
  const untouched = await stored(roles.userAdministrator);
  const { result } = await editPolicy(stage, [expiration]);
  expect(result.policyId).toBe(await policyId(stage));
  expect(await stored()).toMatchObject({ last_modified_at: stage.clock.now(), last_modified_by_name: 'Adam' });
  expect(await stored(roles.userAdministrator)).toEqual(untouched);
  await makeEligible(stage);
  expect(await rulesFailing(activate(stage))).toEqual(['ExpirationRule']);
  expect(await activate(stage, { end: { duration: 'PT1H' } })).toMatchObject({ status: 'Provisioned' });
});

test('D-15 an edit of one rule leaves the other sixteen, and what it does not name, as they are', async () => {
  const before = (await stored()).rules;
  await editPolicy(stage, [expiration]);
  const after = (await stored()).rules;
  expect(after).toHaveLength(17);
  expect(after.slice(1)).toEqual(before.slice(1));
  expect(after[0]).toEqual({ ...before[0], maximumDuration: 'PT1H' });
});

test('P-8 the audit shows each rule before and after', async () => {
  await editPolicy(stage, [expiration]);
  const { properties } = await stage.one<{
    properties: readonly { displayName: string; oldValue: string; newValue: string }[];
  }>(
    `select target_resources -> 0 -> 'modifiedProperties' as properties from directory_audit where activity_display_name = 'Update role setting in PIM'`,
  );
  expect(properties.map(({ displayName }) => displayName)).toEqual([expiration.id]);
  expect(JSON.parse(properties[0]?.oldValue ?? '')).toMatchObject({ maximumDuration: 'PT8H' });
  expect(JSON.parse(properties[0]?.newValue ?? '')).toMatchObject({ maximumDuration: 'PT1H' });
});

test('6.5 approvers are stored with their display names', async () => {
  await editPolicy(stage, [
    { id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann), members(groups.approvers)) },
  ]);
  expect(
    await stage.one(
      `select rules -> 3 -> 'setting' -> 'approvalStages' -> 0 -> 'primaryApprovers' as approvers from policy where role_definition_id = $1`,
      [role],
    ),
  ).toEqual({
    approvers: [
      { kind: 'singleUser', userId: cast.ann, description: 'Ann' },
      { kind: 'groupMembers', groupId: groups.approvers, description: 'Approvers' },
    ],
  });
});

test('6.5 those of the escalation as well, and managers by their level alone', async () => {
  const stages = [escalatingTo(60, [user(cast.ben), manager(2)], manager(1)), by(members(groups.approvers))];
  await demandStages(stage, 'Serial', stages);
  const { setting } = await stage.one<{ setting: { approvalMode: string; approvalStages: readonly object[] } }>(
    `select rules -> 3 -> 'setting' as setting from policy where role_definition_id = $1`,
    [role],
  );
  expect(setting).toMatchObject({
    approvalMode: 'Serial',
    approvalStages: [
      {
        escalationTimeInMinutes: 60,
        primaryApprovers: [manager(1)],
        escalationApprovers: [{ kind: 'singleUser', userId: cast.ben, description: 'Ben' }, manager(2)],
      },
      { primaryApprovers: [{ groupId: groups.approvers, description: 'Approvers' }] },
    ],
  });
});

describe('L.1 who changes settings', () => {
  test.each(['adam', 'carol'] as const)('%s does', async (who) => {
    await editPolicy(stage, [expiration], who);
    expect((await stored()).last_modified_at).not.toBeNull();
  });

  test.each([
    { who: 'sam', code: 'InsufficientPermissions' },
    { who: 'alice', code: 'InputPolicyNotFound' },
    { who: 'ann', code: 'InputPolicyNotFound' },
    { who: 'robot', code: 'InputPolicyNotFound' },
    { who: 'dave', code: 'InsufficientPermissions' },
  ] as const)('$who does not -> $code', async ({ who, code }) => {
    const before = await stored();
    expect(await codeOf(editPolicy(stage, [expiration], who))).toBe(code);
    expect(await stored()).toEqual(before);
  });

  test('an administrator of a unit does not: settings belong to the tenant', async () => {
    const scopeId = `/administrativeUnits/${unit}`;
    await assign(stage, { roleDefinitionId: roles.privilegedRoleAdministrator, scopeId });
    expect(await codeOf(editPolicy(stage, [expiration], 'alice'))).toBe('InputPolicyNotFound');
  });
});

describe('what is refused, with nothing stored', () => {
  test.each([
    {
      what: 'D-8 MFA beside a context',
      rules: [{ id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' }],
      code: 'MfaAndAcrsConflict',
    },
    { what: 'D-15 an unknown rule', rules: [{ id: 'Expiration_EndUser_Eligibility' }], code: 'InvalidPolicy' },
    { what: 'C-3 PT0S', rules: [{ id: expiration.id, maximumDuration: 'PT0S' }], code: 'InvalidPolicy' },
    {
      what: 'one bad edit among good ones',
      rules: [expiration, { id: 'Enablement_EndUser_Assignment', maximumDuration: 'PT1H' }],
      code: 'InvalidPolicy',
    },
  ] as const)('$what -> $code', async ({ rules, code }) => {
    const before = await stored();
    expect(await codeOf(editPolicy(stage, rules))).toBe(code);
    expect(await stored()).toEqual(before);
  });

  test.each([
    { what: 'an unknown user', approver: user(nowhere) },
    { what: 'a user of all zeros', approver: user('00000000-0000-0000-0000-000000000000') },
    { what: 'an unknown group', approver: members(nowhere) },
    { what: 'a group in place of a user', approver: user(groups.approvers) },
    { what: 'a user in place of a group', approver: members(cast.ann) },
    { what: 'an application', approver: user(cast.robot) },
    { what: 'a kind that does not decide', approver: { kind: 'internalSponsors' } },
  ] as const)('E-2 as approver: $what', async ({ approver }) => {
    const refused = await refusal(
      editPolicy(stage, [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ann), approver) }]),
    );
    expect(refused).toMatchObject({
      code: 'InvalidPolicy',
      details: { path: ['input', 'rules', 'Approval_EndUser_Assignment', 'setting'] },
    });
  });

  test.each([
    { what: 'an unknown user', approver: user(nowhere) },
    { what: 'a user in place of a group', approver: members(cast.ann) },
  ])('6.5 as escalation approver, in a later stage: $what', async ({ approver }) => {
    const stages = [by(user(cast.ann)), escalatingTo(60, [user(cast.ben), approver], user(cast.ann))];
    expect(await codeOf(demandStages(stage, 'Serial', stages))).toBe('InvalidPolicy');
  });

  test('J.3 an unknown policy', async () => {
    expect(
      await codeOf(stage.run(updatePolicy, { policyId: 'DirectoryRole_x_y', rules: [expiration] }, caller('adam'))),
    ).toBe('InputPolicyNotFound');
  });
});

test('two edits at once are both kept', async () => {
  await Promise.all([
    editPolicy(stage, [expiration], 'adam'),
    editPolicy(stage, [{ id: 'Expiration_Admin_Eligibility', isExpirationRequired: true }], 'carol'),
  ]);
  const { rules } = await stored();
  expect(rules[0]).toMatchObject({ maximumDuration: 'PT1H' });
  expect(rules[4]).toMatchObject({ isExpirationRequired: true });
});
