import { caller, cast } from '../../support/cast';
import { activate, cancel, change, codeOf, editPolicy, holds, refusal, remove, role, statusOf } from './acts';
import {
  answer,
  askExtension,
  askRenewal,
  during,
  eventsOf,
  give90Days,
  justBefore,
  pendingExtension,
  spansOf,
  windows,
} from './extension-acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const { start, extensionOpens, end } = windows;
const extended = '2026-06-16T00:00:00.000Z';

const audits = async (requestId: string) =>
  (
    await stage.pool.query<{ what: string }>(
      `select activity_display_name || ': ' || result_reason as what from directory_audit
        where correlation_id = $1 and result = 'success' and initiated_by_id <> $2 order by id`,
      [requestId, cast.alice],
    )
  ).rows.map(({ what }) => what);

describe.each(['eligibility', 'assignment'] as const)('I-7 an extension is approved: %s', (kind) => {
  test('as proposed: it takes over at once, under the id of the request (A-2)', async () => {
    const { id } = await pendingExtension(stage, kind);
    stage.clock.advance('PT1H');
    const now = stage.clock.now();
    const { result } = await answer(stage, id, { kind });
    const endAt = new Date(now.getTime() + 90 * 86_400_000);
    expect(result.request).toMatchObject({
      id,
      status: 'Provisioned',
      startAt: now,
      completedAt: now,
      targetScheduleId: id,
      justification: 'a reason',
      expirationDuration: 'P90D',
    });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${now.toISOString()}`,
      `${kind} ${now.toISOString()} ${endAt.toISOString()}`,
    ]);
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.approved', 'request.provisioned']);
    expect(await audits(id)).toEqual([
      'Update member in PIM approved by admin (extend/renew): still needed',
      'Process role update request: a reason',
    ]);
  });

  test('with another end', async () => {
    const { id } = await pendingExtension(stage, kind);
    await answer(stage, id, { kind, period: during(null, { at: '2026-04-02T00:00:00Z' }) });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${extensionOpens}`,
      `${kind} ${extensionOpens} 2026-04-02T00:00:00.000Z`,
    ]);
    expect(
      await stage.one('select expiration_type, expiration_duration from schedule_request where id = $1', [id]),
    ).toEqual({
      expiration_type: 'afterDateTime',
      expiration_duration: null,
    });
  });

  test('B-5 with a later start: granted until then, and what is held ends just then', async () => {
    const { id } = await pendingExtension(stage, kind);
    const from = '2026-03-25T00:00:00.000Z';
    const { result } = await answer(stage, id, { kind, period: during(from, { duration: 'P10D' }) });
    expect(result.request).toMatchObject({ status: 'Granted', startAt: new Date(from) });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${from}`,
      `${kind} ${from} 2026-04-04T00:00:00.000Z`,
    ]);
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.approved']);
  });

  test('with a start after the end: what is held ends when it was to end anyway', async () => {
    const { id } = await pendingExtension(stage, kind);
    await answer(stage, id, { kind, period: during('2026-04-05T00:00:00Z', { duration: 'P10D' }) });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${end}`,
      `${kind} 2026-04-05T00:00:00.000Z 2026-04-15T00:00:00.000Z`,
    ]);
  });

  test('H-6 what was to take over is taken away with what it was to take over from', async () => {
    const { id } = await pendingExtension(stage, kind);
    await answer(stage, id, { kind, period: during('2026-03-25T00:00:00Z', { duration: 'P10D' }) });
    await remove(stage, { kind });
    expect(await spansOf(stage, cast.alice)).toEqual([`${kind} ${start} ${extensionOpens}`]);
    expect(await statusOf(stage, id)).toBe('Revoked');
    stage.clock.set(end);
    expect(await codeOf(askRenewal(stage, { kind }))).toBe('RoleAssignmentDoesNotExist');
  });

  test('H-4 what was to take over is changed with what it was to take over from', async () => {
    const { id } = await pendingExtension(stage, kind);
    await answer(stage, id, { kind, period: during('2026-03-25T00:00:00Z', { duration: 'P10D' }) });
    await change(stage, { kind, end: { duration: 'P3D' } });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${extensionOpens}`,
      `${kind} ${extensionOpens} 2026-03-21T00:00:00.000Z`,
    ]);
    expect(await statusOf(stage, id)).toBe('Revoked');
  });

  test('I-2 what was to take over is what is extended next, in its own window', async () => {
    const { id } = await pendingExtension(stage, kind);
    await answer(stage, id, { kind, period: during('2026-03-25T00:00:00Z', { duration: 'P20D' }) });
    stage.clock.set(justBefore('2026-03-31T00:00:00.000Z'));
    expect(await codeOf(askExtension(stage, { kind }))).toBe('Request_BadRequest');
    stage.clock.set('2026-03-31T00:00:00.000Z');
    expect(await askExtension(stage, { kind })).toMatchObject({ targetScheduleId: id });
  });

  test('after the end, for it was asked for in time', async () => {
    const { id } = await pendingExtension(stage, kind);
    stage.clock.set('2026-04-03T00:00:00Z');
    await answer(stage, id, { kind });
    expect((await spansOf(stage, cast.alice))[1]).toBe(`${kind} 2026-04-03T00:00:00.000Z 2026-07-02T00:00:00.000Z`);
    stage.clock.set('2026-04-04T00:00:00Z');
    await remove(stage, { kind });
    expect(await codeOf(askRenewal(stage, { kind }))).toBe('RoleAssignmentDoesNotExist');
  });

  test('I-7 a renewal, with start, end and side', async () => {
    await give90Days(stage, kind);
    stage.clock.set(end);
    const { id } = await askRenewal(stage, { kind });
    stage.clock.advance('P40D');
    const period = during('2026-05-20T00:00:00Z', { duration: 'P10D' });
    const becomes = kind;
    for (const incomplete of [{ period }, { becomes }, { becomes, period: { ...period, startAt: null } }])
      expect(await codeOf(answer(stage, id, { kind, ...incomplete }))).toMatch(
        /^(InvalidRoleAssignmentRequestSchedule|Request_BadRequest)$/,
      );
    const { result } = await answer(stage, id, { kind, becomes, period });
    expect(result.request).toMatchObject({ status: 'Granted', targetScheduleId: id });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${end}`,
      `${kind} 2026-05-20T00:00:00.000Z 2026-05-30T00:00:00.000Z`,
    ]);
    await cancel(stage, id, 'alice', kind);
    expect(await spansOf(stage, cast.alice)).toHaveLength(1);
  });

  test('it is denied: what is held stays as it is, and one may ask again', async () => {
    const { id } = await pendingExtension(stage, kind);
    const { result } = await answer(stage, id, { kind, decision: 'AdminDenied', reason: 'no longer needed' });
    expect(result.request).toMatchObject({ status: 'Denied', completedAt: stage.clock.now() });
    expect(await spansOf(stage, cast.alice)).toEqual([`${kind} ${start} ${end}`]);
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.denied']);
    expect(await audits(id)).toEqual(['Update member in PIM denied by admin (extend/renew): no longer needed']);
    expect(await askExtension(stage, { kind })).toMatchObject({ status: 'PendingAdminDecision' });
  });
});

