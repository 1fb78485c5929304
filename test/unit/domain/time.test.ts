import fc from 'fast-check';
import { contains, earlierEnd, later, longestDuration, millisecondsIn, parseDuration } from '../../../src/domain/time';
import { at, tick } from './builders';

const hour = 3_600_000;
const day = 24 * hour;

describe('parseDuration (security 19)', () => {
  test.each([
    ['PT0S', 0],
    ['PT1S', 1_000],
    ['PT5M', 300_000],
    ['PT300S', 300_000],
    ['PT8H', 8 * hour],
    ['PT1H45M', 1.75 * hour],
    ['P1D', day],
    ['PT24H', day],
    ['P1DT12H', 1.5 * day],
    ['P2W', 14 * day],
    ['P1W2DT3H4M5S', 9 * day + 3 * hour + 4 * 60_000 + 5_000],
    ['P365D', 365 * day],
    ['P3660D', longestDuration],
  ])('%s is %d ms', (text, length) => expect(parseDuration(text)).toBe(length));

  test.each([
    ['nothing', ''],
    ['a bare P', 'P'],
    ['a bare PT', 'PT'],
    ['a T with nothing after it', 'P1DT'],
    ['a negative one', '-PT1H'],
    ['a negative part', 'PT-1H'],
    ['a plus', '+PT1H'],
    ['years', 'P1Y'],
    ['months', 'P1M'],
    ['a fraction', 'PT8.5H'],
    ['a fraction with a comma', 'PT8,5H'],
    ['fractions of a second', 'PT0.5S'],
    ['minutes before hours', 'PT5M1H'],
    ['days after the T', 'PT1D'],
    ['hours before the T', 'P1H'],
    ['the same unit twice', 'PT1H1H'],
    ['small letters', 'pt1h'],
    ['a blank in front', ' PT1H'],
    ['a blank behind', 'PT1H '],
    ['a line break behind', 'PT1H\n'],
    ['digits of another script', 'PT١H'],
    ['10^8 hours', 'PT100000000H'],
    ['more digits than a number holds', `PT${'9'.repeat(400)}S`],
    ['a second more than the longest', 'P3660DT1S'],
    ['a number', '3600'],
    ['a clock time', '08:00:00'],
  ])('refuses %s', (_what, text) => expect(parseDuration(text)).toBeNull());

  test('reads back what is written, whatever the parts', () => {
    const part = (max: number) => fc.nat({ max });
    fc.assert(
      fc.property(
        part(100),
        part(300),
        part(500),
        part(5_000),
        part(90_000),
        (weeks, days, hours, minutes, seconds) => {
          const length = (weeks * 7 + days) * day + hours * hour + minutes * 60_000 + seconds * 1_000;
          expect(parseDuration(`P${weeks}W${days}DT${hours}H${minutes}M${seconds}S`)).toBe(length);
          expect(parseDuration(`PT${length / 1_000}S`)).toBe(length);
        },
      ),
    );
  });

  test('never throws and never yields what is no whole, bounded, non-negative number', () => {
    const pieces = fc.array(fc.constantFrom('P', 'T', 'W', 'D', 'H', 'M', 'S', 'Y', '-', '.', '0', '5', '99999', ' '));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((some) => some.join('')),
        ),
        (text) => {
          const length = parseDuration(text) ?? 0;
          expect(Number.isInteger(length) && length >= 0 && length <= longestDuration).toBe(true);
        },
      ),
    );
  });

  test('a duration that was not checked on its way in is a bug, not a user error', () => {
    expect(() => millisecondsIn('P1Y')).toThrow('Invariant broken');
  });
});

describe('contains: [start, end)', () => {
  const span = { startAt: at(0), endAt: at(60) };
  test.each([
    { when: 'the instant before the start', instant: at(-tick), yields: false },
    { when: 'the start', instant: at(0), yields: true },
    { when: 'the last instant', instant: at(60 - tick), yields: true },
    { when: 'the end', instant: at(60), yields: false },
  ])('$when -> $yields', ({ instant, yields }) => expect(contains(span, instant)).toBe(yields));

  test('a permanent one never ends', () => {
    expect(contains({ startAt: at(0), endAt: null }, new Date(8.64e15))).toBe(true);
  });
});

test('the later instant, and the earlier end, where no end is later than any', () => {
  expect(later(at(1), at(2))).toEqual(at(2));
  expect(later(at(2), at(1))).toEqual(at(2));
  expect(earlierEnd(at(1), at(2))).toEqual(at(1));
  expect(earlierEnd(at(2), at(1))).toEqual(at(1));
  expect(earlierEnd(null, at(1))).toEqual(at(1));
  expect(earlierEnd(at(1), null)).toEqual(at(1));
  expect(earlierEnd(null, null)).toBeNull();
});
