import { DateTimeScalar, DurationScalar, EventCursorScalar } from '../../../src/api/scalars';

const instant = (text: string) => DateTimeScalar.parseValue(text).toISOString();

describe('DateTime', () => {
  test.each([
    { given: '2026-01-01T08:00:00Z', means: '2026-01-01T08:00:00.000Z' },
    { given: '2026-01-01T09:30:00+01:30', means: '2026-01-01T08:00:00.000Z' },
    { given: '2022-04-11T11:50:03.9014347Z', means: '2022-04-11T11:50:03.901Z' },
    { given: '2026-01-01T08:00:00.5Z', means: '2026-01-01T08:00:00.500Z' },
    { given: '2024-02-29T00:00:00Z', means: '2024-02-29T00:00:00.000Z' },
    { given: '1900-01-01T00:00:00Z', means: '1900-01-01T00:00:00.000Z' },
    { given: '9999-12-31T23:59:59.999Z', means: '9999-12-31T23:59:59.999Z' },
  ])('A-8: $given is $means', ({ given, means }) => expect(instant(given)).toBe(means));

  test.each([
    ['without an offset', '2026-01-01T08:00:00'],
    ['a day alone', '2026-01-01'],
    ['a day that does not exist', '2026-02-29T00:00:00Z'],
    ['a month that does not exist', '2026-13-01T00:00:00Z'],
    ['eight decimals', '2026-01-01T08:00:00.12345678Z'],
    ['an expanded year', '+12026-01-01T08:00:00Z'],
    ['no date at all', 'tomorrow'],
    ['nothing', ''],
  ])('refuses %s', (_what, given) => expect(() => instant(given)).toThrow('DateTime is ISO 8601 with an offset'));

  test.each([['1899-12-31T23:59:59.999Z'], ['9999-12-31T23:59:59.999-00:01']])(
    'refuses %s, beyond the years it knows',
    (given) => expect(() => instant(given)).toThrow('between the years 1900 and 9999'),
  );

  test('refuses a number', () => expect(() => DateTimeScalar.parseValue(0)).toThrow('written as text in quotes'));

  test('answers in UTC without needless zeros', () => {
    expect(DateTimeScalar.serialize(new Date('2022-04-10T00:00:00.100Z'))).toBe('2022-04-10T00:00:00.1Z');
    expect(DateTimeScalar.serialize(new Date('2022-04-10T00:00:00Z'))).toBe('2022-04-10T00:00:00Z');
  });

  test('passes on what is ready', () => {
    expect(DateTimeScalar.serialize('2022-04-10T00:00:00.123Z')).toBe('2022-04-10T00:00:00.123Z');
  });
});

describe('Duration', () => {
  test.each([['PT8H'], ['PT1H45M'], ['P365D'], ['P1D'], ['PT0S'], ['P3660D']])('takes %s as it is written', (given) =>
    expect(DurationScalar.parseValue(given)).toBe(given),
  );

  test.each([['P1Y'], ['P1M'], ['PT8.5H'], ['-PT8H'], ['P3661D'], ['PT100000000H'], ['8h'], ['']])(
    'refuses %s',
    (given) => expect(() => DurationScalar.parseValue(given)).toThrow('such as PT8H or P30D'),
  );
});

describe('EventCursor', () => {
  test('takes 128 characters', () => expect(EventCursorScalar.parseValue('c'.repeat(128))).toHaveLength(128));
  test.each([['c'.repeat(129)], ['']])('refuses %s', (given) =>
    expect(() => EventCursorScalar.parseValue(given)).toThrow('handed out'),
  );
});