describe('I-7 the type changes', () => {
  test('from eligible to active: held at once, and activations of the eligibility end', async () => {
    const { id } = await pendingExtension(stage);
    const activation = await activate(stage);
    const { result } = await answer(stage, id, { becomes: 'assignment', period: during(null, { at: extended }) });
    expect(result.request).toMatchObject({ kind: 'eligibility', status: 'Provisioned', targetScheduleId: id });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${extensionOpens}`,
      `assignment ${extensionOpens} ${extended}`,
    ]);
    expect(await stage.one('select assignment_type from schedule where id = $1', [id])).toEqual({
      assignment_type: 'Assigned',
    });
    expect(await eventsOf(stage, activation.id)).toContain('schedule.ended');
    expect(
      await stage.one(`select kind, schedule_id from outbox where request_id = $1 and type = 'request.provisioned'`, [
        id,
      ]),
    ).toEqual({ kind: 'assignment', schedule_id: id });
  });

  test('from active to eligible: it is held no more, which is told', async () => {
    const { id } = await pendingExtension(stage, 'assignment');
    expect(await holds(stage)).toBe(true);
    await answer(stage, id, { kind: 'assignment', becomes: 'eligibility' });
    expect(await holds(stage)).toBe(false);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
    const { told } = await stage.one<{ told: number }>(
      `select count(*)::int as told from outbox where type = 'schedule.ended' and kind = 'assignment'`,
    );
    expect(told).toBe(1);
  });

  test('from eligible to active later: what was activated lasts until then at most', async () => {
    const { id } = await pendingExtension(stage);
    await activate(stage, { end: { duration: 'PT8H' } });
    const from = '2026-03-18T03:00:00.000Z';
    await answer(stage, id, { becomes: 'assignment', period: during(from, { at: extended }) });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${from}`,
      `assignment ${extensionOpens} ${from}`,
      `assignment ${from} ${extended}`,
    ]);
    stage.clock.advance('PT5M');
    await remove(stage, { kind: 'assignment' });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `eligibility ${start} ${from}`,
      `assignment ${extensionOpens} 2026-03-18T00:05:00.000Z`,
    ]);
    expect(await statusOf(stage, id)).toBe('Revoked');
  });

  test('B-17 not to what is there already', async () => {
    const { id } = await pendingExtension(stage);
    await stage.submit('adam', {
      action: 'adminAssign',
      kind: 'assignment',
      principalId: cast.alice,
      roleDefinitionId: role,
      end: 'never',
    });
    expect(await codeOf(answer(stage, id, { becomes: 'assignment' }))).toBe('RoleAssignmentExists');
    expect(await statusOf(stage, id)).toBe('PendingAdminDecision');
    expect(await answer(stage, id)).toMatchObject({ result: { request: { status: 'Provisioned' } } });
  });

  test('D-2 the policy of the side that it comes to decides', async () => {
    await editPolicy(stage, [
      { id: 'Expiration_Admin_Assignment', isExpirationRequired: true, maximumDuration: 'P10D' },
      { id: 'Enablement_Admin_Assignment', enabledRules: ['MultiFactorAuthentication'] },
    ]);
    const { id } = await pendingExtension(stage);
    const plain = caller('adam', { satisfiesMfa: false });
    const refused = await refusal(answer(stage, id, { becomes: 'assignment' }, plain));
    expect(refused.details.violations?.map(({ rule }) => rule)).toEqual(['ExpirationRule', 'MfaRule']);
    const period = during(null, { duration: 'P10D' });
    expect(await answer(stage, id, { becomes: 'assignment', period })).toMatchObject({
      result: { request: { status: 'Provisioned' } },
    });
  });
});

