import { cast, groups } from '../../support/cast';
import {
  activate,
  cancel,
  codeOf,
  decide,
  demandApproval,
  editPolicy,
  holds,
  makeEligible,
  refusal,
  remove,
  role,
  statusOf,
  user,
} from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

beforeEach(async () => {
  await demandApproval(stage);
  await makeEligible(stage);
});

const stageOf = (approvalId: string) =>
  stage.one(
    'select status, review_result, reviewed_by_id, reviewed_by_name, reviewed_at, justification from approval_stage where approval_id = $1',
    [approvalId],
  );

describe('what a decision comes to', () => {
  test('E-8, E-10 approved: provisioned at once, and the stage says who, when and why', async () => {
    const request = await activate(stage);
    stage.clock.advance('PT10M');
    const { result, notice } = await decide(stage, request.id, 'Approve', 'ben', 'go ahead');
    expect(notice).toBeNull();
    expect(result.request).toMatchObject({
      status: 'Provisioned',
      completedAt: stage.clock.now(),
      startAt: stage.clock.now(),
    });
    expect(await stageOf(request.id)).toEqual({
      status: 'Completed',
      review_result: 'Approved',
      reviewed_by_id: cast.ben,
      reviewed_by_name: 'Ben',
      reviewed_at: stage.clock.now(),
      justification: 'go ahead',
    });
    expect(await holds(stage)).toBe(true);
  });

  test('E-10, B-6 with a start in the future: granted until then', async () => {
    const request = await activate(stage, { startAt: '2026-01-01T03:00:00Z' });
    const { result } = await decide(stage, request.id);
    expect(result.request).toMatchObject({ status: 'Granted', startAt: new Date('2026-01-01T03:00:00Z') });
    stage.clock.set('2026-01-01T02:59:59.999Z');
    expect(await holds(stage)).toBe(false);
    stage.clock.set('2026-01-01T03:00:00Z');
    expect(await holds(stage)).toBe(true);
    stage.clock.set('2026-01-01T05:00:00Z');
    expect(await holds(stage)).toBe(false);
  });

  test('B-6 decided after the start that was asked for: the duration counts from the approval', async () => {
    const request = await activate(stage, { startAt: '2026-01-01T03:00:00Z' });
    stage.clock.set('2026-01-01T04:00:00Z');
    await decide(stage, request.id);
    stage.clock.set('2026-01-01T05:59:59.999Z');
    expect(await holds(stage)).toBe(true);
    stage.clock.set('2026-01-01T06:00:00Z');
    expect(await holds(stage)).toBe(false);
  });

  test('E-11 denied: final, nothing is held, and a new request may follow at once', async () => {
    const request = await activate(stage);
    expect((await decide(stage, request.id, 'Deny')).result.request).toMatchObject({
      status: 'Denied',
      completedAt: stage.clock.now(),
    });
    expect(await holds(stage)).toBe(false);
    expect(await stage.one('select count(*)::int from schedule where id = $1', [request.id])).toEqual({ count: 0 });
    expect(await activate(stage)).toMatchObject({ status: 'PendingApproval' });
  });

  test('H-8 the end of the eligibility caps what is approved', async () => {
    await stage.pool.query(
      `update schedule set end_at = '2026-01-01T01:00:00Z' where principal_id = $1 and kind = 'eligibility'`,
      [cast.alice],
    );
    const request = await activate(stage);
    await decide(stage, request.id);
    expect(await stage.one('select end_at from schedule where id = $1', [request.id])).toEqual({
      end_at: new Date('2026-01-01T01:00:00Z'),
    });
  });

  test('style 4, D-13 the approvers are those of the policy as it was when the request was made', async () => {
    const request = await activate(stage);
    await demandApproval(stage, user(cast.sam));
    expect(await codeOf(decide(stage, request.id, 'Approve', 'sam'))).toBe('InsufficientPermissions');
    expect((await decide(stage, request.id, 'Approve', 'ann')).result.request.status).toBe('Provisioned');
  });
});

describe('E-6 the first decision wins', () => {
  test.each(['Approve', 'Deny'] as const)('after %s nobody decides again, not even the same one', async (verdict) => {
    const request = await activate(stage);
    await decide(stage, request.id, verdict, 'ann');
    const winner = {
      status: verdict === 'Approve' ? 'Approved' : 'Denied',
      decidedById: cast.ann,
      decidedAt: stage.clock.now(),
    };
    for (const who of ['ben', 'ann'] as const)
      for (const second of ['Approve', 'Deny'] as const)
        expect(await refusal(decide(stage, request.id, second, who))).toMatchObject({
          code: 'ApprovalAlreadyDecided',
          details: { winner },
        });
  });
});

