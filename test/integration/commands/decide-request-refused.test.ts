import { decideRequest } from '../../../src/commands/decide-request';
import { caller, cast, roles } from '../../support/cast';
import { cancel, change, codeOf, editPolicy, makeEligible, refusal, remove, role, statusOf } from './acts';
import {
  answer,
  askExtension,
  during,
  eventsOf,
  give90Days,
  pendingExtension,
  spansOf,
  windows,
} from './extension-acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const { start, extensionOpens, end } = windows;

describe('what is refused leaves the request as it was', () => {
  test.each(['ann', 'ben', 'dave'] as const)('J.1 for %s it does not exist', async (who) => {
    const { id } = await pendingExtension(stage);
    const expected = who === 'dave' ? 'InsufficientPermissions' : 'RoleAssignmentRequestNotFound';
    expect(await codeOf(answer(stage, id, {}, who))).toBe(expected);
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
  });

  test('I-6 who sees it and does not administer may not', async () => {
    const { id } = await pendingExtension(stage);
    expect(await codeOf(answer(stage, id, {}, 'sam'))).toBe('InsufficientPermissions');
    expect(await codeOf(answer(stage, id, {}, 'alice'))).toBe('InsufficientPermissions');
    await stage.pool.query(
      `insert into schedule (id, kind, provider, principal_id, role_definition_id, scope_id, assignment_type, start_at, created_at)
        values (gen_random_uuid(), 'assignment', 'directory', $1, $2, '/', 'Assigned', '2020-01-01', '2020-01-01'),
          (gen_random_uuid(), 'assignment', 'directory', $3, $2, '/', 'Assigned', '2020-01-01', '2020-01-01')`,
      [cast.alice, roles.privilegedRoleAdministrator, cast.robot],
    );
    expect((await refusal(answer(stage, id, {}, 'alice'))).message).toContain('of his own');
    expect(await answer(stage, id, {}, 'robot')).toMatchObject({ result: { request: { status: 'Provisioned' } } });
  });

  test('J.1 unknown, and of the other collection', async () => {
    const { id } = await pendingExtension(stage);
    expect(await codeOf(answer(stage, cast.alice))).toBe('RoleAssignmentRequestNotFound');
    expect(await codeOf(answer(stage, id, { kind: 'assignment' }))).toBe('RoleAssignmentRequestNotFound');
  });

  test.each(['', '  \n'])('a reason is demanded: %j is none', async (reason) => {
    const { id } = await pendingExtension(stage);
    for (const decision of ['AdminApproved', 'AdminDenied'] as const)
      expect((await refusal(answer(stage, id, { decision, reason }))).details.path).toEqual(['input', 'reason']);
  });

  test('5.4 only what is pending: the second one learns what it has come to', async () => {
    const { id } = await pendingExtension(stage);
    await answer(stage, id);
    const decidedAt = stage.clock.now();
    stage.clock.advance('PT1M');
    for (const decision of ['AdminApproved', 'AdminDenied'] as const)
      expect(await refusal(answer(stage, id, { decision }, 'carol'))).toMatchObject({
        code: 'ApprovalNotPossible',
        details: { winner: { status: 'Provisioned', decidedAt } },
      });
    const assigned = await makeEligible(stage, { principalId: cast.ben });
    expect(await codeOf(answer(stage, assigned.id, {}, 'carol'))).toBe('ApprovalNotPossible');
  });

  test('I-12 a period beyond the maximum of the policy, and a start without an end', async () => {
    const { id } = await pendingExtension(stage);
    await editPolicy(stage, [
      { id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P30D' },
    ]);
    expect(await codeOf(answer(stage, id))).toBe('RoleAssignmentRequestPolicyValidationFailed');
    expect(await codeOf(answer(stage, id, { period: during(null, 'never') }))).toBe(
      'RoleAssignmentRequestPolicyValidationFailed',
    );
    expect(await codeOf(answer(stage, id, { period: during(null, { at: start }) }))).toBe(
      'InvalidRoleAssignmentRequestSchedule',
    );
    expect(await spansOf(stage, cast.alice)).toEqual([`eligibility ${start} ${end}`]);
    await answer(stage, id, { period: during(null, { duration: 'P30D' }) });
  });

  test('M-7 a requestor or a role that has been switched off meanwhile; it can still be denied', async () => {
    const { id } = await pendingExtension(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
    expect((await refusal(answer(stage, id))).message).toContain('disabled');
    await stage.pool.query('update principal set deleted_at = now() where id = $1', [cast.alice]);
    expect(await codeOf(answer(stage, id))).toBe('SubjectNotFound');
    await stage.pool.query('update principal set deleted_at = null, account_enabled = true where id = $1', [
      cast.alice,
    ]);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(answer(stage, id))).toBe('Request_BadRequest');
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    await answer(stage, id, { decision: 'AdminDenied' });
    expect(await statusOf(stage, id)).toBe('Denied');
  });

  test('what was taken away meanwhile fails what was asked for, which tells why', async () => {
    const { id } = await pendingExtension(stage);
    await remove(stage);
    expect(await stage.one('select status, failure_reason from schedule_request where id = $1', [id])).toEqual({
      status: 'Failed',
      failure_reason: 'What was to be extended has been taken away.',
    });
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.failed']);
    expect(await refusal(answer(stage, id))).toMatchObject({
      code: 'ApprovalNotPossible',
      details: { winner: { status: 'Failed' } },
    });
  });

  test('what was withdrawn before it began is not extended', async () => {
    const { id: future } = await give90Days(stage, 'eligibility', {
      startAt: '2026-02-01T00:00:00Z',
      end: { duration: 'P10D' },
    });
    stage.clock.set('2026-01-31T00:00:00Z');
    const { id } = await askExtension(stage);
    await cancel(stage, future, 'adam', 'eligibility');
    expect(await codeOf(answer(stage, id))).toBe('RoleAssignmentDoesNotExist');
    await answer(stage, id, { decision: 'AdminDenied' });
    expect(await spansOf(stage, cast.alice)).toEqual([]);
  });

  test('I-1 what was made permanent meanwhile is not extended', async () => {
    const { id } = await pendingExtension(stage);
    await change(stage);
    expect(await codeOf(answer(stage, id))).toBe('Request_BadRequest');
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${extensionOpens}`,
      `eligibility ${extensionOpens} for ever`,
    ]);
  });

  test('I-8 what was extended meanwhile is what is extended', async () => {
    const { id } = await pendingExtension(stage);
    await change(stage, { action: 'adminExtend', end: { duration: 'P20D' } });
    stage.clock.advance('P1D');
    await answer(stage, id, { period: during(null, { duration: 'P30D' }) });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${extensionOpens}`,
      `eligibility ${extensionOpens} 2026-03-19T00:00:00.000Z`,
      'eligibility 2026-03-19T00:00:00.000Z 2026-04-18T00:00:00.000Z',
    ]);
  });
});

test('idempotency: the same key answers the same decision again', async () => {
  const { id } = await pendingExtension(stage);
  const input = {
    requestId: id,
    kind: 'eligibility',
    provider: 'directory',
    decision: 'AdminApproved',
    reason: 'fine',
    period: null,
    becomes: null,
  } as const;
  const key = { key: 'once', inputHash: 'same' };
  const first = await stage.run(decideRequest, input, caller('adam'), key);
  const again = await stage.run(decideRequest, input, caller('adam'), key);
  expect(again.result.request).toMatchObject({ id, status: 'Provisioned' });
  expect(again.eventCursor).toBe(first.eventCursor);
});
