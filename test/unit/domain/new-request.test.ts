import { PimError } from '../../../src/domain/errors';
import {
  checkPeriod,
  checkSpan,
  effectiveStanding,
  refuseTwin,
  requestRecord,
  scheduleRecord,
  type TargetFacts,
} from '../../../src/domain/new-request';
import type { ExpirationPatternType } from '../../../src/domain/request';
import { aMoment, aNewRequest, aRequest, aSchedule, at, tick } from './builders';

/** The code with which something is refused; null when it is not. */
function codeOf(attempt: () => unknown): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof PimError) return error.code;
    throw error;
  }
}

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

describe('refuseTwin', () => {
  const none: TargetFacts = {
    principal: null,
    role: null,
    policy: null,
    scopeExists: true,
    eligibilities: [],
    current: [],
    granted: [],
    pending: [],
    activations: [],
    expired: [],
    stagesWithoutApprover: [],
    protection: null,
    separations: [],
    unsettledUse: null,
    globalAdministratorIds: [],
  };
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

  test('3.2 a request keeps what was asked, and who asked', () => {
    const record = requestRecord(aNewRequest({ customData: 'mine' }), aMoment(), 'one', { status: 'Revoked' });
    expect(record).toMatchObject({ id: 'one', customData: 'mine', expirationDuration: 'PT2H', hasSchedule: true });
    expect(requestRecord(aNewRequest({ period: null }), aMoment(), 'one', { status: 'Revoked' })).toMatchObject({
      hasSchedule: false,
      expirationType: 'notSpecified',
    });
  });
});
