import fc from 'fast-check';
import { readTextRows } from '../../../src/queries/planner/array-text';
import { dateOf, exactInstantOf, formatInstant, instantOf } from '../../../src/queries/planner/instant';

describe('formatInstant', () => {
  test.each([
    ['2022-04-10T00:00:00.000Z', '2022-04-10T00:00:00Z'],
    ['2022-04-10T00:00:00.100Z', '2022-04-10T00:00:00.1Z'],
    ['2022-04-10T00:00:00.120Z', '2022-04-10T00:00:00.12Z'],
    ['2022-04-10T00:00:00.123Z', '2022-04-10T00:00:00.123Z'],
    ['2022-04-10T00:00:00.003Z', '2022-04-10T00:00:00.003Z'],
    ['2020-10-10T10:10:10.000Z', '2020-10-10T10:10:10Z'],
  ])('%s is written %s', (date, text) => expect(formatInstant(new Date(date))).toBe(text));

  test('an invalid date is refused', () => expect(() => formatInstant(new Date(Number.NaN))).toThrow(RangeError));
});

describe('instantOf, from what PostgreSQL wrote', () => {
  test.each([
    ['2022-04-10 00:00:00+00', '2022-04-10T00:00:00Z'],
    ['2022-04-10 00:00:00.1+00', '2022-04-10T00:00:00.1Z'],
    ['2022-04-10T00:00:00.123+00:00', '2022-04-10T00:00:00.123Z'],
    ['2022-04-10 00:00:00.123456+00', '2022-04-10T00:00:00.123Z'],
    ['2022-04-10T00:00:00.100456+00:00', '2022-04-10T00:00:00.1Z'],
    ['2022-04-10 02:30:00+02:30', '2022-04-10T00:00:00Z'],
    ['2022-04-09 19:00:00-05', '2022-04-10T00:00:00Z'],
  ])('%s is %s', (written, text) => expect(instantOf(written)).toBe(text));

  test('is what formatInstant gives of the same instant', () => {
    const milliseconds = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(milliseconds, (date) => {
        const written = formatInstant(date).replace('T', ' ').replace('Z', '+00');
        expect(instantOf(written)).toBe(formatInstant(date));
        expect(dateOf(written)).toEqual(date);
      }),
    );
  });

  test('a cursor keeps every digit', () =>
    expect(exactInstantOf('2022-04-10 00:00:00.123456+00')).toBe('2022-04-10T00:00:00.123456Z'));
});

/** As array_out of PostgreSQL quotes an element. */
const quoted = (text: string | null): string => {
  if (text === null) return 'NULL';
  const isPlain = text !== '' && !/[\s{}",\\]/.test(text) && text.toUpperCase() !== 'NULL';
  return isPlain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
};

describe('readTextRows', () => {
  test.each([
    ['{}', []],
    ['{{a}}', [['a']]],
    [
      '{{a,NULL},{"NULL",""}}',
      [
        ['a', null],
        ['NULL', ''],
      ],
    ],
    [String.raw`{{"b,c","say \"hi\"","\\","{}"}}`, [['b,c', 'say "hi"', '\\', '{}']]],
  ])('%s', (text, rows) => expect(readTextRows(text)).toEqual(rows));

  test('reads any rows back', () => {
    const cell = fc.option(
      fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', '{', '}', ' ', '\n', 'NULL', '🚪') }),
    );
    const rows = fc
      .integer({ min: 1, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));
    fc.assert(
      fc.property(rows, (given) => {
        const text = `{${given.map((row) => `{${row.map(quoted).join()}}`).join()}}`;
        expect(readTextRows(text)).toEqual(given);
      }),
    );
  });

  test.each(['{{a', '{{"a'])('stops on %s, which is cut off', (text) =>
    expect(() => readTextRows(text)).toThrow('Invariant'),
  );
});
