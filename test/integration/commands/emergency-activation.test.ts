import { cast, groups, roles, unit } from '../../support/cast';
import {
  activate,
  assign,
  codeOf,
  deactivate,
  decide,
  demandApproval,
  editPolicy,
  holds,
  makeEligible,
  refusal,
  role,
  rowCounts,
  rulesFailing,
} from './acts';
import { mark, settle, uses } from './emergency-acts';
import { freshStage } from './fresh-stage';
import { leftSince, marks } from './left-behind';

const stage = freshStage();

beforeEach(async () => {
  await makeEligible(stage);
  await demandApproval(stage);
  await mark(stage);
});

const withoutRules = () => editPolicy(stage, [{ id: 'Enablement_EndUser_Assignment', enabledRules: [] }]);

describe('issue 4.8 an emergency account activates without approval', () => {
  test('at once, whatever the policy asks for; everybody else waits', async () => {
    await makeEligible(stage, { principalId: cast.carol });
    expect((await activate(stage)).status).toBe('Provisioned');
    expect(await holds(stage)).toBe(true);
    expect((await activate(stage, {}, 'carol')).status).toBe('PendingApproval');
    expect(await uses(stage)).toHaveLength(1);
  });

  test('the use tells which account, for what role, why, and who was told', async () => {
    await assign(stage, { principalId: groups.helpdesk, roleDefinitionId: roles.globalAdministrator });
    await assign(stage, { principalId: cast.dave, roleDefinitionId: roles.globalAdministrator });
    await assign(stage, {
      principalId: cast.ann,
      roleDefinitionId: roles.globalAdministrator,
      scopeId: `/administrativeUnits/${unit}`,
    });
    const { id } = await activate(stage, { justification: 'the data centre is on fire' });
    const [use] = await uses(stage);
    expect(use).toMatchObject({
      id,
      principal_id: cast.alice,
      role_definition_id: role,
      scope_id: '/',
      used_at: stage.clock.now(),
      justification: 'the data centre is on fire',
      settled_at: null,
      finding: null,
    });
    // Adam by himself, Alice through the group; Dave is disabled, and Ann administers one unit only.
    expect(use && [...(use.notified_ids as string[])].sort()).toEqual([cast.alice, cast.adam].sort());
  });

  test('P-1, P-10 it raises an alert beside the events and entries of an ordinary activation', async () => {
    const before = await marks(stage);
    const { id } = await activate(stage, { justification: 'fire' });
    const { audits, events } = await leftSince(stage, before);
    expect(events).toEqual(
      ['request.created', 'request.provisioned', 'emergency.used'].map((type) => ({ type, request_id: id })),
    );
    expect(audits.map(({ activity }) => activity)).toEqual([
      'Add member to role requested (PIM activation)',
      'Add member to role completed (PIM activation)',
      'Triggered PIM alert',
    ]);
    const alert = { correlation: id, result: 'success', reason: 'fire', initiator: cast.alice, subject: cast.alice };
    expect(audits[2]).toMatchObject(alert);
    const { resources } = await stage.one<{ resources: readonly object[] }>(
      `select target_resources as resources from directory_audit where activity_display_name = 'Triggered PIM alert'`,
    );
    expect(resources).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Role', id: role, displayName: 'Groups Administrator' }),
        expect.objectContaining({ type: 'User', id: cast.alice, displayName: 'Alice' }),
      ]),
    );
  });

  test('it is a use too where no approval is asked for, and one that begins later', async () => {
    await makeEligible(stage, { roleDefinitionId: roles.userAdministrator });
    const later = await activate(stage, {
      roleDefinitionId: roles.userAdministrator,
      startAt: '2026-01-01T05:00:00Z',
    });
    expect(later.status).toBe('Granted');
    expect(await uses(stage)).toMatchObject([{ id: later.id, used_at: stage.clock.now() }]);
  });

  test('through the eligibility of a group it is the account that uses it', async () => {
    await makeEligible(stage, { principalId: groups.helpdesk, roleDefinitionId: roles.userAdministrator });
    await activate(stage, { roleDefinitionId: roles.userAdministrator });
    expect(await uses(stage)).toMatchObject([{ principal_id: cast.alice }]);
  });
});

