import { badArgument } from './bad-argument';
import { isNeverEscaped } from './columns';
import type { RawRow } from './decode-cell';
import { exactInstantOf } from './instant';
import type { Term } from './order';
import type { CursorPlan } from './plan';
import { quote } from './text/quote';
import { isWritten } from './written';

const longest = 4_096;

/** Position of a row in an order, as text for the client to hand back: the order's name and the values of its terms. */
export const cursorOf = (order: string, values: readonly (string | null)[]): string =>
  encoded(`[${[order, ...values].map(textOf).join()}]`);

/** Gives the cursors of rows, as {@link cursorOf} does; a page has many, so what they share is made once. */
export function cursorsOf({ order, cells }: CursorPlan): (row: RawRow) => string {
  const head = `[${quote(order)}`;
  const terms = cells.map(({ term, index }) => ({ term, index, isSafe: isNeverEscaped(term.column.kind) }));
  return (row) => {
    let text = head;
    for (const { term, index, isSafe } of terms) {
      const value = cursorValue(term, row[index]);
      text += isSafe && value !== null ? `,"${value}"` : `,${textOf(value)}`;
    }
    return encoded(`${text}]`);
  };
}

/** A page has many cursors, and this takes less than half the time of `JSON.stringify` for each. */
const textOf = (value: string | null): string => (value === null ? 'null' : quote(value));

/** Holds the bytes of one cursor at a time: a buffer for each would cost more than all else about it. */
const bytes = Buffer.allocUnsafeSlow(1_024);
const mostBytesOfUnit = 3;

const encoded = (text: string): string =>
  text.length * mostBytesOfUnit > bytes.length
    ? Buffer.from(text).toString('base64url')
    : bytes.toString('base64url', 0, bytes.write(text));

/**
 * The values that a cursor holds, one for each term.
 *
 * Raises `Request_BadRequest` for what is not a cursor of this order: damaged, made up, or from another list.
 */
export function readCursor(
  cursor: string,
  argument: string,
  order: string,
  terms: readonly Term[],
): readonly (string | null)[] {
  const [name, ...values] = parse(cursor);
  const isOurs =
    name === order && values.length === terms.length && values.every((value, index) => fits(value, terms[index]));
  if (isOurs) return values.filter(isValue);
  throw badArgument(
    `${argument} is no cursor of this list in this order. Hand back one that the list gave, with the same orderBy.`,
    [argument],
  );
}

/** One term's value as a cursor holds it, from what PostgreSQL wrote as text or within JSON. */
export function cursorValue({ column: { kind } }: Term, written: unknown): string | null {
  if (written === null || written === undefined) return null;
  if (kind === 'uuid' && typeof written === 'string') return written;
  if (kind === 'instant') return exactInstantOf(String(written));
  if (kind === 'boolean') return String(written === true || written === 't' || written === 'true');
  return String(written);
}

function parse(cursor: string): readonly unknown[] {
  if (cursor.length > longest || !/^[\w-]+$/.test(cursor)) return [];
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // Not JSON: then it is no cursor, which the caller of this says in its own words.
    return [];
  }
}

const isValue = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** A null is no value of the key, which comes last. */
const fits = (value: unknown, term: Term | undefined): boolean => {
  if (!term) return false;
  if (value === null) return term.column.mayBeNull;
  return typeof value === 'string' && isWritten(term.column.type, value);
};
