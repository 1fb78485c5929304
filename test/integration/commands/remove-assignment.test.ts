import { caller, cast, groups } from '../../support/cast';
import { activate, assign, codeOf, deactivate, holds, makeEligible, refusal, remove, role, statusOf } from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const revokedAt = async (id: string) =>
  (await stage.one<{ at: Date | null }>('select revoked_at as at from schedule where id = $1', [id])).at;

describe('adminRemove', () => {
  test('H-6, 3.2 an eligibility: Revoked, the schedule is gone, and so is what could be made from it', async () => {
    const eligibility = await makeEligible(stage);
    stage.clock.advance('PT5M');
    expect(await remove(stage)).toMatchObject({
      status: 'Revoked',
      completedAt: null,
      targetScheduleId: null,
      hasSchedule: false,
      createdById: cast.adam,
    });
    expect(await revokedAt(eligibility.id)).toEqual(stage.clock.now());
    expect(await codeOf(activate(stage))).toBe('RoleAssignmentRequestPolicyValidationFailed');
  });

  test('an assignment', async () => {
    await assign(stage);
    stage.clock.advance('PT5M');
    await remove(stage, { kind: 'assignment' });
    expect(await holds(stage)).toBe(false);
  });

  test('F-6 an activation; the eligibility stays', async () => {
    await makeEligible(stage);
    await activate(stage);
    stage.clock.advance('PT5M');
    await remove(stage, { kind: 'assignment' });
    expect(await holds(stage)).toBe(false);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('C-5 not within five minutes of the start, whichever it is', async () => {
    await makeEligible(stage);
    await activate(stage);
    stage.clock.advance('PT4M59S');
    expect(await codeOf(remove(stage))).toBe('ActiveDurationTooShort');
    expect(await codeOf(remove(stage, { kind: 'assignment' }))).toBe('ActiveDurationTooShort');
    stage.clock.advance('PT1S');
    await remove(stage, { kind: 'assignment' });
    await remove(stage);
  });

  test('what has not begun can be removed at once, and its request is over', async () => {
    const request = await assign(stage, { startAt: '2026-01-02T00:00:00Z' });
    await remove(stage, { kind: 'assignment' });
    expect(await statusOf(stage, request.id)).toBe('Revoked');
    stage.clock.set('2026-01-02T00:00:00Z');
    expect(await holds(stage)).toBe(false);
    expect(await assign(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('W-1 it ends every activation made from the eligibility, with an event each, and none made from another', async () => {
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2), ($1, $3)', [
      groups.helpdesk,
      cast.ann,
      cast.ben,
    ]);
    await makeEligible(stage, { principalId: groups.helpdesk });
    await makeEligible(stage, { principalId: cast.ben });
    await stage.pool.query(`update schedule set end_at = '2026-01-02' where principal_id = $1`, [groups.helpdesk]);
    const alices = await activate(stage);
    const anns = await activate(stage, { startAt: '2026-01-01T05:00:00Z' }, 'ann');
    const bens = await activate(stage, {}, 'ben');
    stage.clock.advance('PT5M');
    await remove(stage, { principalId: groups.helpdesk });
    expect([await holds(stage, 'alice'), await holds(stage, 'ben')]).toEqual([false, true]);
    expect(await statusOf(stage, alices.id)).toBe('Provisioned');
    expect(await statusOf(stage, anns.id)).toBe('Failed');
    expect(await revokedAt(bens.id)).toBeNull();
    expect(
      await stage.one(
        `select array_agg(schedule_id order by principal_id) as ids from outbox where type = 'schedule.ended'`,
        [],
      ),
    ).toEqual({
      ids: [anns.id, alices.id],
    });
    stage.clock.set('2026-01-01T05:00:00Z');
    expect(await holds(stage, 'ann')).toBe(false);
  });

  test('H-6, J.1 nothing to remove, twice, and unknown ids', async () => {
    expect(await codeOf(remove(stage))).toBe('RoleAssignmentDoesNotExist');
    await makeEligible(stage);
    stage.clock.advance('PT5M');
    await remove(stage);
    expect(await codeOf(remove(stage))).toBe('RoleAssignmentDoesNotExist');
    const nowhere = '00000000-0000-4000-8000-00000000dead';
    expect(await codeOf(remove(stage, { principalId: nowhere }))).toBe('SubjectNotFound');
    expect(await codeOf(remove(stage, { roleDefinitionId: nowhere }))).toBe('RoleNotFound');
  });

  test('7.1 a role that is switched off can still be taken away', async () => {
    await assign(stage);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    stage.clock.advance('PT5M');
    expect(await remove(stage, { kind: 'assignment' })).toMatchObject({ status: 'Revoked' });
  });

  test.each(['alice', 'ann', 'sam', 'robot', 'dave'] as const)('L.1 %s may not', async (who) => {
    await assign(stage);
    stage.clock.advance('PT5M');
    expect(await codeOf(remove(stage, { kind: 'assignment', principalId: cast.alice }, who))).toBe(
      'InsufficientPermissions',
    );
    expect(await holds(stage)).toBe(true);
  });

  test('D-2 no rule of the policy stands in the way', async () => {
    await assign(stage);
    stage.clock.advance('PT5M');
    const unproven = caller('adam', { satisfiesMfa: false });
    expect(await remove(stage, { kind: 'assignment', justification: null }, unproven)).toMatchObject({
      status: 'Revoked',
    });
  });
});

describe('selfDeactivate', () => {
  test('F-4 ends one’s own activation, from five minutes after its start on', async () => {
    await makeEligible(stage);
    await activate(stage);
    stage.clock.advance('PT4M59S');
    expect(await refusal(deactivate(stage))).toMatchObject({
      code: 'ActiveDurationTooShort',
      message: expect.stringContaining('5 minutes'),
    });
    expect(await holds(stage)).toBe(true);
    stage.clock.advance('PT1S');
    expect(await deactivate(stage)).toMatchObject({ status: 'Revoked', completedAt: null, targetScheduleId: null });
    expect(await holds(stage)).toBe(false);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('F-5 not what an administrator assigned', async () => {
    await assign(stage);
    stage.clock.advance('PT5M');
    expect(await codeOf(deactivate(stage))).toBe('RoleAssignmentDoesNotExist');
    expect(await holds(stage)).toBe(true);
  });

  test('F-4 nothing to end: never activated, not begun, ended by itself, ended twice', async () => {
    expect(await codeOf(deactivate(stage))).toBe('RoleAssignmentDoesNotExist');
    await makeEligible(stage);
    await activate(stage, { startAt: '2026-01-01T01:00:00Z' });
    expect(await codeOf(deactivate(stage))).toBe('RoleAssignmentDoesNotExist');
    stage.clock.set('2026-01-01T01:05:00Z');
    await deactivate(stage);
    expect(await codeOf(deactivate(stage))).toBe('RoleAssignmentDoesNotExist');
    await activate(stage);
    stage.clock.advance('PT2H');
    expect(await codeOf(deactivate(stage))).toBe('RoleAssignmentDoesNotExist');
  });

  test('F-4, L.4 only the principal: no administrator, nobody else, no application', async () => {
    await makeEligible(stage);
    await activate(stage);
    stage.clock.advance('PT5M');
    for (const who of ['adam', 'carol', 'sam', 'ann', 'robot'] as const)
      expect(await codeOf(deactivate(stage, { principalId: cast.alice }, who))).toBe('InsufficientPermissions');
    expect(await codeOf(deactivate(stage, {}, caller('alice', { isApplication: true })))).toBe(
      'InsufficientPermissions',
    );
    expect(await holds(stage)).toBe(true);
  });
});
