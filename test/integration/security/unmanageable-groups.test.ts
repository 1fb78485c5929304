import { cancelRequest } from '../../../src/commands/cancel-request';
import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast, roles } from '../../support/cast';
import { approvalBy, assign, codeOf, decide, statusOf, user } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { enter, expel, invite, join, prepareGroups, sets } from '../commands/hanging-acts';

const stage = freshStage(prepareGroups);

/** Alice waits for Ben to approve her membership. */
async function waiting(groupId: string): Promise<string> {
  await invite(stage, { groupId });
  await stage.run(
    updatePolicy,
    {
      target: { provider: 'group', roleDefinitionId: 'member', scopeId: groupId },
      rules: [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ben)) }],
    },
    caller('adam'),
  );
  return (await join(stage, { groupId })).id;
}
const becomeDynamic = () =>
  stage.pool.query(`update principal set group_types = '{DynamicMembership}' where id = $1`, [sets.staff]);
const synchronise = () =>
  stage.pool.query('update principal set on_premises_sync_enabled = true where id = $1', [sets.staff]);

test('G-7 a Groups Administrator does not manage a role-assignable group, nor once it is deleted', async () => {
  await assign(stage, { principalId: cast.ann, roleDefinitionId: roles.groupsAdministrator });
  const requestId = await waiting(sets.admins);
  const cancel = () =>
    codeOf(stage.run(cancelRequest, { requestId, kind: 'assignment', provider: 'group' }, caller('ann')));
  expect(await cancel()).toBe('RoleAssignmentRequestNotFound');
  await stage.pool.query('update principal set deleted_at = $2 where id = $1', [sets.admins, stage.clock.now()]);
  expect(await cancel()).toBe('RoleAssignmentRequestNotFound');
  expect(await statusOf(stage, requestId)).toBe('PendingApproval');
});

test('G-1 nobody is approved into a group that a rule decides about by now', async () => {
  const id = await waiting(sets.staff);
  await becomeDynamic();
  await decide(stage, id);
  expect(await statusOf(stage, id)).toBe('Failed');
});

test.each(['adminAssign', 'adminRemove'] as const)(
  'G-1 %s at a synchronised group that was never managed says so',
  async (action) => {
    await synchronise();
    expect(await codeOf(enter(stage, { groupId: sets.staff, action }))).toBe('InvalidScope');
  },
);

test.each([
  { what: 'dynamic', happens: becomeDynamic },
  { what: 'synchronised', happens: synchronise },
])('G-1 what is held at a group that is $what by now is taken away, and not moved', async ({ happens }) => {
  await enter(stage, { groupId: sets.staff });
  await invite(stage, { groupId: sets.staff, principalId: cast.ben });
  stage.clock.advance('PT5M');
  await happens();
  expect(await codeOf(enter(stage, { groupId: sets.staff, action: 'adminUpdate' }))).toBe('InvalidScope');
  expect(await codeOf(join(stage, { groupId: sets.staff }, 'ben'))).toBe('InvalidScope');
  const removed = await Promise.all([
    expel(stage, { groupId: sets.staff }),
    expel(stage, { groupId: sets.staff, principalId: cast.ben, kind: 'eligibility' }),
  ]);
  expect(removed.map(({ status }) => status)).toEqual(['Revoked', 'Revoked']);
});
