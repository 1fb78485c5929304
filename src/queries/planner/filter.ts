import { badArgument } from './bad-argument';
import type { FilterField, FilterOperator } from './shape';
import { isWritten } from './written';

const deepest = 5;
const mostTerms = 50;
const mostValues = 100;

/** A filter taken apart: what it compares is structure, what it compares with is in `values`. */
export interface Filter {
  readonly tree: FilterTree;
  readonly values: readonly unknown[];
}

export type FilterTree =
  | { readonly is: 'all' | 'any'; readonly of: readonly FilterTree[] }
  | { readonly is: 'not'; readonly of: FilterTree }
  | Comparison;

/** One comparison of a field; `value` is the place of its value among the filter's values. */
export interface Comparison {
  readonly is: 'comparison';
  readonly name: string;
  readonly operator: Exclude<FilterOperator, 'isNull'> | 'isNull' | 'isNotNull';
  readonly value: number;
  /** The values themselves, where the field's pre-condition is written from them; else null. */
  readonly narrows: readonly string[] | null;
}

type Fields = Readonly<Record<string, FilterField>>;

interface Reading {
  readonly fields: Fields;
  readonly values: unknown[];
  terms: number;
}

/**
 * Takes a filter apart, as GraphQL coerced it.
 *
 * The comparisons of one object all have to hold. A field that is null is not asked for; an empty `or` finds nothing,
 * an empty `and` everything. Raises `Request_BadRequest` beyond five levels of `and`, `or` and `not`, 50 comparisons or
 * 100 values of an `in`, and for a value that cannot be one of its field.
 */
export function readFilter(filter: unknown, fields: Fields): Filter {
  const reading: Reading = { fields, values: [], terms: 0 };
  const tree = readObject(reading, filter, ['filter'], 0);
  return { tree, values: reading.values };
}

/** Text that is the same for filters that differ in nothing but values that become parameters. */
export function filterKey(tree: FilterTree): string {
  if (tree.is === 'comparison')
    return `${tree.name} ${tree.operator}${tree.narrows ? JSON.stringify(tree.narrows) : ''}`;
  if (tree.is === 'not') return `not(${filterKey(tree.of)})`;
  return `${tree.is}(${tree.of.map(filterKey).join()})`;
}

function readObject(reading: Reading, filter: unknown, path: readonly string[], depth: number): FilterTree {
  if (depth > deepest) throw badArgument(`Nest and, or and not at most ${deepest} deep.`, path);
  const trees = entries(filter).flatMap(([name, value]): readonly FilterTree[] => {
    if (value === null || value === undefined) return [];
    const place = [...path, name];
    if (name === 'not') return [{ is: 'not', of: readObject(reading, value, place, depth + 1) }];
    if (name !== 'and' && name !== 'or') return readField(reading, name, value, place);
    const of = list(value).map((one, index) => readObject(reading, one, [...place, String(index)], depth + 1));
    return [{ is: name === 'and' ? 'all' : 'any', of }];
  });
  return { is: 'all', of: trees };
}

function readField(reading: Reading, name: string, asked: unknown, path: readonly string[]): readonly FilterTree[] {
  const field = Object.hasOwn(reading.fields, name) ? reading.fields[name] : undefined;
  if (!field) throw badArgument(`This list cannot be filtered by ${name}.`, path);
  return entries(asked).flatMap(([operator, value]): readonly FilterTree[] => {
    if (value === undefined) return [];
    reading.terms += 1;
    if (reading.terms > mostTerms) throw badArgument(`Compare at most ${mostTerms} times in one filter.`, ['filter']);
    return [readComparison(reading, field, { name, operator, value, path: [...path, operator] })];
  });
}

interface Asked {
  readonly name: string;
  readonly operator: string;
  readonly value: unknown;
  readonly path: readonly string[];
}

function readComparison({ values }: Reading, field: FilterField, { name, operator, value, path }: Asked): Comparison {
  if (!isOperator(operator)) throw badArgument(`There is no comparison ${operator}.`, path);
  const comparison = { is: 'comparison', name, value: values.length, narrows: null } as const;
  if (value === null) return { ...comparison, operator: nullTest(operator, path) };
  if (operator === 'isNull') return { ...comparison, operator: value === true ? 'isNull' : 'isNotNull' };
  const taken = operator === 'in' ? listOf(field, value, path) : written(field, value, path);
  values.push(taken);
  const isNarrowing = field.narrow !== undefined && taken.length > 0 && (operator === 'in' || operator === 'eq');
  return { ...comparison, operator, narrows: isNarrowing ? [taken].flat().sort() : null };
}

function nullTest(operator: FilterOperator, path: readonly string[]): 'isNull' | 'isNotNull' {
  if (operator === 'eq') return 'isNull';
  if (operator === 'ne') return 'isNotNull';
  throw badArgument(`Leave ${operator} away, or give it a value; only eq and ne compare with null.`, path);
}

function listOf(field: FilterField, value: unknown, path: readonly string[]): readonly string[] {
  const values = list(value);
  if (values.length > mostValues) throw badArgument(`Give at most ${mostValues} values.`, path);
  return values.map((one, index) => written(field, one, [...path, String(index)]));
}

/** The value as text that the database takes for that type. */
function written({ type }: FilterField, value: unknown, path: readonly string[]): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  if (value !== null && value !== undefined && isWritten(type, text)) return text;
  throw badArgument(`The value must be ${spoken[type] ?? 'text of at most 2048 characters'}.`, path);
}

const spoken: Readonly<Record<string, string>> = {
  uuid: 'a GUID',
  integer: 'a whole number',
  boolean: 'true or false',
  timestamptz: 'an instant in ISO 8601',
};

const operators: readonly string[] = ['eq', 'ne', 'in', 'startsWith', 'ge', 'le', 'gt', 'lt', 'isNull'];

const isOperator = (name: string): name is FilterOperator => operators.includes(name);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const entries = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
