import { caller, cast, roles, unit } from '../../support/cast';
import { activate, assign, cancel, codeOf, editPolicy, holds, makeEligible, refusal, role, rulesFailing } from './acts';
import { freshStage } from './fresh-stage';

const stage = freshStage();

describe('what is refused', () => {
  test('B-1 nobody activates what he is not eligible for', async () => {
    expect(await rulesFailing(activate(stage))).toEqual(['EligibilityRule']);
    await makeEligible(stage, { scopeId: `/administrativeUnits/${unit}` });
    expect(await rulesFailing(activate(stage))).toEqual(['EligibilityRule']);
    expect(await rulesFailing(activate(stage, {}, 'ann'))).toEqual(['EligibilityRule']);
  });

  test('B-1 not before the eligibility begins, not from its end on, and not for a start beyond it', async () => {
    await makeEligible(stage, { startAt: '2026-01-01T01:00:00Z', end: { duration: 'PT1H' } });
    expect(await rulesFailing(activate(stage))).toEqual(['EligibilityRule']);
    stage.clock.set('2026-01-01T01:00:00Z');
    expect(await rulesFailing(activate(stage, { startAt: '2026-01-01T02:00:00Z' }))).toEqual(['EligibilityRule']);
    stage.clock.set('2026-01-01T02:00:00Z');
    expect(await rulesFailing(activate(stage))).toEqual(['EligibilityRule']);
  });

  test('B-3 all failing rules are named together', async () => {
    const attempt = activate(stage, { end: 'never', justification: ' ' }, caller('alice', { satisfiesMfa: false }));
    expect(await rulesFailing(attempt)).toEqual(['EligibilityRule', 'ExpirationRule', 'JustificationRule', 'MfaRule']);
  });

  test('D-6, D-9 step-up: the session must carry MFA, or the context of the policy', async () => {
    await makeEligible(stage);
    expect((await refusal(activate(stage, {}, caller('alice', { satisfiesMfa: false })))).details.claims).toContain(
      'mfa',
    );
    await editPolicy(stage, [
      { id: 'Enablement_EndUser_Assignment', enabledRules: ['Ticketing'] },
      { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: true, claimValue: 'c1' },
    ]);
    expect(await codeOf(activate(stage, { ticketNumber: 'INC1' }))).toBe('RoleAssignmentRequestAcrsValidationFailed');
    const stepped = caller('alice', { satisfiesMfa: false, authenticationContexts: ['c1'] });
    expect(await rulesFailing(activate(stage, { justification: null }, stepped))).toEqual(['TicketingRule']);
    expect(await activate(stage, { ticketNumber: 'INC1', justification: null }, stepped)).toMatchObject({
      status: 'Provisioned',
    });
  });

  test('B-9 while one runs or is to begin: RoleAssignmentExists', async () => {
    await makeEligible(stage);
    const first = await activate(stage, { startAt: '2026-01-01T05:00:00Z' });
    expect(await codeOf(activate(stage))).toBe('RoleAssignmentExists');
    await cancel(stage, first.id);
    await activate(stage);
    expect(await codeOf(activate(stage, { startAt: '2026-01-02T05:00:00Z' }))).toBe('RoleAssignmentExists');
  });

  test('B-17 beside an assignment: RoleAssignmentExists', async () => {
    await makeEligible(stage);
    await assign(stage);
    expect(await codeOf(activate(stage))).toBe('RoleAssignmentExists');
  });

  test('B-3 without an eligibility an existing assignment is not told of', async () => {
    await assign(stage);
    expect(await rulesFailing(activate(stage))).toEqual(['EligibilityRule']);
  });

  test('J.1, M-7 unknown role and scope, a person who has left, and a role that is switched off', async () => {
    await makeEligible(stage);
    expect(await codeOf(activate(stage, { roleDefinitionId: '00000000-0000-4000-8000-00000000dead' }))).toBe(
      'RoleNotFound',
    );
    expect(
      await codeOf(activate(stage, { scopeId: '/administrativeUnits/00000000-0000-4000-8000-00000000dead' })),
    ).toBe('InvalidScope');
    await stage.pool.query('update principal set deleted_at = now() where id = $1', [cast.alice]);
    expect(await codeOf(activate(stage))).toBe('InsufficientPermissions');
    await stage.pool.query('update principal set deleted_at = null where id = $1', [cast.alice]);
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(activate(stage))).toBe('Request_BadRequest');
  });

  test('B-1 an administrative unit that has been deleted is no scope any more', async () => {
    await makeEligible(stage);
    await stage.pool.query('update administrative_unit set deleted_at = now() where id = $1', [unit]);
    expect(await codeOf(activate(stage, { scopeId: `/administrativeUnits/${unit}` }))).toBe('InvalidScope');
  });

  test('B-1, L.4 only the principal himself: no administrator, no approver, no application', async () => {
    await makeEligible(stage);
    for (const who of ['adam', 'carol', 'sam', 'ann', 'dave'] as const)
      expect(await codeOf(activate(stage, { principalId: cast.alice }, who))).toBe('InsufficientPermissions');
    await assign(stage, { principalId: cast.robot, roleDefinitionId: roles.userAdministrator });
    expect(await codeOf(activate(stage, {}, 'robot'))).toBe('InsufficientPermissions');
    expect(await codeOf(activate(stage, {}, caller('alice', { isApplication: true })))).toBe('InsufficientPermissions');
  });

  test('M-7 a disabled person activates nothing, though the eligibility stays on record', async () => {
    await makeEligible(stage);
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
    expect(await codeOf(activate(stage))).toBe('InsufficientPermissions');
    await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.alice]);
    expect(await activate(stage)).toMatchObject({ status: 'Provisioned' });
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.alice]);
    expect(await holds(stage)).toBe(false);
  });

  test('B-2 eligibilities are not activated, nor deactivated', async () => {
    const submit = (differing: object) => Promise.resolve().then(() => activate(stage, differing));
    for (const action of ['selfActivate', 'selfDeactivate'] as const)
      expect(await codeOf(submit({ kind: 'eligibility', action }))).toBe('Request_BadRequest');
  });
});
