import { decideRequest } from '../../../src/commands/decide-request';
import { caller, cast, groups, type Person } from '../../support/cast';
import { openStage, type Stage } from '../../support/stage';
import { id } from '../import/importing';
import { codeOf, refusal, rulesFailing } from './acts';
import {
  account,
  activate,
  ask,
  assign,
  contributor,
  first,
  holdsOutside,
  makeEligible,
  owner,
  plant,
  reader,
  rg,
  rg2,
  root,
  second,
  storageBlobDataReader,
  userAccessAdministrator,
  west,
} from './resource-acts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  await plant(stage, {
    azureRoleDefinitions: [
      { name: id('e', 1), roleName: 'Log Reader', type: 'CustomRole', assignableScopes: [rg.toUpperCase()] },
    ],
  });
  await holdsOutside(stage, 'ben', owner, root);
});
afterEach(() => stage.close());

const scheduleOf = (requestId: string) =>
  stage.one<Readonly<Record<string, unknown>>>('select * from schedule where id = $1', [requestId]);

/** Whether somebody may make Alice eligible there. */
const manages = async (as: Person, scope: string): Promise<boolean> =>
  (await makeEligible(stage, { scope }, as).then(
    () => null,
    ({ code }) => code,
  )) !== 'InsufficientPermissions';

describe('who manages (S-1, L.2)', () => {
  test.each([
    [
      'an Owner, at his scope and below',
      owner,
      { [first]: true, [rg]: true, [account]: true, [root]: false, [second]: false },
    ],
    ['a User Access Administrator', userAccessAdministrator, { [first]: true, [rg]: true, [west]: false }],
    ['a Contributor, nowhere', contributor, { [first]: false, [rg]: false }],
    ['a Reader, nowhere', reader, { [first]: false, [rg]: false }],
  ])('%s', async (_who, role, where) => {
    await holdsOutside(stage, 'ann', role, first);
    for (const [scope, may] of Object.entries(where))
      expect([scope, await manages('ann', scope)]).toEqual([scope, may]);
  });

  test('no directory role manages: not Global, not Privileged Role Administrator', async () => {
    expect([await manages('adam', rg), await manages('carol', rg)]).toEqual([false, false]);
  });

  test('scopes cover by whole segments: rg does not cover rg2', async () => {
    await holdsOutside(stage, 'ann', owner, rg);
    expect([await manages('ann', rg), await manages('ann', rg2)]).toEqual([true, false]);
  });

  test('an activated Owner manages for as long as he is it', async () => {
    await makeEligible(stage, { roleDefinitionId: owner, principalId: cast.ann, scope: first });
    expect(await manages('ann', rg)).toBe(false);
    await activate(stage, { roleDefinitionId: owner, scope: first }, 'ann');
    expect(await manages('ann', rg)).toBe(true);
    stage.clock.advance('PT2H');
    expect(await manages('ann', rg2)).toBe(false);
  });
});

describe('activation below the eligibility (S-5)', () => {
  test('takes effect at the scope that was asked for, from the eligibility above', async () => {
    const eligibility = await makeEligible(stage, { scope: root });
    const { id: activated } = await activate(stage, { scope: account });
    expect(await scheduleOf(activated)).toMatchObject({
      scope_id: account.toLowerCase(),
      assignment_type: 'Activated',
      activated_using: eligibility.id,
    });
  });

  test.each([
    ['above it', first],
    ['beside it, with a name that begins alike', rg2],
    ['in another subscription', second],
  ])('not %s', async (_where, scope) => {
    await makeEligible(stage, { scope: rg });
    expect(await rulesFailing(activate(stage, { scope }))).toContain('EligibilityRule');
  });

  test('through a group, and by the eligibility that was picked (B-13, B-14)', async () => {
    await makeEligible(stage, { scope: first, principalId: groups.plain, end: { duration: 'P30D' } });
    await stage.pool.query('insert into group_member (group_id, member_id) values ($1, $2)', [
      groups.plain,
      cast.alice,
    ]);
    const own = await makeEligible(stage, { scope: rg, end: { duration: 'P10D' } });
    const { id: activated } = await activate(stage, { scope: rg, linkedEligibilityId: own.id });
    expect(await scheduleOf(activated)).toMatchObject({ activated_using: own.id });
    const other = activate(stage, { scope: rg2, linkedEligibilityId: own.id });
    expect(await rulesFailing(other)).toContain('EligibilityRule');
  });

  test('ends with the eligibility above (W-1)', async () => {
    await makeEligible(stage, { scope: first });
    const { id: activated } = await activate(stage, { scope: rg });
    stage.clock.advance('PT6M');
    await makeEligible(stage, { action: 'adminRemove', scope: first, withoutPeriod: true });
    expect(await scheduleOf(activated)).toMatchObject({ revoked_at: stage.clock.now() });
  });
});

