import { decideApproval } from '../../../src/commands/decide-approval';
import { updatePolicy } from '../../../src/commands/update-policy';
import { caller, cast, groups } from '../../support/cast';
import { activate, approvalBy, assign, codeOf, decisionOn, makeEligible, refusal, user } from './acts';
import { freshStage } from './fresh-stage';
import { enter, expel, invite, join, prepareGroups, sets } from './hanging-acts';
import { otherRole, part, violationsOf } from './separation-acts';

const code = 'SeparationOfDutiesViolation';
const stage = freshStage(async (fresh) => {
  await prepareGroups(fresh);
  await assign(fresh, { principalId: sets.admins });
});

const other = { roleDefinitionId: otherRole };
const admins = { groupId: sets.admins };

describe('item 9: a membership of a group that holds a parted role is a way to it', () => {
  beforeEach(() => part(stage));

  test('adminAssign: whoever holds the other role is not made a member', async () => {
    await assign(stage, other);
    const refused = await refusal(enter(stage, admins));
    expect(refused).toMatchObject({ code, details: { path: ['input', 'groupId'] } });
    expect(refused.message).toContain('by this membership Alice would come to both roles');
    expect(refused.message).not.toContain('User Administrator');
    expect((await enter(stage, { ...admins, principalId: cast.ben })).status).toBe('Provisioned');
  });

  test('and a member is not given the other role, nor does he activate it', async () => {
    await makeEligible(stage, other);
    await enter(stage, admins);
    expect(await codeOf(assign(stage, other))).toBe(code);
    expect(await codeOf(activate(stage, other))).toBe(code);
    stage.clock.advance('PT5M');
    await expel(stage, admins);
    expect((await activate(stage, other)).status).toBe('Provisioned');
  });

  test('selfActivate: he becomes eligible, and is held up when he activates', async () => {
    await invite(stage, admins);
    await assign(stage, other);
    expect(await codeOf(join(stage, admins))).toBe(code);
  });

  test('selfActivate the other way round', async () => {
    await invite(stage, admins);
    await makeEligible(stage, other);
    await join(stage, admins);
    expect(await codeOf(activate(stage, other))).toBe(code);
    stage.clock.advance('PT2H');
    expect((await activate(stage, other)).status).toBe('Provisioned');
  });

  test('an approval is carried out no more', async () => {
    await invite(stage, admins);
    const { id: policyId } = await stage.one<{ id: string }>(
      `select id from policy where role_definition_id = 'member' and scope_id = $1`,
      [sets.admins],
    );
    const rules = [{ id: 'Approval_EndUser_Assignment', setting: approvalBy(user(cast.ben)) }] as const;
    await stage.run(updatePolicy, { policyId, rules }, caller('adam'));
    const { id } = await join(stage, admins);
    await assign(stage, other);
    const { notice, result } = await stage.run(decideApproval, await decisionOn(stage, id, 'Approve'), caller('ben'));
    expect(notice?.code).toBe('ApprovalNotPossible');
    expect(result.request.status).toBe('Failed');
  });

  test('adminUpdate and adminRenew', async () => {
    await enter(stage, { ...admins, end: { at: '2026-01-02T00:00:00Z' } });
    await assign(stage, { ...other, startAt: '2026-01-02T00:00:00Z' });
    expect(await codeOf(enter(stage, { ...admins, action: 'adminUpdate', end: { at: '2026-01-03T00:00:00Z' } }))).toBe(
      code,
    );
    stage.clock.set('2026-01-02T00:00:00Z');
    const renewal = { ...admins, action: 'adminRenew', startAt: '2026-01-02T00:00:00Z' } as const;
    expect(await codeOf(enter(stage, renewal))).toBe(code);
  });

  test('G-8 a group of people, nested groups, and memberships that begin later', async () => {
    await assign(stage, { ...other, startAt: '2026-01-10T00:00:00Z' });
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [sets.staff, cast.alice]);
    // Admins are role-assignable, so that groups are members of others alone; those lead to it through the directory.
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      sets.admins,
      sets.partners,
    ]);
    const nesting = { groupId: sets.partners, principalId: sets.staff };
    expect(await codeOf(enter(stage, nesting))).toBe(code);
    expect((await enter(stage, { ...nesting, end: { at: '2026-01-10T00:00:00Z' } })).status).toBe('Provisioned');
  });

  test('a role for a group counts for whoever is to be its member', async () => {
    await assign(stage, other);
    await enter(stage, { groupId: sets.operators, startAt: '2026-01-05T00:00:00Z' });
    expect(await codeOf(assign(stage, { principalId: sets.operators }))).toBe(code);
    const until = { principalId: sets.operators, end: { at: '2026-01-05T00:00:00.000Z' } };
    expect((await assign(stage, until)).status).toBe('Provisioned');
  });

  test('both through two memberships, and both through one', async () => {
    await assign(stage, { principalId: sets.operators, ...other });
    await enter(stage, admins);
    expect(await codeOf(enter(stage, { groupId: sets.operators }))).toBe(code);
    await assign(stage, { principalId: sets.operators });
    expect(await codeOf(enter(stage, { groupId: sets.operators, principalId: cast.ben }))).toBe(code);
  });

  test('level Assignment: an eligible membership, and a group that is but eligible, part nothing yet', async () => {
    await assign(stage, other);
    expect((await invite(stage, admins)).status).toBe('Provisioned');
    await makeEligible(stage, { principalId: sets.operators });
    expect((await enter(stage, { groupId: sets.operators })).status).toBe('Provisioned');
    expect(await violationsOf(stage)).toEqual([]);
  });
});

describe('item 9: level Eligibility', () => {
  beforeEach(() => part(stage, 'Eligibility'));

  test('an eligible membership is a way, and so is one of an eligible group', async () => {
    await makeEligible(stage, other);
    expect(await codeOf(invite(stage, admins))).toBe(code);
    await makeEligible(stage, { principalId: sets.operators });
    expect(await codeOf(enter(stage, { groupId: sets.operators }))).toBe(code);
  });

  test('whoever may become a member is not given the other role', async () => {
    await invite(stage, admins);
    expect(await codeOf(makeEligible(stage, other))).toBe(code);
    expect((await makeEligible(stage, { ...other, principalId: cast.ben })).status).toBe('Provisioned');
  });
});

describe('item 9: violations that come through memberships are listed', () => {
  test('active ones, for as long as the membership lasts', async () => {
    await assign(stage, other);
    await enter(stage, { ...admins, end: { at: '2026-01-02T00:00:00Z' } });
    await part(stage);
    expect(await violationsOf(stage)).toMatchObject([
      { person_id: cast.alice, end_at: new Date('2026-01-02T00:00:00Z') },
    ]);
    stage.clock.set('2026-01-02T00:00:00Z');
    expect(await violationsOf(stage)).toEqual([]);
  });

  test('those of members of a group that is a member', async () => {
    await assign(stage, { ...other, principalId: groups.helpdesk });
    await enter(stage, admins);
    await part(stage);
    expect(await violationsOf(stage)).toMatchObject([{ person_id: cast.alice }]);
  });

  test('eligible ones under Eligibility alone', async () => {
    await makeEligible(stage, other);
    await invite(stage, admins);
    await part(stage, 'Eligibility');
    expect(await violationsOf(stage)).toMatchObject([{ person_id: cast.alice }]);
  });
});
