import { PimError } from '../../../src/domain/errors';
import {
  assertAssignable,
  assertKnown,
  effectiveStanding,
  idOf,
  type KnownFacts,
  refuseTwin,
  requestRecord,
  scheduleRecord,
  type TargetFacts,
} from '../../../src/domain/new-request';
import { checkPeriod, checkSpan } from '../../../src/domain/period-checks';
import type { Provider } from '../../../src/domain/providers/provider';
import type { ExpirationPatternType } from '../../../src/domain/request';
import {
  aMoment,
  aNewRequest,
  aPolicy,
  aPrincipal,
  aRequest,
  aRole,
  aSchedule,
  at,
  groupAsScope,
  target,
  tenantAsScope,
  tick,
} from './builders';

/** The refusal that an attempt meets; null when it meets none. */
function refusal(attempt: () => unknown): PimError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof PimError) return error;
    throw error;
  }
}

const codeOf = (attempt: () => unknown): string | null => refusal(attempt)?.code ?? null;

describe('checkPeriod: type, end and duration go together (resources 1.3)', () => {
  const invalid = 'InvalidRoleAssignmentRequestSchedule';
  const table: readonly [ExpirationPatternType, end: boolean, duration: boolean, code: string | null][] = [
    ['noExpiration', false, false, null],
    ['noExpiration', true, false, invalid],
    ['noExpiration', false, true, invalid],
    ['notSpecified', false, false, null],
    ['notSpecified', true, false, invalid],
    ['notSpecified', false, true, invalid],
    ['afterDateTime', true, false, null],
    ['afterDateTime', false, false, invalid],
    ['afterDateTime', true, true, invalid],
    ['afterDateTime', false, true, invalid],
    ['afterDuration', false, true, null],
    ['afterDuration', true, true, invalid],
    ['afterDuration', true, false, invalid],
  ];
  const period = (expirationType: ExpirationPatternType, end: boolean, duration: boolean) => ({
    startAt: null,
    expirationType,
    expirationEndAt: end ? at(60) : null,
    expirationDuration: duration ? 'PT1H' : null,
  });
  test.each(table)('%s, end %s, duration %s -> %s', (type, end, duration, code) => {
    expect(codeOf(() => checkPeriod(period(type, end, duration), 'assignment'))).toBe(code);
    expect(codeOf(() => checkPeriod(period(type, end, duration), 'eligibility'))).toBe(code);
  });

  test('C-16 afterDuration without a duration: permanent for an eligibility, refused for an assignment', () => {
    expect(codeOf(() => checkPeriod(period('afterDuration', false, false), 'eligibility'))).toBeNull();
    expect(codeOf(() => checkPeriod(period('afterDuration', false, false), 'assignment'))).toBe(invalid);
  });

  test('3.1 no schedule at all', () => expect(codeOf(() => checkPeriod(null, 'assignment'))).toBe(invalid));
});

describe('checkSpan', () => {
  const tenYears = 3_660 * 24 * 60;
  test.each([
    { when: 'C-4 the instant before five minutes', span: [0, 5 - tick], yields: 'ActiveDurationTooShort' },
    { when: 'C-4 five minutes', span: [0, 5], yields: null },
    { when: 'an end at the start', span: [5, 5], yields: 'InvalidRoleAssignmentRequestSchedule' },
    { when: 'an end before the start', span: [5, 4], yields: 'InvalidRoleAssignmentRequestSchedule' },
    { when: 'permanent', span: [0, null], yields: null },
    { when: 'an end ten years ahead', span: [0, tenYears], yields: null },
    { when: 'an end beyond ten years', span: [0, tenYears + tick], yields: 'InvalidRoleAssignmentRequestSchedule' },
    { when: 'a start beyond ten years', span: [tenYears + tick, null], yields: 'InvalidRoleAssignmentRequestSchedule' },
  ])('$when -> $yields', ({ span: [start, end], yields }) => {
    const span = { startAt: at(start ?? 0), endAt: end === null || end === undefined ? null : at(end) };
    expect(codeOf(() => checkSpan(span, at(0)))).toBe(yields);
  });
});

const none: TargetFacts = {
  principal: null,
  role: null,
  policy: null,
  scope: tenantAsScope,
  eligibilities: [],
  makesCycle: false,
  current: [],
  granted: [],
  pending: [],
  activations: [],
  hanging: [],
  expired: [],
  stagesWithoutApprover: [],
  protection: null,
  separations: [],
  unsettledUse: null,
  globalAdministratorIds: [],
};
const known: KnownFacts = {
  ...none,
  principal: aPrincipal(),
  role: aRole(),
  policy: aPolicy(),
  scope: tenantAsScope,
};

describe('J.1 assertKnown: what does not exist, in the words of the provider', () => {
  const targets: Readonly<Record<Provider, readonly [role: string, scope: string]>> = {
    directory: ['roleDefinitionId', 'directoryScopeId'],
    group: ['accessId', 'groupId'],
    azure: ['roleDefinitionId', 'scope'],
  };
  const refusedFor = (provider: Provider, differing: Partial<TargetFacts>) => {
    const facts: TargetFacts = { ...known, ...differing };
    const refused = refusal(() => assertKnown(facts, { ...target, provider }));
    return refused && [refused.code, refused.details.path];
  };

  test.each(['directory', 'group', 'azure'] as const)('%s', (provider) => {
    const [role, scope] = targets[provider];
    expect(refusedFor(provider, {})).toBeNull();
    expect(refusedFor(provider, { principal: null })).toEqual(['SubjectNotFound', ['input', 'principalId']]);
    expect(refusedFor(provider, { role: null })).toEqual(['RoleNotFound', ['input', role]]);
    expect(refusedFor(provider, { policy: null })).toEqual(['RoleNotFound', ['input', role]]);
    expect(refusedFor(provider, { scope: null })).toEqual(['InvalidScope', ['input', scope]]);
  });

  test('the principal is named first, then the role', () => {
    expect(refusedFor('group', { principal: null, role: null, scope: null })?.[0]).toBe('SubjectNotFound');
    expect(refusedFor('group', { role: null, scope: null })?.[0]).toBe('RoleNotFound');
  });
});