describe('E-8 the approver’s reason', () => {
  test.each([null, '', ' \n'])('%j is none where the policy asks for one', async (justification) => {
    const request = await activate(stage);
    expect(await codeOf(decide(stage, request.id, 'Deny', 'ben', justification))).toBe('Request_BadRequest');
    expect(await statusOf(stage, request.id)).toBe('PendingApproval');
  });

  test('may be left out where it does not', async () => {
    await stage.pool.query(
      `update policy set rules = jsonb_set(rules, '{3,setting,approvalStages,0,isApproverJustificationRequired}', 'false') where role_definition_id = $1`,
      [role],
    );
    const request = await activate(stage);
    await decide(stage, request.id, 'Approve', 'ben', null);
    expect(await stageOf(request.id)).toMatchObject({ review_result: 'Approved', justification: '' });
  });
});

describe('E-9 the last instant', () => {
  test('an approval lapses 24 hours after the request, to the millisecond', async () => {
    const early = await activate(stage);
    stage.clock.set('2026-01-01T23:59:59.999Z');
    expect((await decide(stage, early.id)).result.request.status).toBe('Provisioned');
    await makeEligible(stage, { principalId: cast.sam });
    const late = await activate(stage, {}, 'sam');
    stage.clock.advance('P1D');
    expect(await refusal(decide(stage, late.id))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'TimedOut' } },
    });
    expect(await holds(stage, 'sam')).toBe(false);
  });
});

describe('E-19 what can no longer be carried out leaves the request Failed, and the approver is told', () => {
  test.each<{ when: string; happens: () => Promise<unknown> }>([
    {
      when: 'the eligibility was removed',
      happens: () => remove(stage),
    },
    {
      when: 'the eligibility has ended',
      happens: () =>
        stage.pool.query(
          `update schedule set end_at = '2026-01-01T00:01:00Z' where kind = 'eligibility' and principal_id = $1`,
          [cast.alice],
        ),
    },
    {
      when: 'the requester is disabled',
      happens: () => stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]),
    },
    {
      when: 'the role is switched off',
      happens: () => stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]),
    },
  ])('$when', async ({ happens }) => {
    const request = await activate(stage);
    stage.clock.advance('PT5M');
    await happens();
    const { result, notice } = await decide(stage, request.id);
    expect(result.request).toMatchObject({ status: 'Failed', failureReason: expect.stringMatching(/\.$/) });
    expect(notice).toMatchObject({ code: 'ApprovalNotPossible', details: { winner: { status: 'Failed' } } });
    expect(await statusOf(stage, request.id)).toBe('Failed');
    expect(await stage.one('select count(*)::int from schedule where id = $1', [request.id])).toEqual({ count: 0 });
    expect(
      await stage.one(
        'select result, activity_display_name from directory_audit where request_id = $1 order by id desc limit 1',
        [request.id],
      ),
    ).toEqual({
      result: 'failure',
      activity_display_name: 'Process request',
    });
  });

  test('the period that was asked for is over', async () => {
    const request = await activate(stage, { end: { at: '2026-01-01T02:00:00Z' } });
    stage.clock.set('2026-01-01T02:00:00Z');
    expect((await decide(stage, request.id)).result.request.status).toBe('Failed');
  });

  test('E-19 eligible by another way still: it is approved from that one', async () => {
    const request = await activate(stage);
    const viaGroup = await makeEligible(stage, { principalId: groups.helpdesk });
    stage.clock.advance('PT5M');
    await remove(stage);
    expect((await decide(stage, request.id)).result.request).toMatchObject({
      status: 'Provisioned',
      activatedUsing: viaGroup.id,
    });
  });

  test('a denial needs no eligibility', async () => {
    const request = await activate(stage);
    stage.clock.advance('PT5M');
    await remove(stage);
    expect((await decide(stage, request.id, 'Deny')).result.request.status).toBe('Denied');
  });
});

test('E-4, D-14 approval may be asked for without naming anybody, or not at all', async () => {
  await editPolicy(stage, [{ id: 'Notification_Admin_EndUser_Assignment', notificationLevel: 'None' }]);
  const request = await activate(stage);
  await cancel(stage, request.id);
  await stage.pool.query(
    `update policy set rules = jsonb_set(rules, '{3,setting,isApprovalRequired}', 'false') where role_definition_id = $1`,
    [role],
  );
  expect(await activate(stage)).toMatchObject({ status: 'Provisioned', approvalId: null });
});
