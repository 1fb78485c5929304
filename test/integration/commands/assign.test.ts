import { caller, cast, groups, roles, unit } from '../../support/cast';
import {
  activate,
  assign,
  cancel,
  codeOf,
  demandApproval,
  editPolicy,
  holds,
  makeEligible,
  role,
  rulesFailing,
} from './acts';
import { freshStage } from './fresh-stage';

const unitScope = `/administrativeUnits/${unit}`;
const nowhere = '00000000-0000-4000-8000-00000000dead';
const stage = freshStage();

describe('H-1 what an administrator can give', () => {
  test('an assignment for ever, which holds at once', async () => {
    expect(await assign(stage)).toMatchObject({
      status: 'Provisioned',
      createdById: cast.adam,
      principalId: cast.alice,
    });
    stage.clock.advance('P3650D');
    expect(await holds(stage)).toBe(true);
  });

  test('an assignment for a while', async () => {
    await assign(stage, { end: { duration: 'P1D' } });
    stage.clock.advance('PT23H59M59S');
    expect(await holds(stage)).toBe(true);
    stage.clock.advance('PT1S');
    expect(await holds(stage)).toBe(false);
  });

  test('B-5 one from a later day on: granted until then, without any job', async () => {
    expect(await assign(stage, { startAt: '2026-02-01T00:00:00Z' })).toMatchObject({
      status: 'Granted',
      completedAt: new Date('2026-02-01T00:00:00Z'),
    });
    expect(await holds(stage)).toBe(false);
    stage.clock.set('2026-02-01T00:00:00Z');
    expect(await holds(stage)).toBe(true);
  });

  test('H-3 an eligibility beside an assignment', async () => {
    await assign(stage);
    expect(await makeEligible(stage)).toMatchObject({ status: 'Provisioned', kind: 'eligibility' });
  });

  test('an eligibility alone gives nothing', async () => {
    await makeEligible(stage);
    expect(await holds(stage)).toBe(false);
  });

  test('H-12 to a role-assignable group: its members hold it', async () => {
    await assign(stage, { principalId: groups.helpdesk });
    expect(await holds(stage, 'alice')).toBe(true);
    expect(await holds(stage, 'ann')).toBe(false);
  });

  test('M-2 to a service principal an assignment, and no eligibility', async () => {
    expect(await assign(stage, { principalId: cast.robot })).toMatchObject({ status: 'Provisioned' });
    expect(await codeOf(makeEligible(stage, { principalId: cast.robot }))).toBe('Request_BadRequest');
  });

  test('M-7 to a disabled person: it stays on record, and counts once he is enabled', async () => {
    expect(await assign(stage, { principalId: cast.dave })).toMatchObject({ status: 'Provisioned' });
    expect(await holds(stage, 'dave')).toBe(false);
    await stage.pool.query('update principal set account_enabled = true where id = $1', [cast.dave]);
    expect(await holds(stage, 'dave')).toBe(true);
  });

  test('H-13 at an administrative unit, beside one at the tenant', async () => {
    await assign(stage);
    expect(await assign(stage, { scopeId: unitScope })).toMatchObject({ scopeId: unitScope });
  });

  test('H-13 a custom role', async () => {
    await stage.pool.query(
      `insert into role_definition (id, provider, display_name, is_built_in, is_enabled) values ('c0570000-0000-4000-8000-000000000001', 'directory', 'Custom', false, true)`,
    );
    await stage.pool.query(
      `insert into policy (id, provider, role_definition_id, scope_id, rules)
        select 'custom', 'directory', 'c0570000-0000-4000-8000-000000000001', '/', rules from policy where role_definition_id = $1`,
      [role],
    );
    expect(await assign(stage, { roleDefinitionId: 'c0570000-0000-4000-8000-000000000001' })).toMatchObject({
      status: 'Provisioned',
    });
  });
});

describe('L.1 who may give', () => {
  test.each(['alice', 'ann', 'sam', 'robot', 'dave'] as const)('%s may not', async (who) => {
    expect(await codeOf(assign(stage, { principalId: cast.ben }, who))).toBe('InsufficientPermissions');
    expect(await codeOf(makeEligible(stage, { principalId: cast.ben }, who))).toBe('InsufficientPermissions');
  });

  test('nobody raises himself by being eligible to administer', async () => {
    await makeEligible(stage, { roleDefinitionId: roles.globalAdministrator });
    expect(await codeOf(assign(stage, { principalId: cast.alice }, 'alice'))).toBe('InsufficientPermissions');
    await activate(stage, { roleDefinitionId: roles.globalAdministrator, end: { duration: 'PT1H' } });
    await assign(stage, { principalId: cast.ben }, 'alice');
    stage.clock.advance('PT1H');
    expect(await codeOf(assign(stage, { principalId: cast.ann }, 'alice'))).toBe('InsufficientPermissions');
  });

  test('a Privileged Role Administrator may, and an application that holds the role (L.4)', async () => {
    expect(await assign(stage, {}, 'carol')).toMatchObject({ status: 'Provisioned' });
    await assign(stage, { principalId: cast.robot, roleDefinitionId: roles.privilegedRoleAdministrator });
    expect(await assign(stage, { principalId: cast.ben }, 'robot')).toMatchObject({ createdByApplication: true });
  });

  test('through a role-assignable group as well', async () => {
    await assign(stage, { principalId: groups.helpdesk, roleDefinitionId: roles.privilegedRoleAdministrator });
    expect(await assign(stage, { principalId: cast.ben }, 'alice')).toMatchObject({ status: 'Provisioned' });
  });

  test('an administrator of a unit may within it, and nowhere else', async () => {
    await assign(stage, { roleDefinitionId: roles.privilegedRoleAdministrator, scopeId: unitScope });
    expect(await assign(stage, { principalId: cast.ben, scopeId: unitScope }, 'alice')).toMatchObject({
      scopeId: unitScope,
    });
    expect(await codeOf(assign(stage, { principalId: cast.ben }, 'alice'))).toBe('InsufficientPermissions');
  });

  test('M-7 a disabled administrator may not', async () => {
    await stage.pool.query('update principal set account_enabled = false where id = $1', [cast.carol]);
    expect(await codeOf(assign(stage, {}, 'carol'))).toBe('InsufficientPermissions');
  });
});

