import { caller, cast, roles, unit } from '../../support/cast';
import {
  activate,
  assign,
  cancel,
  codeOf,
  decide,
  demandApproval,
  holds,
  makeEligible,
  refusal,
  statusOf,
} from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage(makeEligible);

const stageOf = (approvalId: string) =>
  stage.one('select status, review_result from approval_stage where approval_id = $1', [approvalId]);

describe('F-1, F-3 what is withdrawn', () => {
  test('a pending one: Canceled, its stage closed without a verdict, and nobody decides it any more', async () => {
    await demandApproval(stage);
    const request = await activate(stage);
    const { result } = await cancel(stage, request.id);
    expect(result.request).toMatchObject({ status: 'Canceled', completedAt: stage.clock.now() });
    expect(await stageOf(request.id)).toEqual({ status: 'Completed', review_result: 'NotReviewed' });
    expect(await refusal(decide(stage, request.id))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'Canceled' } },
    });
    expect(await activate(stage)).toMatchObject({ status: 'PendingApproval' });
  });

  test('a granted one, up to the instant before its start; it never begins', async () => {
    const request = await activate(stage, { startAt: '2026-01-01T01:00:00Z' });
    stage.clock.set('2026-01-01T00:59:59.999Z');
    await cancel(stage, request.id);
    stage.clock.set('2026-01-01T01:00:00Z');
    expect(await holds(stage)).toBe(false);
    expect(await statusOf(stage, request.id)).toBe('Canceled');
  });

  test('an eligibility that has been granted for later', async () => {
    const request = await makeEligible(stage, { principalId: cast.ben, startAt: '2026-01-02T00:00:00Z' });
    expect(await codeOf(cancel(stage, request.id, 'adam', 'assignment'))).toBe('RoleAssignmentRequestNotFound');
    expect((await cancel(stage, request.id, 'adam', 'eligibility')).result.request).toMatchObject({
      status: 'Canceled',
    });
  });
});

describe('F-2 what is not', () => {
  test('one that has taken effect, and a granted one from its start on', async () => {
    const request = await activate(stage);
    expect(await codeOf(cancel(stage, request.id))).toBe('RequestCannotBeCancelled');
    const later = await assign(stage, { principalId: cast.ben, startAt: '2026-01-01T01:00:00Z' });
    stage.clock.set('2026-01-01T01:00:00Z');
    expect(await codeOf(cancel(stage, later.id, 'adam'))).toBe('RequestCannotBeCancelled');
    expect(await holds(stage, 'ben')).toBe(true);
  });

  test('one that is decided, cancelled, or lapsed; the refusal says which', async () => {
    await demandApproval(stage);
    const denied = await activate(stage);
    await decide(stage, denied.id, 'Deny');
    expect(await refusal(cancel(stage, denied.id))).toMatchObject({
      code: 'RequestCannotBeCancelled',
      details: { winner: { status: 'Denied' } },
    });
    const canceled = await activate(stage);
    await cancel(stage, canceled.id);
    expect(await codeOf(cancel(stage, canceled.id))).toBe('RequestCannotBeCancelled');
    const lapsed = await activate(stage);
    stage.clock.advance('PT23H59M59S');
    expect(await statusOf(stage, lapsed.id)).toBe('PendingApproval');
    stage.clock.advance('PT1S');
    expect(await refusal(cancel(stage, lapsed.id))).toMatchObject({
      code: 'RequestCannotBeCancelled',
      details: { winner: { status: 'TimedOut' } },
    });
  });

  test('one that does not exist', async () => {
    expect(await codeOf(cancel(stage, '00000000-0000-4000-8000-00000000dead'))).toBe('RoleAssignmentRequestNotFound');
  });
});

describe('F-1, L.1 who withdraws a request of Alice’s', () => {
  beforeEach(() => demandApproval(stage));
  test.each(['alice', 'adam', 'carol'] as const)('%s may', async (who) => {
    const request = await activate(stage);
    expect((await cancel(stage, request.id, who)).result.request).toMatchObject({ status: 'Canceled' });
  });

  test.each([
    { who: 'sam', why: 'a reader sees it', code: 'InsufficientPermissions' },
    { who: 'ben', why: 'an approver sees it', code: 'InsufficientPermissions' },
    { who: 'robot', why: 'an application without a role', code: 'RoleAssignmentRequestNotFound' },
  ] as const)('$who may not: $why -> $code', async ({ who, code }) => {
    const request = await activate(stage);
    expect(await codeOf(cancel(stage, request.id, who))).toBe(code);
    expect(await statusOf(stage, request.id)).toBe('PendingApproval');
  });

  test('somebody without a part in it does not learn that it exists', async () => {
    await stage.pool.query('delete from group_member where member_id = $1', [cast.ann]);
    const request = await activate(stage);
    expect(await codeOf(cancel(stage, request.id, 'ann'))).toBe('RoleAssignmentRequestNotFound');
  });

  test('M-7 a disabled person may not, be it his own', async () => {
    const request = await activate(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
    expect(await codeOf(cancel(stage, request.id))).toBe('InsufficientPermissions');
  });

  test('an administrator of a unit withdraws what is asked for there, and nothing else', async () => {
    const unitScope = `/administrativeUnits/${unit}`;
    await assign(stage, {
      principalId: cast.sam,
      roleDefinitionId: roles.privilegedRoleAdministrator,
      scopeId: unitScope,
    });
    const wide = await activate(stage);
    expect(await codeOf(cancel(stage, wide.id, 'sam'))).toBe('InsufficientPermissions');
    const narrow = await activate(stage, { scopeId: unitScope });
    expect((await cancel(stage, narrow.id, 'sam')).result.request).toMatchObject({ status: 'Canceled' });
  });

  test('an application that holds the role may (L.4)', async () => {
    const request = await activate(stage);
    await assign(stage, { principalId: cast.robot, roleDefinitionId: roles.privilegedRoleAdministrator });
    expect((await cancel(stage, request.id, caller('robot'))).result.request).toMatchObject({ status: 'Canceled' });
  });
});
