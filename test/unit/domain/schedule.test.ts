import { isActive, isCurrent, isTooYoungToEnd, spanOf } from '../../../src/domain/schedule';
import { aSchedule, at, tick } from './builders';

const limited = aSchedule({ endAt: at(60) });
const revoked = aSchedule({ endAt: at(60), revokedAt: at(30) });
const neverBegun = aSchedule({ startAt: at(10), endAt: at(60), revokedAt: at(5) });

describe('spanOf: what came of it', () => {
  test.each([
    { when: 'nobody ended it', schedule: limited, endAt: at(60) },
    { when: 'it was revoked half way', schedule: revoked, endAt: at(30) },
    { when: 'it was permanent and revoked', schedule: aSchedule({ revokedAt: at(30) }), endAt: at(30) },
    { when: 'it was revoked after its end', schedule: aSchedule({ endAt: at(60), revokedAt: at(90) }), endAt: at(60) },
    { when: 'it was revoked before its start', schedule: neverBegun, endAt: at(10) },
  ])('$when -> ends at $endAt', ({ schedule, endAt }) => {
    expect(spanOf(schedule)).toEqual({ startAt: schedule.startAt, endAt });
  });
});

describe('isActive: the start counts, the end and the revocation do not', () => {
  test.each([
    { when: 'before the start', schedule: limited, now: at(-tick), yields: false },
    { when: 'at the start', schedule: limited, now: at(0), yields: true },
    { when: 'the instant before the end', schedule: limited, now: at(60 - tick), yields: true },
    { when: 'at the end (item 12)', schedule: limited, now: at(60), yields: false },
    { when: 'the instant before the revocation', schedule: revoked, now: at(30 - tick), yields: true },
    { when: 'at the revocation', schedule: revoked, now: at(30), yields: false },
    { when: 'revoked before it began, at its start', schedule: neverBegun, now: at(10), yields: false },
    { when: 'permanent, a century later', schedule: aSchedule(), now: new Date('2126-01-01'), yields: true },
  ])('$when -> $yields', ({ schedule, now, yields }) => expect(isActive(schedule, now)).toBe(yields));
});

describe('isCurrent: holds now or will later', () => {
  test.each([
    { when: 'before the start', schedule: limited, now: at(-60), yields: true },
    { when: 'the instant before the end', schedule: limited, now: at(60 - tick), yields: true },
    { when: 'at the end', schedule: limited, now: at(60), yields: false },
    { when: 'at the revocation', schedule: revoked, now: at(30), yields: false },
    { when: 'revoked before it began, still before its start', schedule: neverBegun, now: at(6), yields: false },
    { when: 'permanent', schedule: aSchedule(), now: at(1e6), yields: true },
  ])('$when -> $yields', ({ schedule, now, yields }) => expect(isCurrent(schedule, now)).toBe(yields));
});

describe('C-5 isTooYoungToEnd: five minutes from the start on', () => {
  test.each([
    { when: 'before the start', now: at(-tick), yields: false },
    { when: 'at the start', now: at(0), yields: true },
    { when: 'the instant before five minutes', now: at(5 - tick), yields: true },
    { when: 'at five minutes', now: at(5), yields: false },
  ])('$when -> $yields', ({ now, yields }) => expect(isTooYoungToEnd(limited, now)).toBe(yields));
});
