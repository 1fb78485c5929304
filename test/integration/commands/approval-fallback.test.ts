import type { SubjectSet } from '../../../src/domain/policy/policy';
import { cast, groups } from '../../support/cast';
import { activate, assign, codeOf, makeEligible, members, role } from './acts';
import { freshStage } from './fresh-stage';
import { by, decideStage, demandStages, giveManager, manager, person, stagesOf } from './staged';

const stage = freshStage(makeEligible);

const onlyAlice = () =>
  stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [groups.plain, cast.alice]);
const reason = 'None of the named approvers but the requestor can decide, so administrators may (E-4).';

describe('E-4 a stage that nobody but the requestor could decide is decided by administrators, and says so', () => {
  test.each<{ when: string; approvers: readonly SubjectSet[]; happens?: () => Promise<unknown> }>([
    { when: 'she is the only one named', approvers: [person('alice')] },
    { when: 'she is the only member of the group', approvers: [members(groups.plain)], happens: onlyAlice },
    { when: 'the group is empty', approvers: [members(groups.plain)] },
    { when: 'she has no manager', approvers: [manager(1)] },
    { when: 'her manager has none', approvers: [manager(2)], happens: () => giveManager(stage, 'alice', 'ben') },
    { when: 'her manager is disabled', approvers: [manager(1)], happens: () => giveManager(stage, 'alice', 'dave') },
    { when: 'the only one named is disabled', approvers: [person('dave')] },
    {
      when: 'she manages herself over two levels',
      approvers: [manager(2)],
      happens: async () => {
        await giveManager(stage, 'alice', 'ben');
        await giveManager(stage, 'ben', 'alice');
      },
    },
    {
      when: 'none of several can',
      approvers: [person('alice'), person('dave'), members(groups.plain), manager(1)],
      happens: onlyAlice,
    },
  ])('$when', async ({ approvers, happens }) => {
    await demandStages(stage, 'SingleStage', [by(...approvers)]);
    await happens?.();
    const { id } = await activate(stage);
    expect(await stagesOf(stage, id)).toMatchObject([{ is_decided_by_administrators: true, fallback_reason: reason }]);
    expect(await codeOf(decideStage(stage, id, 0, 'alice'))).toBe('InsufficientPermissions');
    expect(await codeOf(decideStage(stage, id, 0, 'sam'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, id, 0, 'carol')).result.request.status).toBe('Provisioned');
  });

  test.each<{ when: string; approvers: readonly SubjectSet[]; happens?: () => Promise<unknown> }>([
    { when: 'somebody else is named beside her', approvers: [person('alice'), person('ben')] },
    { when: 'somebody else is in the group', approvers: [members(groups.approvers)] },
    { when: 'she has a manager', approvers: [manager(1)], happens: () => giveManager(stage, 'alice', 'ben') },
  ])('not when $when', async ({ approvers, happens }) => {
    await demandStages(stage, 'SingleStage', [by(...approvers)]);
    await happens?.();
    const { id } = await activate(stage);
    expect(await stagesOf(stage, id)).toMatchObject([{ is_decided_by_administrators: false, fallback_reason: null }]);
    expect(await codeOf(decideStage(stage, id, 0, 'carol'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, id, 0, 'ben')).result.request.status).toBe('Provisioned');
  });

  test('with nobody named it is as the policy says, and needs no reason', async () => {
    await demandStages(stage, 'SingleStage', [by()]);
    const { id } = await activate(stage);
    expect(await stagesOf(stage, id)).toMatchObject([{ is_decided_by_administrators: true, fallback_reason: null }]);
  });

  test('only the stage concerned falls back', async () => {
    await demandStages(stage, 'Parallel', [by(person('ann')), by(person('alice')), by(person('ben'))]);
    const { id } = await activate(stage);
    expect((await stagesOf(stage, id)).map((one) => one.is_decided_by_administrators)).toEqual([false, true, false]);
  });

  test('who comes to be an approver after all may decide as well', async () => {
    await demandStages(stage, 'SingleStage', [by(manager(1))]);
    const { id } = await activate(stage);
    await giveManager(stage, 'alice', 'ben');
    expect((await decideStage(stage, id, 0, 'ben')).result.request.status).toBe('Provisioned');
  });

  test('E-5 an administrator who asks does not decide on his own', async () => {
    await makeEligible(stage, { principalId: cast.carol });
    await demandStages(stage, 'SingleStage', [by(person('carol'))]);
    const { id } = await activate(stage, {}, 'carol');
    expect(await codeOf(decideStage(stage, id, 0, 'carol'))).toBe('InsufficientPermissions');
    expect((await decideStage(stage, id, 0, 'adam')).result.request.status).toBe('Provisioned');
  });

  test('one who holds another role than those two does not', async () => {
    await assign(stage, { principalId: cast.ben, roleDefinitionId: role });
    await demandStages(stage, 'SingleStage', [by()]);
    const { id } = await activate(stage);
    expect(await codeOf(decideStage(stage, id, 0, 'ben'))).toBe('ApprovalNotFound');
  });
});
