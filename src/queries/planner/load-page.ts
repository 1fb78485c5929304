import { allOf, type Sql, sql } from '../../storage/sql';
import { at, type Table } from './columns';
import { belongsToList } from './compile';
import type { RawRow } from './decode-cell';
import { pageOf } from './decode-connection';
import { tableOfShape } from './fields';
import { type PreparedList, prepareNested, prepareQuestion } from './list';
import type { Loading } from './load';
import { anybody, byOwner, isAsked, select } from './load-rows';
import { orderBy } from './order';
import { allColumns, cursorFrom, type LoadedRecord, recordFrom } from './records';
import type { PageArguments, Question, ToManyField } from './shape';
import { named } from './write-object';
import { belongsToPage, pageSql, pageTerms } from './write-rows';

/** A page of records; `totalCount` is counted when it is read. */
export interface LoadedConnection {
  readonly edges: readonly { readonly cursor: string; readonly node: LoadedRecord }[];
  readonly nodes: readonly LoadedRecord[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: Promise<number>;
}

/** One page of a question. */
export async function loadPage(loading: Loading, question: Question, args: PageArguments): Promise<LoadedConnection> {
  const table = tableOfShape(question.shape);
  const { list, values } = prepareQuestion(question, args);
  const page = pageSql(table, 't', [belongsToList(question, 't', list, anybody)], {
    list,
    index: 0,
    looksFurther: true,
  });
  const body = sql`select ${allColumns(table, 't')} from session cross join lateral (${page}) as t order by ${orderBy('t', pageTerms(list))}`;
  const rows = await select(loading, body, [], values);
  const count = sql`select count(*) from session cross join ${named(table, 't')} where ${belongsToList(question, 't', list, anybody)}`;
  return connectionOf(table, rows, list, async () => Number((await select(loading, count, [], values))[0]?.[0]));
}

interface Nested {
  readonly name: string;
  readonly field: ToManyField;
  readonly args: PageArguments;
}

/** The same page below each of several rows. */
export function pageBelow(loading: Loading, from: Table, { name, field, args }: Nested) {
  const table = tableOfShape(field.target());
  const { list, values } = prepareNested(name, field, args);
  const belonging = belongsToPage({ row: 'f', writing: anybody }, field, 't', { list, index: 0 });
  const page = pageSql(table, 't', belonging, { list, index: 0, looksFurther: true });
  return async (keys: readonly string[]): Promise<readonly LoadedConnection[]> => {
    const body = sql`select ${at('f', from.key)}, ${allColumns(table, 't')} from session cross join ${named(from, 'f')}
      cross join lateral (${page}) as t where ${isAsked(from, 'f')} order by ${orderBy('t', pageTerms(list))}`;
    const owned = byOwner(await select(loading, body, keys, values));
    const counted = sql`${named(table, 't')} where ${allOf(belonging)}`;
    const count = (key: string) => countBelow(loading, from, counted, { key, values });
    return keys.map((key) => connectionOf(table, owned.get(key) ?? [], list, () => count(key)));
  };
}

interface Counting {
  readonly key: string;
  readonly values: PreparedList['values'];
}

async function countBelow(loading: Loading, from: Table, rows: Sql, { key, values }: Counting): Promise<number> {
  const body = sql`select (select count(*) from ${rows}) from session cross join ${named(from, 'f')} where ${isAsked(from, 'f')}`;
  const [row] = await select(loading, body, [key], values);
  return Number(row?.[0] ?? 0);
}

function connectionOf(
  table: Table,
  read: readonly RawRow[],
  list: PreparedList['list'],
  count: () => Promise<number>,
): LoadedConnection {
  const { rows, ...facts } = pageOf(read, list);
  const edges = rows.map((row) => ({ cursor: cursorFrom(table, list, row), node: recordFrom(table, row) }));
  const [startCursor, endCursor] = [edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null];
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { ...facts, startCursor, endCursor },
    get totalCount() {
      return count();
    },
  };
}
