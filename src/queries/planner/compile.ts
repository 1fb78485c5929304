import { allOf, join, raw, render, type Sql, sql } from '../../storage/sql';
import { Slot } from './binding';
import { selectedRowsOf, tableOfShape } from './fields';
import { cellOf, filterSql } from './filter-sql';
import { isOne, isOneOf } from './key';
import { type List, listAt } from './list';
import { orderBy } from './order';
import type { Answer, Plan } from './plan';
import { Names, RowScope } from './row-scope';
import { type Branch, type ConnectionSelection, type Selection, takesLong } from './selection';
import { callerCell, withSession } from './session-sql';
import type { Question } from './shape';
import { connectionParts, looksFurther, needsRows, pageRow } from './write-connection';
import { named, type Place, writeObject } from './write-object';
import { pageSql, pageTerms } from './write-rows';

/** Which objects of a question are asked for: the page that its list describes, one by its key, or several. */
export type Asked = 'page' | 'one' | 'several';

/** How a selection is read. */
export interface Manner {
  readonly asked: Asked;
  /** Whether objects of reference give their keys, for a text that may be kept. */
  readonly refers: boolean;
  /**
   * Whether the statement is written for a caller who may read everything, and so asks of no row whether he may see it;
   * it has no row for anybody else.
   */
  readonly readsAll: boolean;
}

/** Writes the one statement that answers a selection; the structure of every list is given, the values come later. */
export function compile(
  question: Question,
  selection: Selection,
  { asked, refers, readsAll }: Manner,
  lists: readonly List[],
): Plan {
  const names = new Names();
  const writing = { names, lists, refers, readsAll };
  const place = { writing, scope: new RowScope(names), row: names.alias() };
  const { body, answer } =
    selection.root === 'connection'
      ? writePage(place, question, selection.connection)
      : writeObjects(place, question, selection.branches, asked);
  const { text, values } = render(withSession(body, { readsAll, refers, more: selectedRowsOf(question.shape) }));
  return { text, parameters: values, answer, mostRows: mostRows(question, selection, { asked, readsAll }, lists) };
}

/**
 * Unknown for several objects, for objects that have pages of their own, and where something takes long; and for a page
 * where more has to be read than is answered: what is counted, what a filter picks from the rest, what is looked through
 * for the rows that may be seen or that `on` names, and what no index has in that order.
 */
function mostRows(
  question: Question,
  selection: Selection,
  { asked, readsAll }: Pick<Manner, 'asked' | 'readsAll'>,
  lists: readonly List[],
): number | undefined {
  const [root, ...nested] = lists;
  if (asked === 'several' || nested.length > 0 || takesLong(selection)) return undefined;
  if (selection.root === 'objects') return 1;
  if (!root || root.filter || countsRows(selection.connection) || !isIndexed(question, root)) return undefined;
  return readsAll || root.on !== null ? root.size : undefined;
}

const isIndexed = ({ name, defaultOrder, indexed = [] }: Question, { order, on }: List): boolean =>
  order === `${name} ${defaultOrder}` && indexed.includes(on ?? 'all');

const countsRows = ({ parts }: ConnectionSelection): boolean => parts.some(({ is }) => is === 'totalCount');

interface Written {
  readonly body: Sql;
  readonly answer: Answer;
}

function writePage(place: Place, question: Question, connection: ConnectionSelection): Written {
  const { scope, row, writing } = place;
  const list = listAt(writing.lists, 0);
  const table = tableOfShape(question.shape);
  const counts = countsRows(connection);
  const counted = writing.names.alias();
  const total = counts ? scope.value(sql`${raw(counted)}.total`, 'integer') : null;
  const pages = needsRows(connection);
  const page = pages ? pageRow(place, table, connection, list) : { key: 0, cursor: null };
  const parts = connectionParts(place, connection);
  const count = sql`(select count(*) as total from ${named(table, counted)} where ${belongsToList(question, counted, list, writing)}) as ${raw(counted)}`;
  const rows = sql`(${pageSql(table, row, [belongsToList(question, row, list, writing)], { list, index: 0, looksFurther: looksFurther(connection) })}) as ${raw(row)}`;
  const order = pages ? sql` order by ${orderBy(row, pageTerms(list))}` : raw('');
  const tables = [
    ...(counts ? [sql` cross join lateral ${count}`] : []),
    ...(pages ? [sql` left join lateral ${rows} on true`] : []),
  ];
  const body = sql`${selected(place)}${join(tables, '')}${scope.from}${order}`;
  return {
    body,
    answer: {
      root: 'connection',
      connection: { list: 0, cell: null, rows: { format: 'text', row: page }, total, parts },
    },
  };
}

function writeObjects(place: Place, question: Question, branches: readonly Branch[], asked: Asked): Written {
  const { scope, row, writing } = place;
  const table = tableOfShape(question.shape);
  const { id } = question;
  const key = id
    ? scope.expression(row, id, '', 'text', () => cellOf({ table, row }, id))
    : scope.column(row, table.key);
  const plans = branches.map(({ path, object }) => ({ path, object: writeObject(place, object) }));
  const [one, several] = [new Slot(({ ids }) => ids[0]), new Slot(({ ids }) => ids)];
  const isAsked = asked === 'one' ? isOne(question, row, sql`${one}`) : isOneOf(question, row, sql`${several}`);
  const where = allOf([isAsked, belongsToQuestion(question, row, writing)]);
  const body = sql`${selected(place)} left join ${named(table, row)} on ${where}${scope.from}`;
  return { body, answer: { root: 'objects', key: key.index, branches: plans } };
}

const selected = ({ scope, writing }: Place): Sql =>
  sql`select ${scope.columnsAnd(callerCell(writing.readsAll))} from session`;

/** Whether a row is one of the question's, and the caller of the statement's session may see it. */
export const belongsToQuestion = ({ rows, visible }: Question, row: string, { readsAll }: Reading): Sql =>
  allOf([rows(row), ...(readsAll ? [] : [visible(row)])]);

type Reading = Pick<Manner, 'readsAll'>;

/** Whether a row is one of those that the list asks for, whatever the page. */
export function belongsToList(question: Question, row: string, { filter, on }: List, reading: Reading): Sql {
  const scope = { fields: question.filter, table: tableOfShape(question.shape), row, list: 0 };
  const asked = on === null ? undefined : question.on?.[on];
  return join(
    [
      belongsToQuestion(question, row, reading),
      ...(asked ? [asked(row)] : []),
      ...(filter ? [filterSql(scope, filter)] : []),
    ],
    ' and ',
  );
}
