import { cast, groups, roles } from '../../support/cast';
import { assign, codeOf, makeEligible } from '../commands/acts';
import { freshStage } from '../commands/fresh-stage';
import { makeGuest, withdraw } from '../commands/guest-acts';
import { enter, invite, join, prepareGroups, sets } from '../commands/hanging-acts';

/** Ann is a User Administrator; Alice is a guest. */
const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await makeGuest(fresh);
  await assign(fresh, { principalId: cast.ann, roleDefinitionId: roles.userAdministrator });
});

const byAnn = () => withdraw(stage, cast.alice, 'ann');

describe('G-21, K-5 a guest who is an administrator through a group is not for User Administrators to withdraw', () => {
  test('as a member of a group that holds a directory role', async () => {
    await assign(stage, { principalId: groups.helpdesk });
    expect(await codeOf(byAnn())).toBe('InsufficientPermissions');
    await withdraw(stage);
  });

  test('as one who has activated the membership of such a group', async () => {
    await assign(stage, { principalId: sets.admins });
    await invite(stage, { groupId: sets.admins });
    await join(stage, { groupId: sets.admins });
    expect(await codeOf(byAnn())).toBe('InsufficientPermissions');
  });

  test('as an owner of a role-assignable group', async () => {
    await enter(stage, { groupId: sets.admins, access: 'owner' });
    expect(await codeOf(byAnn())).toBe('InsufficientPermissions');
  });

  test('one who owns an ordinary group, or is only eligible, is', async () => {
    await stage.pool.query('delete from group_member where member_id = $1', [cast.alice]);
    await enter(stage, { groupId: sets.staff, access: 'owner' });
    await makeEligible(stage, { principalId: cast.alice });
    expect((await byAnn()).result.userId).toBe(cast.alice);
  });
});