describe('what is refused', () => {
  test('J.1 unknown principal, role and scope', async () => {
    expect(await codeOf(assign(stage, { principalId: nowhere }))).toBe('SubjectNotFound');
    expect(await codeOf(assign(stage, { roleDefinitionId: nowhere }))).toBe('RoleNotFound');
    expect(await codeOf(assign(stage, { scopeId: `/administrativeUnits/${nowhere}` }))).toBe('InvalidScope');
  });

  test('G-16 a group that is not role-assignable', async () => {
    expect(await codeOf(assign(stage, { principalId: groups.plain }))).toBe('Request_BadRequest');
    expect(await codeOf(makeEligible(stage, { principalId: groups.plain }))).toBe('Request_BadRequest');
  });

  test('7.1 a role that is switched off', async () => {
    await stage.pool.query('update role_definition set is_enabled = false where id = $1', [role]);
    expect(await codeOf(assign(stage))).toBe('Request_BadRequest');
  });

  test('H-2 an equal assignment, also one that begins later; not one that has ended', async () => {
    const later = await assign(stage, { startAt: '2026-01-02T00:00:00Z', end: { duration: 'P1D' } });
    expect(await codeOf(assign(stage, { end: { duration: 'PT1H' } }))).toBe('RoleAssignmentExists');
    await cancel(stage, later.id, 'adam');
    await assign(stage, { end: { duration: 'PT1H' } });
    stage.clock.advance('PT59M59S');
    expect(await codeOf(assign(stage))).toBe('RoleAssignmentExists');
    stage.clock.advance('PT1S');
    expect(await assign(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('H-2 while an activation waits for approval', async () => {
    await demandApproval(stage);
    await makeEligible(stage);
    await activate(stage);
    expect(await codeOf(assign(stage))).toBe('PendingRoleAssignmentRequest');
    stage.clock.advance('P1D');
    expect(await assign(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test.each([
    { what: 'C-4 less than five minutes', end: { duration: 'PT4M59S' }, code: 'ActiveDurationTooShort' },
    { what: 'nothing said of the end', end: 'unsaid', code: 'InvalidRoleAssignmentRequestSchedule' },
    {
      what: 'an end before the start',
      end: { at: '2025-12-31T00:00:00Z' },
      code: 'InvalidRoleAssignmentRequestSchedule',
    },
    {
      what: 'an end in a thousand years',
      end: { at: '3026-01-01T00:00:00Z' },
      code: 'InvalidRoleAssignmentRequestSchedule',
    },
  ] as const)('$what -> $code', async ({ end, code }) => {
    expect(await codeOf(assign(stage, { end }))).toBe(code);
    expect(await codeOf(makeEligible(stage, { end }))).toBe(code);
  });

  test('3.1 no schedule at all', async () => {
    expect(await codeOf(assign(stage, { withoutPeriod: true }))).toBe('InvalidRoleAssignmentRequestSchedule');
  });

  test('C-15 what the policy requires: an end, and not beyond the limit', async () => {
    await editPolicy(stage, [
      { id: 'Expiration_Admin_Eligibility', isExpirationRequired: true, maximumDuration: 'P15D' },
    ]);
    expect(await rulesFailing(makeEligible(stage))).toEqual(['ExpirationRule']);
    expect(await rulesFailing(makeEligible(stage, { end: { duration: 'P15DT1S' } }))).toEqual(['ExpirationRule']);
    expect(await makeEligible(stage, { end: { duration: 'P15D' } })).toMatchObject({ status: 'Provisioned' });
    expect(await assign(stage)).toMatchObject({ status: 'Provisioned' });
  });

  test('H-9, D-7 justification and MFA are asked of the administrator', async () => {
    expect(await rulesFailing(assign(stage, { justification: ' ' }))).toEqual(['JustificationRule']);
    expect(await makeEligible(stage, { justification: null })).toMatchObject({ status: 'Provisioned' });
    await editPolicy(stage, [{ id: 'Enablement_Admin_Assignment', enabledRules: ['MultiFactorAuthentication'] }]);
    expect(await rulesFailing(assign(stage, {}, caller('adam', { satisfiesMfa: false })))).toEqual(['MfaRule']);
    expect(await assign(stage, { justification: null })).toMatchObject({ status: 'Provisioned' });
  });
});
