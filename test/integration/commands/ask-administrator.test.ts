import { caller, cast, groups, roles } from '../../support/cast';
import {
  activate,
  assign,
  cancel,
  codeOf,
  demandApproval,
  editPolicy,
  holds,
  makeEligible,
  refusal,
  remove,
  role,
  rowCounts,
  rulesFailing,
  statusOf,
} from './acts';
import { askExtension, askRenewal, eventsOf, give90Days, justBefore, spansOf, windows } from './extension-acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

describe.each(['eligibility', 'assignment'] as const)('I-4 one asks for what one has: %s', (kind) => {
  test('3.2 an extension waits for an administrator, and changes nothing', async () => {
    const before = await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    const request = await askExtension(stage, { kind, startAt: windows.end, end: { duration: 'P30D' } });
    expect(request).toMatchObject({
      status: 'PendingAdminDecision',
      action: 'selfExtend',
      targetScheduleId: before.id,
      approvalId: null,
      completedAt: null,
      startAt: new Date(windows.end),
      expirationDuration: 'P30D',
    });
    const name = kind === 'eligibility' ? 'eligible member' : 'member';
    expect(
      await stage.one(
        'select type, activity_display_name, result_reason from outbox join directory_audit as a on a.request_id = outbox.request_id where outbox.request_id = $1',
        [request.id],
      ),
    ).toEqual({
      type: 'request.created',
      activity_display_name: `Update ${name} in PIM requested (extend)`,
      result_reason: 'a reason',
    });
    expect(await spansOf(stage, cast.alice)).toEqual([`${kind} ${windows.start} ${windows.end}`]);
  });

  test('I-2 from 14 days before the end on, until the end', async () => {
    await give90Days(stage, kind);
    stage.clock.set(justBefore(windows.extensionOpens));
    const early = await refusal(askExtension(stage, { kind }));
    expect([early.code, early.message]).toEqual([
      'Request_BadRequest',
      expect.stringContaining(windows.extensionOpens),
    ]);
    stage.clock.set(windows.extensionOpens);
    await cancel(stage, (await askExtension(stage, { kind })).id, 'alice', kind);
    stage.clock.set(justBefore(windows.end));
    await cancel(stage, (await askExtension(stage, { kind })).id, 'alice', kind);
    stage.clock.set(windows.end);
    expect(await codeOf(askExtension(stage, { kind }))).toBe('RoleAssignmentDoesNotExist');
  });

  test('I-3 a renewal from the end on, for 30 days', async () => {
    const before = await give90Days(stage, kind);
    stage.clock.set(justBefore(windows.end));
    expect(await codeOf(askRenewal(stage, { kind }))).toBe('RoleAssignmentExists');
    stage.clock.set(windows.end);
    const request = await askRenewal(stage, { kind });
    expect(request).toMatchObject({ status: 'PendingAdminDecision', targetScheduleId: before.id });
    expect(await holds(stage)).toBe(false);
    const { name } = await stage.one<{ name: string }>(
      'select activity_display_name as name from directory_audit where request_id = $1',
      [request.id],
    );
    expect(name).toBe(`Add ${kind === 'eligibility' ? 'eligible member' : 'member'} to role in PIM requested (renew)`);
    await cancel(stage, request.id, 'alice', kind);
    stage.clock.set(justBefore(windows.renewalCloses));
    await cancel(stage, (await askRenewal(stage, { kind })).id, 'alice', kind);
    stage.clock.set(windows.renewalCloses);
    const late = await refusal(askRenewal(stage, { kind }));
    expect([late.code, late.message]).toEqual(['Request_BadRequest', expect.stringContaining(windows.renewalCloses)]);
  });

  test('I-5 one pending request for each', async () => {
    await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    await askExtension(stage, { kind });
    expect(await codeOf(askExtension(stage, { kind, end: { duration: 'P10D' } }))).toBe('PendingRoleAssignmentRequest');
    stage.clock.set(windows.end);
    expect(await codeOf(askRenewal(stage, { kind }))).toBe('PendingRoleAssignmentRequest');
  });

  test('I-10 the requester withdraws it, and may ask again', async () => {
    await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    const { id } = await askExtension(stage, { kind });
    expect(await codeOf(cancel(stage, id, 'ben', kind))).toBe('RoleAssignmentRequestNotFound');
    await cancel(stage, id, 'alice', kind);
    expect(await statusOf(stage, id)).toBe('Canceled');
    expect(await eventsOf(stage, id)).toEqual(['request.created', 'request.canceled']);
    expect(await askExtension(stage, { kind })).toMatchObject({ status: 'PendingAdminDecision' });
  });

  test('I-4, I-14 a reason and MFA are demanded, whatever the policy says', async () => {
    await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
    await editPolicy(stage, [
      { id: 'Enablement_Admin_Eligibility', enabledRules: [] },
      { id: 'Enablement_Admin_Assignment', enabledRules: [] },
    ]);
    const plain = caller('alice', { satisfiesMfa: false });
    expect(await rulesFailing(askExtension(stage, { kind, justification: ' ' }, plain))).toEqual([
      'JustificationRule',
      'MfaRule',
    ]);
    expect(await rulesFailing(askExtension(stage, { kind }, plain))).toEqual(['MfaRule']);
    expect(await rulesFailing(askExtension(stage, { kind, justification: null }))).toEqual(['JustificationRule']);
    stage.clock.set(windows.end);
    expect(await rulesFailing(askRenewal(stage, { kind, justification: null }, plain))).toEqual([
      'JustificationRule',
      'MfaRule',
    ]);
  });

  test('I-12 the proposal meets the maximum of the policy, counted from its start', async () => {
    const id = kind === 'eligibility' ? 'Expiration_Admin_Eligibility' : 'Expiration_Admin_Assignment';
    await give90Days(stage, kind);
    await editPolicy(stage, [{ id, isExpirationRequired: true, maximumDuration: 'P60D' }]);
    stage.clock.set(windows.extensionOpens);
    expect(await rulesFailing(askExtension(stage, { kind, end: { duration: 'P60DT1S' } }))).toEqual(['ExpirationRule']);
    expect(await rulesFailing(askExtension(stage, { kind, end: 'never' }))).toEqual(['ExpirationRule']);
    expect(
      await askExtension(stage, { kind, startAt: windows.end, end: { at: '2026-05-31T00:00:00Z' } }),
    ).toMatchObject({ status: 'PendingAdminDecision' });
  });
});

