import { PimError } from '../../domain/errors';

/** A value of a JSON file, with the line (counted from 1) that it begins on. */
export interface Located {
  readonly line: number;
  readonly value: LocatedValue;
}

/** What JSON can say. Objects are maps, so that no name, `__proto__` included, means anything but itself. */
export type LocatedValue = string | number | boolean | null | readonly Located[] | LocatedObject;

/** The properties of an object, by name. */
export type LocatedObject = ReadonlyMap<string, Located>;

/** Whether the value is an object. */
export const isObject = (value: LocatedValue): value is LocatedObject => value instanceof Map;

/** Whether the value is a list. */
export const isList = (value: LocatedValue): value is readonly Located[] => Array.isArray(value);

/**
 * A refusal of the file: `line 1234: users[1203].userPrincipalName: …`.
 *
 * `place` is the path within the file (empty for the file as a whole), `problem` says what to change.
 */
export const refusal = (line: number, place: string, problem: string): PimError =>
  new PimError('Request_BadRequest', [`line ${line}`, place, problem].filter((part) => part !== '').join(': '), {
    path: place === '' ? [] : place.split(/[.[\]]+/).filter((part) => part !== ''),
  });

/** Text of the file as a message may show it: quoted, escaped, and cut after 80 characters. */
export function quoted(text: string): string {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
}