describe('assertAssignable', () => {
  const judged = (provider: Provider, differing: Partial<KnownFacts>) => {
    const refused = refusal(() => assertAssignable({ ...known, ...differing }, { ...target, provider }));
    return refused && [refused.code, refused.details.path];
  };
  const dynamic = groupAsScope({ groupTypes: ['DynamicMembership'] });

  test('7.1 a role that is switched off, and none that is not', () => {
    expect(judged('directory', {})).toBeNull();
    expect(judged('directory', { role: aRole({ isEnabled: false }) })).toEqual([
      'Request_BadRequest',
      ['input', 'roleDefinitionId'],
    ]);
  });

  test('G-1 a group that cannot be managed, and none that can', () => {
    expect(judged('group', { scope: dynamic })).toEqual(['InvalidScope', ['input', 'groupId']]);
    expect(judged('group', { scope: groupAsScope() })).toBeNull();
  });
});

describe('refuseTwin', () => {
  const pending = (differing: Parameters<typeof aRequest>[0]) => ({
    ...none,
    pending: [{ request: aRequest(differing), stages: [] }],
  });
  test.each([
    { when: 'nothing is there', facts: none, yields: null },
    { when: 'H-2 one holds', facts: { ...none, current: [aSchedule()] }, yields: 'RoleAssignmentExists' },
    {
      when: 'B-9 one begins later',
      facts: { ...none, current: [aSchedule({ startAt: at(99) })] },
      yields: 'RoleAssignmentExists',
    },
    { when: 'one ends now', facts: { ...none, current: [aSchedule({ startAt: at(-9), endAt: at(0) })] }, yields: null },
    {
      when: 'B-10 one waits for approval',
      facts: pending({ status: 'PendingApproval', lapsesAt: at(tick) }),
      yields: 'PendingRoleAssignmentRequest',
    },
    { when: 'E-9 one lapses now', facts: pending({ status: 'PendingApproval', lapsesAt: at(0) }), yields: null },
    {
      when: 'I-5 one waits for an administrator',
      facts: pending({ status: 'PendingAdminDecision' }),
      yields: 'PendingRoleAssignmentRequest',
    },
  ])('$when -> $yields', ({ facts, yields }) => expect(codeOf(() => refuseTwin(facts, at(0)))).toBe(yields));
});

describe('what is stored', () => {
  test('B-4, B-5 a start that has come is Provisioned, a later one Granted until it comes', () => {
    expect(effectiveStanding({ startAt: at(0), endAt: null }, at(0))).toMatchObject({ status: 'Provisioned' });
    expect(effectiveStanding({ startAt: at(tick), endAt: null }, at(0))).toEqual({
      status: 'Granted',
      startAt: at(tick),
      completedAt: at(tick),
    });
  });

  test('A-2 the schedule has the id of its request; an activation says from what', () => {
    const activation = aRequest({ id: 'one', activatedUsing: 'eligibility' });
    const span = { startAt: at(0), endAt: at(60) };
    expect(scheduleRecord(activation, span, at(0))).toMatchObject({
      id: 'one',
      createdUsing: 'one',
      assignmentType: 'Activated',
      activatedUsing: 'eligibility',
      ...span,
    });
    expect(scheduleRecord(aRequest(), span, at(0)).assignmentType).toBe('Assigned');
    expect(scheduleRecord(aRequest({ kind: 'eligibility' }), span, at(0)).assignmentType).toBeNull();
  });

  test('S-6, W-1 it keeps the condition, and the memberships that it came through', () => {
    const conditional = aRequest({ condition: 'expression', conditionVersion: '2.0', activatedUsing: 'eligibility' });
    const span = { startAt: at(0), endAt: at(60) };
    expect(scheduleRecord(conditional, span, at(0), ['membership'])).toMatchObject({
      condition: 'expression',
      conditionVersion: '2.0',
      activatedThrough: ['membership'],
    });
    expect(scheduleRecord(aRequest(), span, at(0))).toMatchObject({
      condition: null,
      conditionVersion: null,
      activatedThrough: [],
    });
    const asked = aNewRequest({ condition: { expression: 'expression', version: '2.0' } });
    expect(requestRecord(asked, aMoment(), 'one', { status: 'Granted' })).toMatchObject({
      condition: 'expression',
      conditionVersion: '2.0',
    });
  });

  test('S-9 the id that the caller has chosen, else a fresh one', () => {
    expect(idOf(aNewRequest({ requestId: 'chosen' }), aMoment())).toBe('chosen');
    expect(idOf(aNewRequest({ requestId: null }), aMoment())).toBe('00000000-0000-7000-8000-000000000001');
    expect(idOf(aNewRequest(), aMoment())).toBe('00000000-0000-7000-8000-000000000001');
  });

  test('3.2 a request keeps what was asked, and who asked', () => {
    const record = requestRecord(aNewRequest({ customData: 'mine' }), aMoment(), 'one', { status: 'Revoked' });
    expect(record).toMatchObject({ id: 'one', customData: 'mine', expirationDuration: 'PT2H', hasSchedule: true });
    expect(requestRecord(aNewRequest({ period: null }), aMoment(), 'one', { status: 'Revoked' })).toMatchObject({
      hasSchedule: false,
      expirationType: 'notSpecified',
    });
  });
});
