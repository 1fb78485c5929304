import { announceRenewalClosed } from '../../../src/commands/announce-windows';
import { serviceActor } from '../../../src/domain/actor';
import { caller, cast } from '../../support/cast';
import type { RequestInput } from '../../support/stage';
import {
  activate,
  assign,
  codeOf,
  demandApproval,
  editPolicy,
  makeEligible,
  refusal,
  remove,
  role,
  rulesFailing,
  statusOf,
} from './acts';
import { askRenewal, eventsOf, give90Days, justBefore, spansOf, windows } from './extension-acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

const { start, end, renewalCloses } = windows;

/** Adam brings back Alice's eligibility, or with `kind` her assignment, for ten days from the end of the first one on. */
const renew = (differing: Partial<RequestInput> = {}, who: Parameters<typeof makeEligible>[2] = 'adam') =>
  makeEligible(stage, { action: 'adminRenew', startAt: end, end: { duration: 'P10D' }, ...differing }, who);

describe.each(['eligibility', 'assignment'] as const)('I-8 adminRenew of an expired %s', (kind) => {
  test('at once, under a new id, without anybody’s approval', async () => {
    await give90Days(stage, kind);
    stage.clock.set('2026-04-03T00:00:00.000Z');
    const request = await renew({ kind });
    expect(request).toMatchObject({ status: 'Provisioned', action: 'adminRenew', targetScheduleId: request.id });
    expect(await spansOf(stage, cast.alice)).toEqual([
      `${kind} ${start} ${end}`,
      `${kind} 2026-04-03T00:00:00.000Z 2026-04-13T00:00:00.000Z`,
    ]);
    expect(await eventsOf(stage, request.id)).toEqual(['request.created', 'request.provisioned']);
    const member = kind === 'eligibility' ? 'eligible member' : 'member';
    const { rows } = await stage.pool.query(
      'select activity_display_name as n from directory_audit where request_id = $1 order by id',
      [request.id],
    );
    expect(rows.map(({ n }) => n)).toEqual([
      `Add ${member} to role in PIM requested (renew)`,
      `Add ${member} to role in PIM completed (timebound)`,
    ]);
  });

  test('I-3 from the end on, for 30 days; afterwards it is assigned anew', async () => {
    await give90Days(stage, kind);
    stage.clock.set(justBefore(end));
    expect(await codeOf(renew({ kind }))).toBe('RoleAssignmentExists');
    stage.clock.set(renewalCloses);
    const late = await refusal(renew({ kind }));
    expect([late.code, late.message]).toEqual(['Request_BadRequest', expect.stringContaining(renewalCloses)]);
    stage.clock.set(justBefore(renewalCloses));
    expect(await renew({ kind })).toMatchObject({ status: 'Provisioned' });
  });

  test('B-5 from a later start on; once only', async () => {
    await give90Days(stage, kind);
    stage.clock.set(end);
    const request = await renew({ kind, startAt: '2026-04-05T00:00:00Z' });
    expect(request.status).toBe('Granted');
    expect(await codeOf(renew({ kind }))).toBe('RoleAssignmentExists');
    await remove(stage, { kind });
    expect(await statusOf(stage, request.id)).toBe('Revoked');
    expect(await codeOf(renew({ kind }))).toBe('RoleAssignmentDoesNotExist');
    stage.clock.set(renewalCloses);
    const scheduleId = await stage.one<{ id: string }>('select id from schedule where end_at = $1', [end]);
    expect(await codeOf(stage.run(announceRenewalClosed, { scheduleId: scheduleId.id }, serviceActor))).toBe(
      'Conflict',
    );
  });
});

describe('what is refused', () => {
  test('3.1 without start or end', async () => {
    await give90Days(stage);
    stage.clock.set(end);
    for (const differing of [{ withoutPeriod: true }, { end: 'unsaid' as const }])
      expect(await codeOf(renew(differing))).toBe('InvalidRoleAssignmentRequestSchedule');
    const withoutStart = makeEligible(stage, { action: 'adminRenew', end: { duration: 'P10D' } });
    expect((await refusal(withoutStart)).details.path).toEqual(['input', 'scheduleInfo', 'startDateTime']);
  });

  test('nothing has expired: never held, taken away, or an activation', async () => {
    expect(await codeOf(renew())).toBe('RoleAssignmentDoesNotExist');
    await give90Days(stage);
    await activate(stage);
    stage.clock.advance('PT1H');
    await remove(stage);
    stage.clock.set(end);
    expect(await codeOf(renew())).toBe('RoleAssignmentDoesNotExist');
    expect(await codeOf(renew({ kind: 'assignment' }))).toBe('RoleAssignmentDoesNotExist');
  });

  test('an activation that has expired hides nothing: the assignment before it is what is renewed', async () => {
    await assign(stage, { end: { duration: 'P1D' } });
    await makeEligible(stage);
    stage.clock.advance('P1D');
    await activate(stage);
    stage.clock.advance('P1D');
    expect(await renew({ kind: 'assignment', startAt: start })).toMatchObject({ status: 'Provisioned' });
  });

  test.each(['alice', 'ann', 'sam', 'robot', 'dave'] as const)('L.1 by %s', async (who) => {
    await give90Days(stage);
    stage.clock.set(end);
    expect(await codeOf(renew({}, who))).toBe('InsufficientPermissions');
  });

  test('I-5 while a request for it waits', async () => {
    await give90Days(stage);
    stage.clock.set(end);
    await askRenewal(stage);
    expect(await codeOf(renew())).toBe('PendingRoleAssignmentRequest');
  });

  test('D-2, D-12 what the policy demands, and MFA of whoever renews what was his own', async () => {
    await give90Days(stage);
    await give90Days(stage, 'eligibility', { principalId: cast.carol });
    await editPolicy(stage, [
      { id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P10D' },
      { id: 'Enablement_Admin_Eligibility', enabledRules: ['Justification'] },
    ]);
    stage.clock.set(end);
    expect(await rulesFailing(renew({ end: { duration: 'P11D' }, justification: null }))).toEqual([
      'ExpirationRule',
      'JustificationRule',
    ]);
    const plain = caller('carol', { satisfiesMfa: false });
    expect(await rulesFailing(renew({ principalId: cast.carol }, plain))).toEqual(['MfaRule']);
    expect(await renew({}, plain)).toMatchObject({ status: 'Provisioned' });
  });

  test('M-7 a role that was switched off', async () => {
    await give90Days(stage);
    stage.clock.set(end);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(renew())).toBe('Request_BadRequest');
  });
});

test('E-9 an approval that lapsed is written down with it', async () => {
  await assign(stage, { end: { duration: 'P1D' } });
  await makeEligible(stage);
  await demandApproval(stage);
  stage.clock.advance('P1D');
  const activation = await activate(stage);
  stage.clock.advance('P1D');
  await renew({ kind: 'assignment', startAt: start });
  expect(await statusOf(stage, activation.id)).toBe('TimedOut');
});
