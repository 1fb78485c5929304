import { cancelRequest } from '../../../src/commands/cancel-request';
import type { SubjectSet } from '../../../src/domain/policy/policy';
import type { Target } from '../../../src/domain/target';
import { createFindActivationRequirements } from '../../../src/queries/find-activation-requirements';
import { caller, cast, groups } from '../../support/cast';
import { codeOf, decide, members, statusOf, user } from './acts';
import { freshStage } from './fresh-stage';
import { invite, join, prepareGroups, sets } from './hanging-acts';
import { approvedBy, approvedIn, change } from './policy-acts';
import { by, decideStage, giveManager, lapse, manager, person, stagesOf } from './staged';

const stage = freshStage(prepareGroups);
const target: Target = { provider: 'group', roleDefinitionId: 'member', scopeId: groups.plain };

const demand = async (...approvers: readonly SubjectSet[]) => {
  await change(stage, target, [approvedBy(...approvers)]);
  await invite(stage);
};

const stuck = { is_decided_by_administrators: false, fallback_reason: expect.stringContaining('D-14') };

describe('D-14, E-4 a stage of a group that nobody but the requestor could decide stays with its approvers, and says so', () => {
  test.each<{ when: string; approvers: readonly SubjectSet[] }>([
    { when: 'she is the only one named', approvers: [person('alice')] },
    { when: 'the only one named is disabled', approvers: [person('dave')] },
    { when: 'the group is empty', approvers: [members(sets.staff)] },
    { when: 'she has no manager', approvers: [manager(1)] },
  ])('$when', async ({ approvers }) => {
    await demand(...approvers);
    const { id } = await join(stage);
    expect(await stagesOf(stage, id)).toMatchObject([stuck]);
    for (const who of ['adam', 'carol', 'ben'] as const)
      expect(await codeOf(decideStage(stage, id, 0, who))).toMatch(/ApprovalNotFound|InsufficientPermissions/);
    expect(await statusOf(stage, id)).toBe('PendingApproval');
  });

  test('who becomes one of the approvers decides it after all', async () => {
    await demand(manager(1));
    const { id } = await join(stage);
    await giveManager(stage, 'alice', 'ben');
    expect((await decide(stage, id, 'Approve', 'ben')).result.request.status).toBe('Provisioned');
  });

  test('E-9 else it lapses', async () => {
    await demand(person('alice'));
    const { id } = await join(stage);
    stage.clock.advance('P1D');
    await lapse(stage, id);
    expect(await statusOf(stage, id)).toBe('TimedOut');
  });

  test('F-1 or is cancelled', async () => {
    await demand(person('alice'));
    const { id } = await join(stage);
    await stage.run(cancelRequest, { requestId: id, kind: 'assignment', provider: 'group' }, caller('alice'));
    expect(await statusOf(stage, id)).toBe('Canceled');
  });

  test('with somebody else named nothing is said', async () => {
    await demand(user(cast.ann), person('alice'));
    const { id } = await join(stage);
    expect(await stagesOf(stage, id)).toMatchObject([{ is_decided_by_administrators: false, fallback_reason: null }]);
    expect(await codeOf(decideStage(stage, id, 0, 'adam'))).toMatch(/ApprovalNotFound|InsufficientPermissions/);
    expect((await decideStage(stage, id, 0, 'ann')).result.request.status).toBe('Provisioned');
  });
});

test('a later stage that loses its approvers while another is decided says so, and waits', async () => {
  const setting = approvedBy(user(cast.ann)).setting;
  if (!setting) throw new Error('the edit has a setting');
  const stages = [by(user(cast.ann)), by(user(cast.ben))];
  await change(stage, target, [approvedIn({ ...setting, approvalMode: 'Serial', approvalStages: stages })]);
  await invite(stage);
  const { id } = await join(stage);
  await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.ben]);
  await decideStage(stage, id, 0, 'ann');
  expect(await stagesOf(stage, id)).toMatchObject([{ status: 'Completed' }, { status: 'InProgress', ...stuck }]);
  expect(await codeOf(decideStage(stage, id, 1, 'carol'))).toMatch(/ApprovalNotFound|InsufficientPermissions/);
  await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.ben]);
  expect((await decideStage(stage, id, 1, 'ben')).result.request.status).toBe('Provisioned');
});

describe('issue 4.3 the form tells the same', () => {
  const ask = (roleDefinitionId: 'member' | 'owner' = 'member', who: 'alice' | 'ann' | 'adam' = 'alice') =>
    createFindActivationRequirements(stage.pool)({ ...target, roleDefinitionId }, caller(who), {
      callerId: cast[who],
      instant: stage.clock.now(),
    });

  test('nobody is asked in place of approvers who are not there', async () => {
    await demand(person('alice'));
    expect(await ask()).toMatchObject({
      isEligible: true,
      isApprovalRequired: true,
      approvalStages: [{ hasApprover: false, isDecidedByAdministrators: false, approvers: { people: [], count: 0 } }],
    });
  });

  test('G-4 a group without a policy is judged by the one that it would get', async () => {
    expect(await ask('owner', 'ann')).toBeNull();
    await invite(stage, { groupId: sets.staff });
    await invite(stage);
    expect(await ask()).toMatchObject({ isEligible: true, isMfaRequired: false, isJustificationRequired: true });
    expect(await ask('owner')).toBeNull();
    expect(await ask('owner', 'adam')).toMatchObject({ isEligible: false, maximumDuration: 'PT8H' });
  });
});