describe('what is refused', () => {
  const extendable = async (kind: 'eligibility' | 'assignment' = 'eligibility') => {
    await give90Days(stage, kind);
    stage.clock.set(windows.extensionOpens);
  };

  test('3.1 no period, no end, and one that is over', async () => {
    await extendable();
    const invalid = 'InvalidRoleAssignmentRequestSchedule';
    expect(await codeOf(askExtension(stage, { withoutPeriod: true }))).toBe(invalid);
    expect(await codeOf(askExtension(stage, { end: 'unsaid' }))).toBe(invalid);
    expect(await codeOf(askExtension(stage, { end: { at: windows.start } }))).toBe(invalid);
    expect(await codeOf(askExtension(stage, { end: { duration: 'PT4M' } }))).toBe('ActiveDurationTooShort');
  });

  test('I-4 nobody asks for another, not even an administrator, and no application', async () => {
    await extendable();
    for (const who of ['ben', 'adam', 'robot'] as const)
      expect(await codeOf(askExtension(stage, { principalId: cast.alice }, who))).toBe('InsufficientPermissions');
    expect(await codeOf(askExtension(stage, {}, caller('alice', { isApplication: true })))).toBe(
      'InsufficientPermissions',
    );
  });

  test('I-9 what a group holds is not extended by its member', async () => {
    await give90Days(stage, 'eligibility', { principalId: groups.helpdesk });
    stage.clock.set(windows.extensionOpens);
    const refused = await refusal(askExtension(stage));
    expect([refused.code, refused.message]).toEqual(['RoleAssignmentDoesNotExist', expect.stringContaining('group')]);
    stage.clock.set(windows.end);
    expect(await codeOf(askRenewal(stage))).toBe('RoleAssignmentDoesNotExist');
  });

  test('I-1 an activation is neither extended nor renewed, a permanent one neither', async () => {
    await makeEligible(stage);
    await activate(stage);
    expect(await codeOf(askExtension(stage))).toBe('Request_BadRequest');
    expect(await codeOf(askExtension(stage, { kind: 'assignment' }))).toBe('RoleAssignmentDoesNotExist');
    stage.clock.advance('PT2H');
    expect(await codeOf(askRenewal(stage, { kind: 'assignment' }))).toBe('RoleAssignmentDoesNotExist');
  });

  test('I-3 what was taken away is not renewed', async () => {
    await give90Days(stage);
    stage.clock.set(windows.extensionOpens);
    await remove(stage);
    stage.clock.set(windows.end);
    expect(await codeOf(askRenewal(stage))).toBe('RoleAssignmentDoesNotExist');
  });

  test('J.1 a role that was switched off, an unknown one, and another scope', async () => {
    await extendable();
    expect(await codeOf(askExtension(stage, { roleDefinitionId: 'nothing' }))).toBe('RoleNotFound');
    expect(await codeOf(askExtension(stage, { roleDefinitionId: roles.securityReader }))).toBe(
      'RoleAssignmentDoesNotExist',
    );
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(askExtension(stage))).toBe('Request_BadRequest');
  });

  test('D-4 without the ticket that the policy demands', async () => {
    await extendable();
    await editPolicy(stage, [{ id: 'Enablement_Admin_Eligibility', enabledRules: ['Ticketing'] }]);
    expect(await rulesFailing(askExtension(stage))).toEqual(['TicketingRule']);
    expect(await askExtension(stage, { ticketNumber: '4711' })).toMatchObject({ status: 'PendingAdminDecision' });
  });

  test('B-15 a validation says what would come of it and stores nothing', async () => {
    await extendable();
    const before = await rowCounts(stage);
    expect(await askExtension(stage, { isValidationOnly: true })).toMatchObject({ status: 'PendingEvaluation' });
    expect(await rulesFailing(askExtension(stage, { isValidationOnly: true, justification: null }))).toEqual([
      'JustificationRule',
    ]);
    expect(await rowCounts(stage)).toEqual(before);
  });
});

test('E-9 an activation that nobody approved in time is no pending request any more', async () => {
  await makeEligible(stage);
  await assign(stage, { end: { duration: 'P7D' } });
  await demandApproval(stage);
  stage.clock.advance('P7D');
  const activation = await activate(stage);
  stage.clock.advance('PT23H59M');
  expect(await codeOf(askRenewal(stage, { kind: 'assignment' }))).toBe('PendingRoleAssignmentRequest');
  stage.clock.advance('PT1M');
  expect(await askRenewal(stage, { kind: 'assignment' })).toMatchObject({ status: 'PendingAdminDecision' });
  expect(await statusOf(stage, activation.id)).toBe('TimedOut');
});