describe('W-1 activations follow the eligibility', () => {
  const activation = (id: string) =>
    stage.one<{ end_at: Date; activated_using: string }>(
      'select end_at, activated_using from schedule where id = $1 and revoked_at is null',
      [id],
    );

  test('an extension takes them over, and lengthens none (B-11)', async () => {
    const { id } = await pendingExtension(stage);
    const held = await activate(stage);
    await answer(stage, id);
    expect(await activation(held.id)).toEqual({ end_at: new Date('2026-03-18T02:00:00Z'), activated_using: id });
  });

  test('one that begins later ends them then, and takes over those that begin only then', async () => {
    const before = await give90Days(stage);
    stage.clock.set(extensionOpens);
    const { id } = await askExtension(stage);
    const later = await activate(stage, { startAt: '2026-03-18T05:00:00Z', end: { duration: 'PT2H' } });
    await answer(stage, id, { period: during('2026-03-18T03:00:00Z', { duration: 'PT3H' }) });
    expect(await activation(later.id)).toEqual({ end_at: new Date('2026-03-18T06:00:00Z'), activated_using: id });
    expect(await spansOf(stage, cast.alice)).toContain(`eligibility ${start} 2026-03-18T03:00:00.000Z`);
    expect(before.id).not.toBe(id);
  });

  test('those that would begin when nothing covers them end', async () => {
    const { id } = await pendingExtension(stage);
    const later = await activate(stage, { startAt: '2026-03-18T08:00:00Z' });
    await answer(stage, id, { period: during('2026-03-18T03:00:00Z', { duration: 'PT3H' }) });
    expect(await statusOf(stage, later.id)).toBe('Failed');
  });
});
