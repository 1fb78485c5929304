import { allOf, raw, render, type Sql, sql } from '../../storage/sql';
import { type ListValues, Slot } from './binding';
import { at, type Table } from './columns';
import { belongsToQuestion } from './compile';
import { type RawRow, recordDecoderOf } from './decode-cell';
import { tableOfShape } from './fields';
import { idTypeOf, isOneOf } from './key';
import type { Loading } from './load';
import { orderBy, totalOrder } from './order';
import { allColumns, type LoadedRecord, recordFrom } from './records';
import { withSession } from './session-sql';
import type { ExpressionField, Question, ToManyField, ToOneField } from './shape';
import { belongs, named } from './write-object';
import { isWritten } from './written';

type Batch<T> = (keys: readonly string[]) => Promise<readonly T[]>;

/** Runs a statement about rows with these keys; `values` belong to its one list, where it has one. */
export async function select(
  { run, session: asker, selected: more }: Loading,
  body: Sql,
  keys: readonly string[],
  values: ListValues = { filter: [], after: [], before: [] },
): Promise<readonly RawRow[]> {
  const { text, values: parameters } = render(withSession(body, { ...anybody, more }));
  return run({ text, parameters }, { session: asker, ids: keys, lists: [values] });
}

const keysSlot = new Slot(({ ids }) => ids);

/** Records that are loaded are asked for as anybody's. */
export const anybody = { readsAll: false, refers: false } as const;

/** Whether the row's key is among those that the batch is about. */
export const isAsked = (table: Table, row: string): Sql =>
  sql`${at(row, table.key)} = any (${keysSlot}::${raw(table.key.type)}[])`;

/** The rows by their first cell, which is the key of the row that they belong to; without that cell. */
export function byOwner(rows: readonly RawRow[]): ReadonlyMap<string, readonly RawRow[]> {
  const owned = new Map<string, RawRow[]>();
  for (const [owner, ...cells] of rows) {
    const key = String(owner);
    const others = owned.get(key);
    if (others) others.push(cells);
    else owned.set(key, [cells]);
  }
  return owned;
}

export const expressionBatch =
  (loading: Loading, from: Table, { sql: write, as }: ExpressionField): Batch<unknown> =>
  async (keys) => {
    const body = sql`select ${at('f', from.key)}, (${write('f')}) from session cross join ${named(from, 'f')} where ${isAsked(from, 'f')}`;
    const decode = recordDecoderOf(as, 'text');
    const values = new Map((await select(loading, body, keys)).map(([key, value]) => [String(key), decode(value)]));
    return keys.map((key) => values.get(key) ?? null);
  };

export const toOneBatch =
  (loading: Loading, from: Table, field: ToOneField): Batch<LoadedRecord | null> =>
  async (keys) => {
    const shape = field.target();
    const to = tableOfShape(shape);
    const on = belongs({ row: 'f', writing: anybody }, field, 't');
    const body = sql`select ${at('f', from.key)}, ${allColumns(to, 't')}
      from session cross join ${named(from, 'f')} join ${named(to, 't')} on ${on} where ${isAsked(from, 'f')}`;
    const owned = byOwner(await select(loading, body, keys));
    return keys.map((key) => {
      const [row] = owned.get(key) ?? [];
      return row ? recordFrom(to, row) : null;
    });
  };

export const listBatch =
  (loading: Loading, from: Table, field: ToManyField): Batch<readonly LoadedRecord[]> =>
  async (keys) => {
    const to = tableOfShape(field.target());
    const body = sql`select ${at('f', from.key)}, ${allColumns(to, 't')}
      from session cross join ${named(from, 'f')} join ${named(to, 't')} on ${belongs({ row: 'f', writing: anybody }, field, 't')}
      where ${isAsked(from, 'f')} order by ${orderBy('t', totalOrder(to, field.orderBy, field.isTotal))}`;
    const owned = byOwner(await select(loading, body, keys));
    return keys.map((key) => (owned.get(key) ?? []).map((row) => recordFrom(to, row)));
  };

/** The record that the question has under that key; null where there is none that the caller may see. */
export async function oneOf(loading: Loading, question: Question, id: string): Promise<LoadedRecord | null> {
  const table = tableOfShape(question.shape);
  if (!isWritten(idTypeOf(question), id)) return null;
  const where = allOf([isOneOf(question, 't', sql`${keysSlot}`), belongsToQuestion(question, 't', anybody)]);
  const [row] = await select(
    loading,
    sql`select ${allColumns(table, 't')} from session cross join ${named(table, 't')} where ${where}`,
    [id],
  );
  return row ? recordFrom(table, row) : null;
}
