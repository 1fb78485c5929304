import { invariant } from '../../domain/errors';
import { badArgument } from './bad-argument';
import type { ListValues } from './binding';
import { readCursor } from './cursor';
import { tableOfShape } from './fields';
import { type FilterTree, filterKey, readFilter } from './filter';
import { type Term, totalOrder } from './order';
import type { Asking, OrderTerm, PageArguments, Question, ToManyField } from './shape';

const defaultSize = 25;
const largest = 100;
const mostOrders = 5;
const nothing: readonly never[] = [];

/** The structure of one list of an operation: everything that its SQL is written from. */
export interface List {
  readonly order: string;
  readonly terms: readonly Term[];
  readonly size: number;
  /** Whether the page is taken from the end of the list (`last`). */
  readonly backward: boolean;
  /** Which values of the cursor are null; null where there is no cursor. */
  readonly after: readonly boolean[] | null;
  readonly before: readonly boolean[] | null;
  readonly filter: FilterTree | null;
  readonly on: string | null;
}

/** A list taken apart: `key` is the same for lists whose SQL is the same. */
export interface PreparedList {
  readonly list: List;
  readonly values: ListValues;
  readonly key: string;
}

/**
 * The page that a question is asked for.
 *
 * Raises `Request_BadRequest` for `first` with `last`, a size outside 1 to 100, a foreign cursor, more than five terms
 * in `orderBy`, a value of `on` or `orderBy` that the question does not have, and a filter that `readFilter` refuses.
 */
export function prepareQuestion(question: Question, given: PageArguments): PreparedList {
  const { on = null } = given;
  const { names, terms } = orderAsked(question, given);
  if (on !== null) own(question.on ?? {}, on, 'on');
  const { tree, values } = filterAsked(question, given);
  const page = readPage(given, `${question.name} ${names}`, totalOrder(tableOfShape(question.shape), terms));
  const told = toldIn(question, given);
  return prepared({ ...page.list, filter: tree, on }, { ...page.values, filter: values, ...(told && { told }) });
}

/** What expressions about the rows may ask for of the filter; null where there is nothing of the kind. */
function toldIn({ filter: fields }: Question, { filter }: PageArguments): ListValues['told'] | null {
  const told = tellings(fields, filter);
  return told.length > 0 ? Object.fromEntries(told) : null;
}

/** What all rows of the list are compared with: right in the filter, or in a part of its `and`. */
function tellings(fields: Question['filter'], filter: unknown): readonly (readonly [string, unknown])[] {
  if (typeof filter !== 'object' || filter === null) return [];
  return Object.entries(filter).flatMap(([name, asked]) => {
    if (name === 'and' && Array.isArray(asked)) return asked.flatMap((part) => tellings(fields, part));
    return fields[name]?.isTold && typeof asked === 'object' && asked !== null && 'eq' in asked
      ? [[name, asked.eq] as const]
      : [];
  });
}

/** The page of a nested connection; raises what {@link prepareQuestion} raises of what it can be asked for. */
export function prepareNested(
  name: string,
  { asked, orderBy, target }: ToManyField,
  given: PageArguments,
): PreparedList {
  const order = asked ? orderAsked(asked, given) : { names: '', terms: orderBy };
  const { tree, values } = asked ? filterAsked(asked, given) : unfiltered;
  const page = readPage(given, `${name} ${order.names}`.trim(), totalOrder(tableOfShape(target()), order.terms));
  return prepared({ ...page.list, filter: tree, on: null }, { ...page.values, filter: values });
}

const unfiltered = { tree: null, values: nothing };

const filterAsked = ({ filter: fields }: Asking, { filter }: PageArguments) =>
  filter ? readFilter(filter, fields) : unfiltered;

interface AskedOrder {
  readonly names: string;
  readonly terms: readonly OrderTerm[];
}

function orderAsked({ orders, defaultOrder }: Asking, { orderBy }: PageArguments): AskedOrder {
  const names = orderBy && orderBy.length > 0 ? [...new Set(orderBy)] : [defaultOrder];
  if (names.length > mostOrders) throw badArgument(`Order by at most ${mostOrders} terms.`, ['orderBy']);
  return { names: names.join(), terms: names.flatMap((name) => own(orders, name, 'orderBy')) };
}

const prepared = (list: List, values: ListValues): PreparedList => ({ list, values, key: keyOf(list) });

function keyOf({ order, size, backward, after, before, filter, on }: List): string {
  const cursors = [after, before].map((nulls) => nulls?.map(Number).join('') ?? '-');
  return [order, size, backward, ...cursors, filter ? filterKey(filter) : '', on ?? ''].join('/');
}

function own<T>(choices: Readonly<Record<string, T>>, name: string, argument: string): T {
  const choice = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (choice !== undefined) return choice;
  throw badArgument(`${argument} must be one of ${Object.keys(choices).join(', ') || 'nothing: leave it away'}.`, [
    argument,
  ]);
}

type Page = Readonly<{ list: Omit<List, 'filter' | 'on'>; values: Omit<ListValues, 'filter'> }>;

function readPage(given: PageArguments, order: string, terms: readonly Term[]): Page {
  const { first = null, last = null } = given;
  if (first !== null && last !== null) throw badArgument('Give first or last, not both.', ['last']);
  const size = last === null ? sizeOf('first', first) : sizeOf('last', last);
  const after = readSide(given.after, 'after', order, terms);
  const before = readSide(given.before, 'before', order, terms);
  // A `before` alone asks for what comes right before it.
  const backward = last !== null || (first === null && before !== null && after === null);
  const list = { order, terms, size, backward, after: nullsOf(after), before: nullsOf(before) };
  return { list, values: { after: after ?? nothing, before: before ?? nothing } };
}

function sizeOf(argument: string, asked: number | null): number {
  if (asked === null) return defaultSize;
  if (Number.isInteger(asked) && asked >= 1 && asked <= largest) return asked;
  throw badArgument(`${argument} must be between 1 and ${largest}. Read on with a cursor instead.`, [argument]);
}

const readSide = (cursor: string | null | undefined, argument: string, order: string, terms: readonly Term[]) =>
  cursor === null || cursor === undefined ? null : readCursor(cursor, argument, order, terms);

const nullsOf = (values: readonly (string | null)[] | null): readonly boolean[] | null =>
  values?.map((value) => value === null) ?? null;

/** A list of the operation by its number. */
export function listAt(lists: readonly List[], index: number): List {
  const list = lists[index];
  invariant(list, `the operation has no list ${index}`);
  return list;
}
