import { invariant } from '../../domain/errors';
import { readTextRows, type TextRow } from './array-text';
import type { CellKind } from './columns';
import { dateOf, instantOf } from './instant';
import type { RowFormat } from './plan';

/** The cells of one row, as PostgreSQL wrote them. */
export type RawRow = readonly unknown[];

/** Makes a value from what PostgreSQL wrote in a cell; null stays null. */
export type Decoder = (written: unknown) => unknown;

const orNull =
  (decode: Decoder): Decoder =>
  (written) =>
    written === null || written === undefined ? null : decode(written);

const parse: Decoder = (written) => (typeof written === 'string' ? JSON.parse(written) : written);

const text = orNull((written) => (typeof written === 'string' ? written : String(written)));

const common = {
  text,
  uuid: text,
  boolean: orNull((written) => written === 't' || written === 'true' || written === true),
  integer: orNull(Number),
  instant: orNull((written) => instantOf(String(written))),
} as const;

const decoders: Readonly<Record<'text' | 'json', Readonly<Record<CellKind, Decoder>>>> = {
  text: { ...common, json: orNull(parse), list: orNull(parse) },
  json: { ...common, json: orNull((written) => written), list: orNull((written) => written) },
};

const forms = { text: 'text', json: 'json', jsonInPieces: 'json' } as const;

/** The decoder of a cell's kind in rows of that format, as the answer has it: instants are ISO 8601 text in UTC. */
export const decoderOf = (kind: CellKind, format: RowFormat): Decoder => decoders[forms[format]][kind];

/** The same as a record has it: instants are dates, as TypeORM gives them. */
export const recordDecoderOf = (kind: CellKind, format: RowFormat): Decoder =>
  kind === 'instant' ? orNull((written) => dateOf(String(written))) : decoderOf(kind, format);

/**
 * The rows within a cell; none for null.
 *
 * An array of text comes as PostgreSQL's array text, or, within JSON, as an array already; JSON comes as its text, or
 * parsed within JSON.
 */
export function rowsWithin(written: unknown, format: RowFormat): readonly RawRow[] {
  if (written === null || written === undefined) return [];
  const rows = typeof written === 'string' ? readRows(written, format) : written;
  invariant(isRows(rows), 'a cell of rows holds an array');
  return format === 'jsonInPieces' ? rows.map((row) => row.flat()) : rows;
}

const readRows = (text: string, format: RowFormat): readonly TextRow[] | unknown =>
  format === 'text' ? readTextRows(text) : JSON.parse(text);

const isRows = (value: unknown): value is readonly RawRow[] => Array.isArray(value);
