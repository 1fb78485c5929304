import { cast, groups, roles, unit } from '../../support/cast';
import type { RequestInput } from '../../support/stage';
import {
  activate,
  assign,
  change,
  codeOf,
  deactivate,
  decide,
  demandApproval,
  makeEligible,
  refusal,
  remove,
  statusOf,
} from './acts';
import { freshStage } from './fresh-stage';
import { alter, otherRole, part, unpart } from './separation-acts';

const unitScope = `/administrativeUnits/${unit}`;
const code = 'SeparationOfDutiesViolation';
const stage = freshStage();

const other = (differing: Partial<RequestInput> = {}) => ({ roleDefinitionId: otherRole, ...differing });

describe('item 9, adminAssign', () => {
  test('one person is not given both', async () => {
    await part(stage);
    await assign(stage);
    const refused = await refusal(assign(stage, other()));
    expect(refused).toMatchObject({ code, details: { path: ['input', 'roleDefinitionId'] } });
    expect(refused.message).toContain('"Groups or users" forbids it: Alice holds Groups Administrator without an end');
    expect(await codeOf(assign(stage, other({ isValidationOnly: true })))).toBe(code);
  });

  test('the rule reads both ways, and others are free', async () => {
    await part(stage);
    await assign(stage, other());
    expect(await codeOf(assign(stage))).toBe(code);
    expect((await assign(stage, { principalId: cast.ben })).status).toBe('Provisioned');
  });

  test.each([
    { held: '/', wanted: unitScope },
    { held: unitScope, wanted: '/' },
    { held: unitScope, wanted: unitScope },
  ])('scopes: $wanted while held at $held', async ({ held, wanted }) => {
    await part(stage);
    await assign(stage, { scopeId: held });
    expect(await codeOf(assign(stage, other({ scopeId: wanted })))).toBe(code);
  });

  test.each([
    { end: '2026-03-01T00:00:00.000Z', came: 'ok' },
    { end: '2026-03-01T00:00:00.001Z', came: code },
  ])('spans that touch do not collide: ending $end -> $came', async ({ end, came }) => {
    await part(stage);
    await assign(stage, { startAt: '2026-03-01T00:00:00Z' });
    const attempt = assign(stage, other({ end: { at: end } }));
    expect(came === 'ok' ? (await attempt).status : await codeOf(attempt)).toBe(came === 'ok' ? 'Provisioned' : came);
  });

  test('groups: neither for the member of one that holds the other, nor for the group of such a member', async () => {
    await part(stage);
    await assign(stage, { principalId: groups.helpdesk });
    expect(await codeOf(assign(stage, other()))).toBe(code);
    stage.clock.advance('PT5M');
    await remove(stage, { kind: 'assignment', principalId: groups.helpdesk });
    await assign(stage);
    const refused = await refusal(assign(stage, other({ principalId: groups.helpdesk })));
    expect(refused).toMatchObject({ code, message: expect.stringContaining('Alice holds Groups Administrator') });
  });

  test('M-7 the disabled count, for what they hold returns with them', async () => {
    await part(stage);
    await assign(stage, { principalId: cast.dave });
    expect(await codeOf(assign(stage, other({ principalId: cast.dave })))).toBe(code);
  });

  test('the level: eligibilities stand side by side under Assignment, and do not under Eligibility', async () => {
    const id = await part(stage);
    await makeEligible(stage);
    expect((await makeEligible(stage, other())).status).toBe('Provisioned');
    stage.clock.advance('PT5M');
    await remove(stage, other());
    await alter(stage, id, { level: 'Eligibility' });
    expect(await codeOf(makeEligible(stage, other()))).toBe(code);
    expect(await codeOf(assign(stage, other()))).toBe(code);
    await unpart(stage, id);
    expect((await makeEligible(stage, other())).status).toBe('Provisioned');
  });
});

describe('item 9, adminUpdate and adminExtend', () => {
  const upToMarch = { kind: 'assignment', end: { at: '2026-03-01T00:00:00Z' } } as const;

  beforeEach(async () => {
    await part(stage);
    await assign(stage, { ...upToMarch });
    await assign(stage, other({ startAt: '2026-03-01T00:00:00Z' }));
  });

  test('not into the time of the other role', async () => {
    const later = { ...upToMarch, end: { at: '2026-03-01T00:00:00.001Z' } };
    expect(await codeOf(change(stage, later))).toBe(code);
    expect((await change(stage, { ...upToMarch, end: { at: '2026-02-01T00:00:00Z' } })).status).toBe('Provisioned');
    expect((await change(stage, upToMarch)).status).toBe('Provisioned');
  });

  test('I-8 nor by an extension', async () => {
    stage.clock.set('2026-02-28T00:00:00Z');
    const extended = { ...upToMarch, action: 'adminExtend', end: { at: '2026-04-01T00:00:00Z' } } as const;
    expect(await codeOf(change(stage, extended))).toBe(code);
  });
});

