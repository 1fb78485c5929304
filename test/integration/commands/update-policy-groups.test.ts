import { updatePolicy } from '../../../src/commands/update-policy';
import type { Target } from '../../../src/domain/target';
import { caller, cast, groups, type Person, roles } from '../../support/cast';
import { assign, codeOf, members, refusal, rulesFailing, user } from './acts';
import { freshStage } from './fresh-stage';
import { invite, join, prepareGroups, sets } from './hanging-acts';
import { anHour, approvedBy, approvedIn, change, policiesAt, toldAt } from './policy-acts';
import { by } from './staged';

const stage = freshStage(prepareGroups);

const group = groups.plain;
const of = (roleDefinitionId: 'member' | 'owner', scopeId: string = group): Target => ({
  provider: 'group',
  roleDefinitionId,
  scopeId,
});
const own = (ownerId: string, groupId: string = group) =>
  stage.pool.query('insert into object_owner (object_id, owner_id) values ($1, $2)', [groupId, ownerId]);

describe('G-4 the first change of a policy brings the group under management', () => {
  test('G-3 with a policy for members and one for owners, of which the one is changed', async () => {
    expect(await policiesAt(stage, group)).toEqual([]);
    const { policyId, rules } = await change(stage, of('member'), [anHour]);
    expect(policyId).toMatch(new RegExp(`^Group_${group}_[0-9a-f-]{36}$`));
    expect(rules).toHaveLength(17);
    expect(await policiesAt(stage, group)).toEqual([
      { id: policyId, role: 'member', longest: 'PT1H', changed_by: 'Adam' },
      { id: expect.stringContaining(`Group_${group}_`), role: 'owner', longest: 'PT8H', changed_by: null },
    ]);
  });

  test('11.2 with an event and an audit entry for each, in the words of groups', async () => {
    await change(stage, of('owner'), [anHour]);
    expect(await toldAt(stage, group)).toEqual(['policy.updated', 'resource.onboarded']);
    const { rows } = await stage.pool.query(
      'select category, activity_display_name as activity from directory_audit where scope_id = $1 order by 2',
      [group],
    );
    expect(rows).toEqual([
      { category: 'GroupManagement', activity: 'Onboarded resource to PIM' },
      { category: 'GroupManagement', activity: 'Update role setting in PIM' },
    ]);
  });

  test('only once: the next change finds the policy, by its id as well', async () => {
    const { policyId } = await change(stage, of('member'), [anHour]);
    await change(stage, of('member'), [{ id: 'Expiration_Admin_Eligibility', isExpirationRequired: false }]);
    await stage.run(updatePolicy, { policyId, rules: [{ ...anHour, maximumDuration: 'PT2H' }] }, caller('adam'));
    expect(await policiesAt(stage, group)).toMatchObject([{ id: policyId, longest: 'PT2H' }, { role: 'owner' }]);
    expect(await toldAt(stage, group)).toEqual([
      'policy.updated',
      'resource.onboarded',
      'policy.updated',
      'policy.updated',
    ]);
  });

  test('D-1, G-3 the next request is judged by it, at this group alone and for this access alone', async () => {
    await change(stage, of('member'), [anHour]);
    await invite(stage);
    await invite(stage, { access: 'owner' });
    await invite(stage, { groupId: sets.staff });
    expect(await rulesFailing(join(stage))).toEqual(['ExpirationRule']);
    expect(await join(stage, { access: 'owner' })).toMatchObject({ status: 'Provisioned' });
    expect(await join(stage, { groupId: sets.staff })).toMatchObject({ status: 'Provisioned' });
  });

  test('nothing is stored of an edit that is refused', async () => {
    expect(await codeOf(change(stage, of('member'), [{ id: anHour.id, maximumDuration: 'PT1M' }]))).toBe(
      'InvalidPolicy',
    );
    expect(await policiesAt(stage, group)).toEqual([]);
    expect(await toldAt(stage, group)).toEqual([]);
  });
});

describe('G-1, J.3 what has no policy and gets none', () => {
  test.each([
    { what: 'dynamic', set: `group_types = '{DynamicMembership}'` },
    { what: 'synchronised', set: 'on_premises_sync_enabled = true' },
  ])('a $what group', async ({ set }) => {
    await stage.pool.query(`update principal set ${set} where id = $1`, [group]);
    expect(await refusal(change(stage, of('member'), [anHour]))).toMatchObject({
      code: 'InvalidScope',
      details: { path: ['input', 'scopeId'] },
    });
    expect(await policiesAt(stage, group)).toEqual([]);
  });

  test('a group that is not there, or not any more', async () => {
    const nowhere = '00000000-0000-4000-8000-00000000dead';
    expect(await codeOf(change(stage, of('member', nowhere), [anHour]))).toBe('InvalidScope');
    expect(await codeOf(change(stage, of('member', cast.ann), [anHour]))).toBe('InvalidScope');
    await change(stage, of('member'), [anHour]);
    await stage.pool.query('update principal set deleted_at = $2 where id = $1', [group, stage.clock.now()]);
    expect(await codeOf(change(stage, of('member'), [anHour]))).toBe('InputPolicyNotFound');
  });

  test('a directory role that is not there', async () => {
    const target = { provider: 'directory', roleDefinitionId: 'no-such-role', scopeId: '/' } as const;
    expect(await codeOf(change(stage, target, [anHour]))).toBe('InputPolicyNotFound');
  });

  test('a policy of a provider that is not asked about', async () => {
    const { policyId } = await change(stage, of('member'), [anHour]);
    const input = { policyId, among: ['azure'], rules: [anHour] } as const;
    expect(await codeOf(stage.run(updatePolicy, input, caller('adam')))).toBe('InputPolicyNotFound');
  });
});

