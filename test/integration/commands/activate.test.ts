import { cast, groups, unit } from '../../support/cast';
import { activate, codeOf, editPolicy, holds, makeEligible, role } from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const spanOf = (id: string) =>
  stage.one<{ start_at: Date; end_at: Date; activated_using: string }>(
    'select start_at, end_at, activated_using from schedule where id = $1',
    [id],
  );

describe('what an activation comes to', () => {
  test('B-4, A-2, A-5 it is provisioned at once, beside the eligibility that it was made from', async () => {
    const eligibility = await makeEligible(stage);
    const request = await activate(stage, { ticketNumber: 'INC1', customData: 'mine' });
    const now = stage.clock.now();
    expect(request).toMatchObject({
      status: 'Provisioned',
      action: 'selfActivate',
      startAt: now,
      completedAt: now,
      createdAt: now,
      targetScheduleId: request.id,
      activatedUsing: eligibility.id,
      createdById: cast.alice,
      ticketNumber: 'INC1',
      customData: 'mine',
    });
    expect(
      await stage.one('select assignment_type, activated_using, created_using from schedule where id = $1', [
        request.id,
      ]),
    ).toEqual({
      assignment_type: 'Activated',
      activated_using: eligibility.id,
      created_using: request.id,
    });
    expect(await stage.one('select revoked_at, end_at from schedule where id = $1', [eligibility.id])).toEqual({
      revoked_at: null,
      end_at: null,
    });
  });

  test('A-6 a past start becomes now; a duration counts from then, a given end stays', async () => {
    await makeEligible(stage);
    const request = await activate(stage, { startAt: '2025-12-31T00:00:00Z', end: { at: '2026-01-01T03:00:00Z' } });
    expect(request).toMatchObject({ status: 'Provisioned', startAt: stage.clock.now() });
    expect(await spanOf(request.id)).toMatchObject({
      start_at: stage.clock.now(),
      end_at: new Date('2026-01-01T03:00:00Z'),
    });
  });

  test('B-8 without a statement of its end it lasts as long as the policy allows', async () => {
    await makeEligible(stage);
    const request = await activate(stage, { end: 'unsaid' });
    expect((await spanOf(request.id)).end_at).toEqual(new Date('2026-01-01T08:00:00Z'));
  });

  test('B-5 a start in the future is granted until then, holds from that instant on without any job, and ends', async () => {
    await makeEligible(stage);
    const request = await activate(stage, { startAt: '2026-01-01T01:00:00Z' });
    expect(request).toMatchObject({ status: 'Granted', completedAt: new Date('2026-01-01T01:00:00Z') });
    stage.clock.set('2026-01-01T00:59:59.999Z');
    expect(await holds(stage)).toBe(false);
    stage.clock.set('2026-01-01T01:00:00Z');
    expect(await holds(stage)).toBe(true);
    stage.clock.set('2026-01-01T02:59:59.999Z');
    expect(await holds(stage)).toBe(true);
    stage.clock.set('2026-01-01T03:00:00Z');
    expect(await holds(stage)).toBe(false);
  });

  test('F-9 one that has ended can be followed by another at once', async () => {
    await makeEligible(stage);
    await activate(stage);
    stage.clock.advance('PT2H');
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('W-1, H-8 the end of the eligibility caps it', async () => {
    await makeEligible(stage, { end: { at: '2026-01-01T01:00:00Z' } });
    const request = await activate(stage);
    expect((await spanOf(request.id)).end_at).toEqual(new Date('2026-01-01T01:00:00Z'));
  });

  test('B-14 through a group the person becomes active, and the group does not', async () => {
    const eligibility = await makeEligible(stage, { principalId: groups.helpdesk });
    const request = await activate(stage);
    expect(request).toMatchObject({ principalId: cast.alice, activatedUsing: eligibility.id });
    expect(
      await stage.one(
        `select array_agg(distinct principal_id) as ids from schedule where kind = 'assignment' and role_definition_id = $1`,
        [role],
      ),
    ).toEqual({
      ids: [cast.alice],
    });
  });

  test('B-13 of several eligibilities the one that lasts longest is taken', async () => {
    await makeEligible(stage, { end: { duration: 'PT1H' } });
    const viaGroup = await makeEligible(stage, { principalId: groups.helpdesk });
    expect((await spanOf((await activate(stage)).id)).activated_using).toBe(viaGroup.id);
  });

  test('B-12, H-13 the scope may be narrower than that of the eligibility, and never wider', async () => {
    await makeEligible(stage);
    expect(await activate(stage, { scopeId: `/administrativeUnits/${unit}` })).toMatchObject({
      scopeId: `/administrativeUnits/${unit}`,
    });
  });

  test('D-13 a later edit of the policy leaves a running activation alone', async () => {
    await makeEligible(stage);
    const request = await activate(stage);
    await editPolicy(stage, [{ id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT30M' }]);
    expect((await spanOf(request.id)).end_at).toEqual(new Date('2026-01-01T02:00:00Z'));
    expect(await holds(stage)).toBe(true);
  });
});

describe('B-7, C-4 both ends of the length', () => {
  beforeEach(() => makeEligible(stage));
  test.each([
    { duration: 'PT5M', code: null },
    { duration: 'PT4M59S', code: 'ActiveDurationTooShort' },
    { duration: 'PT8H', code: null },
    { duration: 'PT8H1S', code: 'RoleAssignmentRequestPolicyValidationFailed' },
    { duration: 'PT0S', code: 'InvalidRoleAssignmentRequestSchedule' },
  ])('$duration -> $code', async ({ duration, code }) => {
    const attempt = activate(stage, { end: { duration } });
    if (code === null) expect(await attempt).toMatchObject({ status: 'Provisioned' });
    else expect(await codeOf(attempt)).toBe(code);
  });
});
