import { decideApproval } from '../../../src/commands/decide-approval';
import { caller, cast, groups, roles } from '../../support/cast';
import {
  activate,
  assign,
  codeOf,
  decide,
  decisionOn,
  demandApproval,
  makeEligible,
  members,
  role,
  statusOf,
  user,
} from './acts';
import { freshStage } from './fresh-stage';

const nowhere = '00000000-0000-4000-8000-00000000dead';
const stage = freshStage();

beforeEach(async () => {
  await demandApproval(stage);
  await makeEligible(stage);
});

describe('E-2 to E-5, E-15, E-17 who decides', () => {
  test.each(['ann', 'ben'] as const)('E-3, W-7 %s does, in the group or in one nested in it', async (who) => {
    const request = await activate(stage);
    expect((await decide(stage, request.id, 'Approve', who)).result.request.status).toBe('Provisioned');
  });

  test('E-3 who has left the group since does not; who has joined it does', async () => {
    const request = await activate(stage);
    await stage.pool.query('delete from group_member where member_id = $1', [cast.ann]);
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.innerApprovers,
      cast.sam,
    ]);
    expect(await codeOf(decide(stage, request.id, 'Approve', 'ann'))).toBe('ApprovalNotFound');
    expect((await decide(stage, request.id, 'Approve', 'sam')).result.request.status).toBe('Provisioned');
  });

  test('E-2 one who is named alone does, without a role of his own', async () => {
    await demandApproval(stage, user(cast.sam));
    const request = await activate(stage);
    expect(await codeOf(decide(stage, request.id, 'Approve', 'ann'))).toBe('ApprovalNotFound');
    expect((await decide(stage, request.id, 'Approve', 'sam')).result.request.status).toBe('Provisioned');
  });

  test('E-4 with nobody named, Global and Privileged Role Administrators do, and nobody else', async () => {
    const { setting } = await stage.one<{ setting: object }>(
      `select rules -> 3 -> 'setting' as setting from policy where role_definition_id = $1`,
      [role],
    );
    expect(setting).toMatchObject({ approvalStages: [{ primaryApprovers: [{ kind: 'groupMembers' }] }] });
    await demandApproval(stage, members(groups.plain));
    await stage.pool.query(
      `update policy set rules = jsonb_set(rules, '{3,setting,approvalStages,0,primaryApprovers}', '[]') where role_definition_id = $1`,
      [role],
    );
    const request = await activate(stage);
    for (const who of ['sam', 'robot', 'ann'] as const)
      expect(['InsufficientPermissions', 'ApprovalNotFound']).toContain(
        await codeOf(decide(stage, request.id, 'Approve', who)),
      );
    expect((await decide(stage, request.id, 'Approve', 'carol')).result.request.status).toBe('Provisioned');
  });

  test.each([
    { who: 'adam', why: 'E-13 an administrator who is no approver', code: 'InsufficientPermissions' },
    { who: 'sam', why: 'a reader', code: 'InsufficientPermissions' },
    { who: 'robot', why: 'E-17 an application', code: 'InsufficientPermissions' },
  ] as const)('$who does not: $why -> $code', async ({ who, code }) => {
    const request = await activate(stage);
    expect(await codeOf(decide(stage, request.id, 'Approve', who))).toBe(code);
    expect(await statusOf(stage, request.id)).toBe('PendingApproval');
  });

  test.each(['Approve', 'Deny'] as const)('E-5, K-7 nobody decides on his own request: %s', async (verdict) => {
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.approvers,
      cast.alice,
    ]);
    const request = await activate(stage);
    expect(await codeOf(decide(stage, request.id, verdict, 'alice'))).toBe('InsufficientPermissions');
    await assign(stage, { roleDefinitionId: roles.globalAdministrator });
    expect(await codeOf(decide(stage, request.id, verdict, 'alice'))).toBe('InsufficientPermissions');
    expect(await statusOf(stage, request.id)).toBe('PendingApproval');
  });

  test('E-17 an application does not, be it in the approvers’ group', async () => {
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.approvers,
      cast.robot,
    ]);
    const request = await activate(stage);
    expect(await codeOf(decide(stage, request.id, 'Approve', 'robot'))).toBe('InsufficientPermissions');
    expect(await codeOf(decide(stage, request.id, 'Approve', caller('ann', { isApplication: true })))).toBe(
      'InsufficientPermissions',
    );
  });

  test('M-7 a disabled approver does not', async () => {
    const request = await activate(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.ann]);
    expect(await codeOf(decide(stage, request.id, 'Approve', 'ann'))).toBe('InsufficientPermissions');
  });

  test('E-15 unknown approval, unknown stage, and the stage of another approval', async () => {
    const request = await activate(stage);
    const decision = await decisionOn(stage, request.id, 'Approve');
    const send = (differing: object) => stage.run(decideApproval, { ...decision, ...differing }, caller('ben'));
    expect(await codeOf(send({ approvalId: nowhere }))).toBe('ApprovalNotFound');
    expect(await codeOf(send({ stageId: nowhere }))).toBe('ApprovalNotFound');
    await makeEligible(stage, { principalId: cast.sam });
    const other = await activate(stage, {}, 'sam');
    expect(await codeOf(send({ approvalId: other.id }))).toBe('ApprovalNotFound');
  });
});