describe('issue 4.8 everything else of the policy holds', () => {
  test.each([{ justification: null }, { justification: ' \t' }])(
    'D-3 the reason is demanded though the policy asks for none: %j',
    async (given) => {
      await withoutRules();
      const before = await rowCounts(stage);
      const refused = await refusal(activate(stage, given));
      expect(refused.details.violations).toMatchObject([
        { rule: 'JustificationRule', ruleId: 'Enablement_EndUser_Assignment' },
      ]);
      expect(await rowCounts(stage)).toEqual({ ...before, audits: Number(before.audits) + 1 });
      await mark(stage, false);
      expect((await activate(stage, given)).status).toBe('PendingApproval');
    },
  );

  test('B-1 eligibility, B-8 the longest duration, and the session are asked for as ever', async () => {
    expect(await rulesFailing(activate(stage, { end: { duration: 'PT9H' } }))).toEqual(['ExpirationRule']);
    expect(await rulesFailing(activate(stage, { roleDefinitionId: roles.userAdministrator }))).toEqual([
      'EligibilityRule',
    ]);
    expect(await uses(stage)).toEqual([]);
  });

  test('B-9 what is held already is RoleAssignmentExists, used or not', async () => {
    await activate(stage);
    expect(await codeOf(activate(stage))).toBe('RoleAssignmentExists');
  });

  test('B-15 a validation is judged by the same rules and stores nothing', async () => {
    const before = await rowCounts(stage);
    expect((await activate(stage, { isValidationOnly: true })).status).toBe('Granted');
    expect(await rowCounts(stage)).toEqual(before);
    await activate(stage);
    await makeEligible(stage, { roleDefinitionId: roles.userAdministrator });
    const again = activate(stage, { roleDefinitionId: roles.userAdministrator, isValidationOnly: true });
    expect(await codeOf(again)).toBe('EmergencyUseUnsettled');
  });
});

describe('issue 4.8 an account with an unsettled use', () => {
  beforeEach(() => makeEligible(stage, { roleDefinitionId: roles.userAdministrator }));
  const other = () => activate(stage, { roleDefinitionId: roles.userAdministrator });

  test('cannot do it again: the refusal names the use and who can help, and is audited', async () => {
    const { id } = await activate(stage);
    const before = await marks(stage);
    stage.clock.advance('PT1H');
    const { code, message } = await refusal(other());
    expect(code).toBe('EmergencyUseUnsettled');
    expect(message).toContain('2026-01-01T00:00:00.000Z');
    expect(message).toContain(`settleEmergencyAccess with the id ${id}`);
    const { audits, events } = await leftSince(stage, before);
    expect(audits).toMatchObject([{ result: 'failure', reason: expect.stringMatching(/^EmergencyUseUnsettled: /) }]);
    expect(events).toEqual([]);
  });

  test('nor after the activation has ended, for the same role', async () => {
    const { id } = await activate(stage);
    stage.clock.advance('PT10M');
    await deactivate(stage);
    expect(await codeOf(activate(stage))).toBe('EmergencyUseUnsettled');
    stage.clock.advance('P30D');
    expect(await codeOf(activate(stage))).toBe('EmergencyUseUnsettled');
    await settle(stage, id);
    expect((await activate(stage)).status).toBe('Provisioned');
  });

  test('another account is not held up by it', async () => {
    await activate(stage);
    await makeEligible(stage, { principalId: cast.ben });
    await mark(stage, true, 'adam', cast.ben);
    expect((await activate(stage, {}, 'ben')).status).toBe('Provisioned');
  });

  test('activates as everybody does once it is no emergency account any more, and owes its use when it is one again', async () => {
    await activate(stage);
    await mark(stage, false);
    await other();
    expect(await uses(stage)).toHaveLength(1);
    await mark(stage, true);
    await makeEligible(stage, { roleDefinitionId: roles.securityReader });
    expect(await codeOf(activate(stage, { roleDefinitionId: roles.securityReader }))).toBe('EmergencyUseUnsettled');
  });

  test('a request that waited when the account was marked is decided as it was made, and is no use', async () => {
    await mark(stage, false);
    const { id } = await activate(stage);
    await mark(stage, true);
    await decide(stage, id);
    expect(await holds(stage)).toBe(true);
    expect(await uses(stage)).toEqual([]);
  });
});
