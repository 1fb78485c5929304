import { PimError } from '../../../src/domain/errors';
import {
  extensionOpensAt,
  handedOver,
  hasExpired,
  isExtensionOpen,
  isRenewalOpen,
  lastAssigned,
  refuseEarlyExtension,
  refusePermanent,
  renewable,
  renewalClosesAt,
} from '../../../src/domain/renewal';
import type { Schedule } from '../../../src/domain/schedule';
import { aSchedule, at, tick } from './builders';

const day = 24 * 60;
const end = 100 * day;
const ending = (differing: Partial<Schedule> = {}) => aSchedule({ endAt: at(end), ...differing });
const activation = { kind: 'assignment', assignmentType: 'Activated', activatedUsing: 'an eligibility' } as const;

function refusalOf(attempt: () => unknown): PimError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof PimError) return error;
    throw error;
  }
}

test('C-10, C-11 fourteen days before, thirty days after', () => {
  expect(extensionOpensAt(at(end))).toEqual(at(end - 14 * day));
  expect(renewalClosesAt(at(end))).toEqual(at(end + 30 * day));
});

describe('I-2 an extension is offered from 14 days before the end, until the end', () => {
  test.each<{ when: string; now: number; isOpen: boolean; differing?: Partial<Schedule> }>([
    { when: 'just before the window', now: end - 14 * day - tick, isOpen: false },
    { when: 'the instant at which it opens', now: end - 14 * day, isOpen: true },
    { when: 'the last instant', now: end - tick, isOpen: true },
    { when: 'the end', now: end, isOpen: false },
    {
      when: 'it has not begun, but ends soon',
      now: 0,
      isOpen: true,
      differing: { startAt: at(day), endAt: at(9 * day) },
    },
    { when: 'it was taken away', now: end - day, isOpen: false, differing: { revokedAt: at(end - 2 * day) } },
    { when: 'I-1 it is permanent', now: end - day, isOpen: false, differing: { endAt: null } },
    { when: 'I-1 it is an activation', now: end - day, isOpen: false, differing: activation },
    {
      when: 'K-2 it is kept past its end',
      now: end + day,
      isOpen: true,
      differing: { endAt: null, suspendedEndAt: at(end) },
    },
    {
      when: 'K-2 it is kept, and its end was to come in 14 days and an instant',
      now: end - 14 * day - tick,
      isOpen: false,
      differing: { endAt: null, suspendedEndAt: at(end) },
    },
  ])('$when: $isOpen', ({ now, isOpen, differing }) => {
    expect(isExtensionOpen(ending(differing), at(now))).toBe(isOpen);
  });

  test('too early is told with the instant from which on it goes', () => {
    const refusal = refusalOf(() => refuseEarlyExtension(ending(), at(end - 14 * day - tick)));
    expect(refusal).toMatchObject({
      code: 'Request_BadRequest',
      message: expect.stringContaining(at(end - 14 * day).toISOString()),
    });
    expect(refusalOf(() => refuseEarlyExtension(ending(), at(end - 14 * day)))).toBeNull();
  });

  test('I-1 what does not end is not extended', () => {
    expect(refusalOf(() => refusePermanent(ending({ endAt: null })))?.code).toBe('Request_BadRequest');
    expect(refusalOf(() => refuseEarlyExtension(ending({ endAt: null }), at(0)))?.code).toBe('Request_BadRequest');
    expect(refusalOf(() => refusePermanent(ending()))).toBeNull();
  });
});

describe('I-3 a renewal is offered from the end on, for 30 days', () => {
  const cases: readonly { when: string; now: number; code: string | null; differing?: Partial<Schedule> }[] = [
    { when: 'just before the end', now: end - tick, code: 'RoleAssignmentDoesNotExist' },
    { when: 'the end', now: end, code: null },
    { when: 'the last instant', now: end + 30 * day - tick, code: null },
    { when: 'thirty days after the end', now: end + 30 * day, code: 'Request_BadRequest' },
    {
      when: 'it was taken away before its end',
      now: end + day,
      code: 'RoleAssignmentDoesNotExist',
      differing: { revokedAt: at(end - day) },
    },
    { when: 'it never ended', now: end, code: 'RoleAssignmentDoesNotExist', differing: { endAt: null } },
    { when: 'I-1 it was an activation', now: end, code: 'RoleAssignmentDoesNotExist', differing: activation },
    {
      when: 'it has been renewed',
      now: end + 2 * day,
      code: 'RoleAssignmentDoesNotExist',
      differing: { renewalClosedAt: at(end + day) },
    },
    {
      when: 'another one took over from it',
      now: end + day,
      code: 'RoleAssignmentDoesNotExist',
      differing: handedOver(ending(), { id: 'the successor', startAt: at(end) }, at(end - day)),
    },
    {
      when: 'its window was told to have closed',
      now: end + 40 * day,
      code: 'Request_BadRequest',
      differing: { renewalClosedAt: at(end + 30 * day) },
    },
  ];
  test.each(cases)('$when: $code', ({ now, code, differing }) => {
    expect(isRenewalOpen(ending(differing), at(now))).toBe(code === null);
    expect(refusalOf(() => renewable([ending(differing)], at(now)))?.code ?? null).toBe(code);
  });

  test('too late is told with the instant until which it went', () => {
    expect(refusalOf(() => renewable([ending()], at(end + 31 * day)))?.message).toContain(
      at(end + 30 * day).toISOString(),
    );
  });

  test('nothing at all', () => {
    expect(refusalOf(() => renewable([], at(0)))?.code).toBe('RoleAssignmentDoesNotExist');
  });
});

test.each<{ what: string; differing: Partial<Schedule>; expired: boolean }>([
  { what: 'the end has come', differing: {}, expired: true },
  { what: 'renewed since', differing: { renewalClosedAt: at(end) }, expired: true },
  { what: 'handed over before its end', differing: { renewalClosedAt: at(end - tick) }, expired: false },
  { what: 'revoked', differing: { revokedAt: at(end - day) }, expired: false },
  { what: 'the end is to come', differing: { endAt: at(end + tick) }, expired: false },
])('hasExpired: $what: $expired', ({ differing, expired }) => {
  expect(hasExpired(ending(differing), at(end))).toBe(expired);
});

describe('of what was assigned, an extension moves the end of the last one', () => {
  const first = ending({ id: 'first' });
  const second = aSchedule({ id: 'second', startAt: at(end), endAt: at(2 * end) });
  const forEver = aSchedule({ id: 'for ever', startAt: at(2 * end) });
  test.each([
    { current: [first, second], last: 'second' },
    { current: [second, first], last: 'second' },
    { current: [second, forEver, first], last: 'for ever' },
    { current: [ending(activation)], last: undefined },
    { current: [ending({ revokedAt: at(0) })], last: undefined },
    { current: [], last: undefined },
  ])('$last', ({ current, last }) => expect(lastAssigned(current, at(day))?.id).toBe(last));
});