describe('G-7 who changes the policies of a group', () => {
  const who = (person: Person, at: string) => change(stage, of('member', at), [anHour], person);

  test.each([
    { person: 'adam', because: 'is Global Administrator', at: group },
    { person: 'adam', because: 'is Global Administrator', at: sets.admins },
    { person: 'carol', because: 'is Privileged Role Administrator, of a role-assignable one', at: sets.admins },
    { person: 'ann', because: 'owns it', at: group, before: () => own(cast.ann) },
    {
      person: 'ann',
      because: 'owns it, a role-assignable one',
      at: sets.admins,
      before: () => own(cast.ann, sets.admins),
    },
    {
      person: 'ben',
      because: 'is Groups Administrator',
      at: group,
      before: () => assign(stage, { principalId: cast.ben, roleDefinitionId: roles.groupsAdministrator }),
    },
  ] as const)('$person, who $because', async ({ person, at, ...rest }) => {
    if ('before' in rest) await rest.before?.();
    expect(await who(person, at)).toMatchObject({ rules: expect.anything() });
  });

  test.each([
    { person: 'sam', because: 'only reads', at: group, code: 'InsufficientPermissions' },
    { person: 'ann', because: 'has nothing to do with it', at: group, code: 'InputPolicyNotFound' },
    {
      person: 'ann',
      because: 'owns another one',
      at: group,
      code: 'InputPolicyNotFound',
      before: () => own(cast.ann, sets.staff),
    },
    { person: 'carol', because: 'manages role-assignable ones', at: group, code: 'InputPolicyNotFound' },
    {
      person: 'ben',
      because: 'is Groups Administrator, and it is role-assignable',
      at: sets.admins,
      code: 'InputPolicyNotFound',
      before: () => assign(stage, { principalId: cast.ben, roleDefinitionId: roles.groupsAdministrator }),
    },
    {
      person: 'dave',
      because: 'is disabled',
      at: group,
      code: 'InsufficientPermissions',
      before: () => own(cast.dave),
    },
  ] as const)('not $person, who $because', async ({ person, at, code, ...rest }) => {
    if ('before' in rest) await rest.before?.();
    const refused = await refusal(who(person, at));
    expect(refused.code).toBe(code);
    expect(await policiesAt(stage, at)).toEqual([]);
    if (person === 'sam') expect(refused.message).toContain('an owner of the group');
  });

  test('whether or not the policy is there already, and by its id too', async () => {
    const { policyId } = await change(stage, of('member'), [anHour]);
    const input = { policyId, rules: [anHour] };
    expect(await codeOf(stage.run(updatePolicy, input, caller('sam')))).toBe('InsufficientPermissions');
    expect(await codeOf(stage.run(updatePolicy, input, caller('ann')))).toBe('InputPolicyNotFound');
    await own(cast.ann);
    expect((await stage.run(updatePolicy, input, caller('ann'))).result.policyId).toBe(policyId);
  });
});

describe('D-14 approval of a group has to name its approvers', () => {
  test('in every stage', async () => {
    for (const edit of [
      approvedBy(),
      approvedIn({
        ...(approvedBy(user(cast.ann)).setting ?? never()),
        approvalMode: 'Serial',
        approvalStages: [by(user(cast.ann)), by()],
      }),
    ]) {
      expect(await refusal(change(stage, of('member'), [edit]))).toMatchObject({
        code: 'InvalidPolicy',
        message: expect.stringContaining('name at least one of primaryApprovers'),
        details: { path: ['input', 'rules', 'Approval_EndUser_Assignment', 'setting'] },
      });
    }
    await change(stage, of('member'), [approvedBy(members(groups.approvers))]);
  });

  test('6.6 no claim value stays an empty text', async () => {
    await change(stage, of('member'), [
      { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: false, claimValue: null },
    ]);
    expect(
      await stage.one(
        `select rules -> 2 ->> 'claimValue' as value from policy where scope_id = $1 and role_definition_id = 'member'`,
        [group],
      ),
    ).toEqual({ value: '' });
  });
});

function never(): never {
  throw new Error('the edit has a setting');
}