test('item 9, adminUpdate: what only gets shorter mends a violation', async () => {
  await assign(stage);
  await assign(stage, other());
  await part(stage);
  const shorter = { kind: 'assignment', end: { duration: 'P30D' } } as const;
  expect((await change(stage, shorter)).status).toBe('Provisioned');
  expect(await codeOf(change(stage, { ...shorter, end: { duration: 'P31D' } }))).toBe(code);
});

describe('item 9, selfActivate', () => {
  beforeEach(async () => {
    await makeEligible(stage);
    await makeEligible(stage, other());
    await part(stage);
  });

  test('not while the other role is active, but once it has ended', async () => {
    await activate(stage);
    expect(await codeOf(activate(stage, other()))).toBe(code);
    stage.clock.advance('PT5M');
    await deactivate(stage);
    expect((await activate(stage, other())).status).toBe('Provisioned');
  });

  test('C-1 nor for a time in which it will be: up to its start is allowed', async () => {
    await activate(stage, { startAt: '2026-01-01T06:00:00Z' });
    expect(await codeOf(activate(stage, other({ end: { at: '2026-01-01T06:00:00.001Z' } })))).toBe(code);
    expect((await activate(stage, other({ end: { at: '2026-01-01T06:00:00Z' } }))).status).toBe('Provisioned');
  });

  test('nor while a group of his holds it', async () => {
    await assign(stage, other({ principalId: groups.helpdesk }));
    expect(await codeOf(activate(stage))).toBe(code);
  });

  test('under Eligibility his other eligibility, which stood before the rule, is listed but refuses nothing', async () => {
    await stage.pool.query(`update separation_rule set level = 'Eligibility'`);
    expect((await activate(stage)).status).toBe('Provisioned');
    expect(await codeOf(activate(stage, other()))).toBe(code);
  });

  test('whoever is not eligible is told that, and nothing of who holds what', async () => {
    await assign(stage, { principalId: cast.ben });
    expect(await codeOf(activate(stage, other(), 'ben'))).toBe('RoleAssignmentRequestPolicyValidationFailed');
  });
});

describe('item 9, E-19: judged again when it is approved', () => {
  beforeEach(async () => {
    await demandApproval(stage);
    await makeEligible(stage);
    await part(stage);
  });

  test('what was given meanwhile makes the request fail, and the approver learns which rule', async () => {
    const { id } = await activate(stage);
    await assign(stage, other());
    const { notice, result } = await decide(stage, id);
    expect(result.request.status).toBe('Failed');
    expect(notice).toMatchObject({
      code: 'ApprovalNotPossible',
      message: expect.stringContaining('"Groups or users"'),
    });
    expect(notice?.message).not.toContain('User Administrator');
    expect(await statusOf(stage, id)).toBe('Failed');
  });

  test('so does a rule that was made meanwhile; without one it is provisioned', async () => {
    await assign(stage, other());
    expect(await codeOf(activate(stage))).toBe(code);
    const { id: ruleId } = await stage.one<{ id: string }>('select id from separation_rule');
    await unpart(stage, ruleId);
    const first = await activate(stage);
    await part(stage);
    expect((await decide(stage, first.id)).result.request.status).toBe('Failed');
    const { id: second } = await stage.one<{ id: string }>('select id from separation_rule where deleted_at is null');
    await unpart(stage, second);
    expect((await decide(stage, (await activate(stage)).id)).result.request.status).toBe('Provisioned');
  });

  test('what ended meanwhile does not', async () => {
    const { id } = await activate(stage);
    await assign(stage, other({ end: { duration: 'PT1H' } }));
    stage.clock.advance('PT1H');
    expect((await decide(stage, id)).result.request.status).toBe('Provisioned');
  });
});

test('a role that no rule names is nobody’s concern', async () => {
  await part(stage);
  await assign(stage);
  await assign(stage, other({ principalId: cast.ben }));
  expect((await assign(stage, { roleDefinitionId: roles.securityReader })).status).toBe('Provisioned');
});
