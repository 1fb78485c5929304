import {
  initialStatuses,
  isCancellable,
  isPending,
  lengthOf,
  type RequestedPeriod,
  resolveSpan,
  type StoredStatus,
  statusAt,
  transitions,
} from '../../../src/domain/request';
import { aRequest, at, tick } from './builders';

const statuses = Object.keys(transitions).filter((status): status is StoredStatus => status in transitions);
const finals: readonly StoredStatus[] = ['Provisioned', 'Revoked', 'Denied', 'TimedOut', 'Canceled', 'Failed'];

describe('transitions (resources 3.3)', () => {
  test('every status can be reached from those in which a request is born', () => {
    const reached = new Set<StoredStatus>(initialStatuses);
    for (const status of reached) for (const next of transitions[status]) reached.add(next);
    expect([...reached].sort()).toEqual([...statuses].sort());
  });

  test.each(finals)('nothing moves out of %s', (status) => expect(transitions[status]).toEqual([]));

  test('what waits can be withdrawn (F-2), and nothing else is not final', () => {
    const waiting = statuses.filter((status) => !finals.includes(status)).sort();
    expect(waiting).toEqual(['Granted', 'PendingAdminDecision', 'PendingApproval']);
    for (const status of waiting) expect(transitions[status]).toContain('Canceled');
  });

  test('no status moves to itself, and none moves back to waiting for a decision', () => {
    for (const status of statuses) {
      expect(transitions[status]).not.toContain(status);
      expect(transitions[status]).not.toContain('PendingApproval');
      expect(transitions[status]).not.toContain('PendingAdminDecision');
    }
  });
});

describe('statusAt: time moves a request without help', () => {
  const pending = aRequest({ status: 'PendingApproval', lapsesAt: at(60), startAt: null });
  const granted = aRequest({ status: 'Granted', startAt: at(60) });
  test.each([
    { when: 'pending, the instant before it lapses', request: pending, now: at(60 - tick), yields: 'PendingApproval' },
    { when: 'E-9 pending, at the lapse', request: pending, now: at(60), yields: 'TimedOut' },
    { when: 'granted, the instant before its start', request: granted, now: at(60 - tick), yields: 'Granted' },
    { when: 'B-5 granted, at its start', request: granted, now: at(60), yields: 'Provisioned' },
    ...finals.map((status) => ({
      when: `${status}, long after everything`,
      request: aRequest({ status, lapsesAt: at(0), startAt: at(0) }),
      now: at(1e6),
      yields: status,
    })),
  ])('$when -> $yields', ({ request, now, yields }) => expect(statusAt(request, now)).toBe(yields));
});

describe('F-2 what can be withdrawn, and what waits for a decision', () => {
  test.each(statuses.map((status) => ({ status })))('$status', ({ status }) => {
    const request = aRequest({ status, lapsesAt: at(60), startAt: at(60) });
    expect(isCancellable(request, at(0))).toBe(['Granted', 'PendingApproval', 'PendingAdminDecision'].includes(status));
    expect(isPending(request, at(0))).toBe(['PendingApproval', 'PendingAdminDecision'].includes(status));
  });

  test('neither once time has closed it', () => {
    const lapsed = aRequest({ status: 'PendingApproval', lapsesAt: at(0) });
    expect([isCancellable(lapsed, at(0)), isPending(lapsed, at(0))]).toEqual([false, false]);
    expect(isCancellable(aRequest({ status: 'Granted', startAt: at(0) }), at(0))).toBe(false);
  });
});

describe('A-6 resolveSpan at noon', () => {
  const period = (differing: Partial<RequestedPeriod>): RequestedPeriod => ({
    startAt: null,
    expirationType: 'noExpiration',
    expirationEndAt: null,
    expirationDuration: null,
    ...differing,
  });
  const forAnHour = { expirationType: 'afterDuration', expirationDuration: 'PT1H' } as const;
  const until = { expirationType: 'afterDateTime', expirationEndAt: at(60) } as const;
  test.each([
    { when: 'no start, a duration', asked: period(forAnHour), yields: [at(0), at(60)] },
    { when: 'a past start, a duration', asked: period({ ...forAnHour, startAt: at(-30) }), yields: [at(0), at(60)] },
    { when: 'a later start, a duration', asked: period({ ...forAnHour, startAt: at(30) }), yields: [at(30), at(90)] },
    { when: 'no start, an end', asked: period(until), yields: [at(0), at(60)] },
    { when: 'a past start, an end', asked: period({ ...until, startAt: at(-30) }), yields: [at(0), at(60)] },
    { when: 'a later start, an end', asked: period({ ...until, startAt: at(30) }), yields: [at(30), at(60)] },
    { when: 'no end', asked: period({}), yields: [at(0), null] },
    { when: 'nothing said', asked: period({ expirationType: 'notSpecified' }), yields: [at(0), null] },
    {
      when: 'C-16 afterDuration without one',
      asked: period({ expirationType: 'afterDuration' }),
      yields: [at(0), null],
    },
  ])('$when', ({ asked, yields: [startAt, endAt] }) => expect(resolveSpan(asked, at(0))).toEqual({ startAt, endAt }));

  test('the length of a span; a permanent one has none', () => {
    expect(lengthOf({ startAt: at(0), endAt: at(1) })).toBe(60_000);
    expect(lengthOf({ startAt: at(0), endAt: null })).toBeNull();
  });
});
