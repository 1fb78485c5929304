import { isList, type Located, quoted, refusal } from './located';

/** Turns a value of the file into what is stored; refuses it, with its line and place, when it cannot be. */
export type Read<T = unknown> = (node: Located, place: string) => T;

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const instantShape = /^(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** Also null. */
export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (node, place) =>
    node.value === null ? null : read(node, place);

/** Text of at most `longest` characters, which PostgreSQL can keep: no U+0000, no half of a surrogate pair. */
export const text =
  (longest: number): Read<string> =>
  ({ line, value }, place) => {
    if (typeof value !== 'string') throw refusal(line, place, `expected text, found ${kindOf(value)}.`);
    // Characters are never more than UTF-16 units: count them only where that matters.
    const length = value.length <= longest ? value.length : [...value].length;
    if (length > longest) throw refusal(line, place, `at most ${longest} characters fit, and these are ${length}.`);
    if (value.includes('\0')) throw refusal(line, place, 'the character U+0000 cannot be stored. Remove it.');
    if (/\p{Cs}/u.test(value)) throw refusal(line, place, 'half of a surrogate pair cannot be stored. Remove it.');
    return value;
  };

/** Text that is not blank. */
export const name =
  (longest: number): Read<string> =>
  (node, place) => {
    const read = text(longest)(node, place);
    if (read.trim() === '') throw refusal(node.line, place, 'this may not be empty.');
    return read;
  };

/** One of the given words, in this spelling. */
export const oneOf =
  (...words: readonly string[]): Read<string> =>
  ({ line, value }, place) => {
    if (typeof value === 'string' && words.includes(value)) return value;
    throw refusal(line, place, `expected ${words.join(' or ')}, found ${shown(value)}.`);
  };

/** True or false. */
export const flag: Read<boolean> = ({ line, value }, place) => {
  if (typeof value === 'boolean') return value;
  throw refusal(line, place, `expected true or false, found ${shown(value)}.`);
};

/** A GUID, in small letters. */
export const guid: Read<string> = ({ line, value }, place) => {
  if (typeof value === 'string' && guidShape.test(value)) return value.toLowerCase();
  throw refusal(line, place, `expected a GUID, found ${shown(value)}.`);
};

/** An instant of the years 1900 to 9999 with its zone, as ISO 8601 text in UTC, cut to whole milliseconds. */
export const instant: Read<string> = ({ line, value }, place) => {
  const year = typeof value === 'string' ? Number(instantShape.exec(value)?.[1]) : Number.NaN;
  const read = typeof value === 'string' && year >= 1900 ? new Date(value) : new Date(Number.NaN);
  if (!Number.isNaN(read.getTime())) return read.toISOString();
  throw refusal(line, place, `expected an instant such as 2026-01-31T09:30:00Z, found ${shown(value)}.`);
};

/** A two-letter country code, in capitals. */
export const country: Read<string> = ({ line, value }, place) => {
  if (typeof value === 'string' && /^[A-Za-z]{2}$/.test(value)) return value.toUpperCase();
  throw refusal(line, place, `expected a country code of two letters, found ${shown(value)}.`);
};

/** A sign-in name: `alias@domain`, without blanks; guests have `#EXT#` in theirs (resources.md 8.2). */
export const userPrincipalName: Read<string> = (node, place) => {
  const read = text(256)(node, place);
  if (/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(read)) return read;
  throw refusal(node.line, place, `expected a name such as alice@contoso.example, found ${shown(read)}.`);
};

/** A list of which every value is read alike; null counts as the empty list. */
export const listOf =
  <T>(read: Read<T>, longest: number): Read<readonly T[]> =>
  ({ line, value }, place) => {
    if (value === null) return [];
    if (!isList(value)) throw refusal(line, place, `expected a list, found ${kindOf(value)}.`);
    if (value.length > longest) throw refusal(line, place, `at most ${longest} values fit, and these are more.`);
    return value.map((node, index) => read(node, `${place}[${index}]`));
  };

/** What kind of value it is, in words. */
export function kindOf(value: Located['value']): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return isList(value) ? 'a list' : 'an object';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'a number' : 'true or false';
}

const shown = (value: Located['value']): string => {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value);
};