test('S-3 the policy of the scope that is asked for judges, never that of the scope above', async () => {
  await makeEligible(stage, { scope: first });
  await activate(stage, { scope: first, isValidationOnly: true });
  await makeEligible(stage, { scope: rg, principalId: cast.carol });
  await stage.pool.query(
    `update policy set rules = (select jsonb_agg(case when r ->> 'id' = 'Expiration_EndUser_Assignment'
        then r || '{"maximumDuration": "PT1H"}' else r end) from jsonb_array_elements(rules) as r) where scope_id = $1`,
    [rg.toLowerCase()],
  );
  expect(await rulesFailing(activate(stage, { scope: rg }))).toEqual(['ExpirationRule']);
  await activate(stage, { scope: rg, end: { duration: 'PT1H' } });
  await activate(stage, { scope: first, end: { duration: 'PT2H' } });
});

test('S-2 a scope comes under management with its first use, once', async () => {
  const managed = () =>
    stage.one(
      `select (select count(*)::int from policy where scope_id = $1) as policies,
      (select count(*)::int from directory_audit where activity_display_name = 'Onboarded resource from PIM') as told`,
      [rg.toLowerCase()],
    );
  await makeEligible(stage);
  await makeEligible(stage, { principalId: cast.carol });
  expect(await managed()).toEqual({ policies: 1, told: 1 });
});

describe('conditions (S-6)', () => {
  const condition = { expression: "@Resource[container] StringEquals 'logs'", version: '2.0' };
  const blobs = { roleDefinitionId: storageBlobDataReader, scope: account };

  test('an activation has that of its eligibility, and cannot loosen it', async () => {
    await makeEligible(stage, { ...blobs, condition });
    const other = { ...condition, expression: 'true' };
    expect(await codeOf(activate(stage, { ...blobs, condition: other }))).toBe('Request_BadRequest');
    const { id: activated } = await activate(stage, blobs);
    expect(await scheduleOf(activated)).toMatchObject({ condition: condition.expression, condition_version: '2.0' });
  });

  test('other roles have none, and other versions are unknown', async () => {
    expect(await codeOf(makeEligible(stage, { condition }))).toBe('Request_BadRequest');
    const unknown = { ...condition, version: '3.0' };
    expect(await codeOf(makeEligible(stage, { ...blobs, condition: unknown }))).toBe('Request_BadRequest');
  });
});

test('S-7 a custom role is assigned at its assignableScopes and below, in any letter case, and nowhere else', async () => {
  const custom = { roleDefinitionId: id('e', 1) };
  await makeEligible(stage, { ...custom, scope: rg });
  await makeEligible(stage, { ...custom, scope: account });
  const { code, message } = await refusal(makeEligible(stage, { ...custom, scope: rg2 }));
  expect({ code, names: message.includes('Log Reader') }).toEqual({ code: 'InvalidScope', names: true });
  expect(await codeOf(makeEligible(stage, { ...custom, scope: first }))).toBe('InvalidScope');
});

describe('S-9 a request with a chosen id', () => {
  const requestId = '64caffb6-55c0-4deb-a585-68e948ea1ad6';

  test('has it; a second one with it is refused', async () => {
    expect((await makeEligible(stage, { requestId })).id).toBe(requestId);
    const again = makeEligible(stage, { requestId, principalId: cast.carol });
    expect(await refusal(again)).toMatchObject({ code: 'Conflict', details: { path: ['input', 'name'] } });
  });

  test('of two at the same time one is refused', async () => {
    const outcomes = await Promise.allSettled([
      makeEligible(stage, { requestId }),
      makeEligible(stage, { requestId, principalId: cast.carol }),
    ]);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(refused).toEqual(['Conflict']);
  });
});

test('S-11 an extension is decided by an Owner of the scope, not by a Global Administrator', async () => {
  const { id: eligibility } = await makeEligible(stage, { end: { duration: 'P10D' } });
  const asked = await ask(stage, 'alice', { action: 'selfExtend', kind: 'eligibility', end: { duration: 'P30D' } });
  expect(asked).toMatchObject({ status: 'PendingAdminDecision', targetScheduleId: eligibility });
  const decision = {
    requestId: asked.id,
    kind: 'eligibility',
    provider: 'azure',
    decision: 'AdminApproved',
    reason: 'fine',
    period: null,
    becomes: null,
  } as const;
  expect(await codeOf(stage.run(decideRequest, decision, caller('adam')))).toBe('RoleAssignmentRequestNotFound');
  const decided = await stage.run(decideRequest, decision, caller('ben'));
  expect(decided.result.request.status).toBe('Provisioned');
});

describe('what cannot be given (M-1, M-2)', () => {
  test('a service principal is assigned, but not made eligible', async () => {
    expect(await codeOf(makeEligible(stage, { principalId: cast.robot }))).toBe('Request_BadRequest');
    expect((await assign(stage, { principalId: cast.robot })).status).toBe('Provisioned');
  });

  test('a group that is not role-assignable can be given a role', async () => {
    expect((await assign(stage, { principalId: groups.plain })).status).toBe('Provisioned');
  });

  test.each([
    ['an unknown scope', { scope: `${first}/resourceGroups/none` }, 'InsufficientPermissions'],
    ['an unknown role', { roleDefinitionId: id('e', 9) }, 'RoleNotFound'],
    ['a directory role', { roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10' }, 'RoleNotFound'],
    ['an unknown principal', { principalId: id('a', 9) }, 'SubjectNotFound'],
  ])('%s', async (_what, asked, code) => {
    expect(await codeOf(makeEligible(stage, asked))).toBe(code);
  });
});
