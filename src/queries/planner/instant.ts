/**
 * An instant as ISO 8601 text in UTC, without needless zeros: `2022-04-10T00:00:00Z`, `2022-04-10T00:00:00.1Z`.
 *
 * What `toISOString` gives, less the trailing zeros of the fraction. Throws RangeError for an invalid date.
 */
export const formatInstant = (date: Date): string => date.toISOString().replace(/\.?0+Z$/, 'Z');

/**
 * The same text from what PostgreSQL wrote in a session that speaks UTC: `2022-04-10 00:00:00.1+00` as a column's text,
 * `2022-04-10T00:00:00.1+00:00` within JSON. Digits below the millisecond are cut off, as `Date` does.
 */
export function instantOf(written: string): string {
  const exact = exactInstantOf(written);
  return exact.length <= longestInMilliseconds && exact.endsWith('Z') ? exact : formatInstant(new Date(exact));
}

/** The instant as TypeORM would give it. */
export const dateOf = (written: string): Date => new Date(exactInstantOf(written));

/** As {@link instantOf}, but with every digit that PostgreSQL wrote; what a cursor has to hold. */
export function exactInstantOf(written: string): string {
  if (written.endsWith('+00')) return `${written.slice(0, 10)}T${written.slice(11, -3)}Z`;
  const text = `${written.slice(0, 10)}T${written.slice(11)}`;
  if (text.endsWith('+00:00')) return `${text.slice(0, -6)}Z`;
  // JavaScript wants the minutes of an offset, which PostgreSQL leaves away where they are zero.
  return /[+-]\d\d$/.test(text) ? `${text}:00` : text;
}

const longestInMilliseconds = '2022-04-10T00:00:00.123Z'.length;
