import type { Table } from './columns';
import type { List } from './list';
import type { ConnectionOutput, EdgeOutput, PageRow } from './plan';
import type { ConnectionPart, ConnectionSelection, EdgePart } from './selection';
import { type Place, writeObject } from './write-object';

/** Whether anything is asked for that only the rows of the page tell. */
export const needsRows = ({ parts }: ConnectionSelection): boolean =>
  parts.some(({ is }) => is !== 'typename' && is !== 'totalCount');

/** Whether it is asked for what lies beyond the page. */
export const looksFurther = ({ parts }: ConnectionSelection): boolean =>
  parts.some(
    (part) => part.is === 'pageInfo' && part.parts.some(({ is }) => is === 'hasNextPage' || is === 'hasPreviousPage'),
  );

/** What a row of the page holds for the page itself: its key, and what its cursor is made of where one is asked for. */
export function pageRow(
  { scope, row }: Place,
  table: Table,
  { parts }: ConnectionSelection,
  { order, terms }: List,
): PageRow {
  const key = scope.column(row, table.key).index;
  if (!parts.some(needsCursor)) return { key, cursor: null };
  const cells = terms.map((term) => ({ term, index: scope.column(row, term.column).index }));
  return { key, cursor: { order, cells } };
}

/** What a connection is made of; objects are written at the place of the page's row. */
export const connectionParts = (place: Place, { parts }: ConnectionSelection): readonly ConnectionOutput[] =>
  parts.map((part): ConnectionOutput => {
    if (part.is === 'nodes') return { is: 'nodes', key: part.key, object: writeObject(place, part.child) };
    if (part.is === 'edges')
      return { is: 'edges', key: part.key, parts: part.parts.map((one) => edgePart(place, one)) };
    return part;
  });

const edgePart = (place: Place, part: EdgePart): EdgeOutput =>
  part.is === 'node' ? { is: 'node', key: part.key, object: writeObject(place, part.child) } : part;

function needsCursor(part: ConnectionPart): boolean {
  if (part.is === 'edges') return part.parts.some(({ is }) => is === 'cursor');
  if (part.is === 'pageInfo') return part.parts.some(({ is }) => is === 'startCursor' || is === 'endCursor');
  return false;
}
