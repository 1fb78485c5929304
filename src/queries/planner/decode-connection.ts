import { invariant } from '../../domain/errors';
import { cursorsOf } from './cursor';
import { decodeObject, type Lists, type ObjectDecoder } from './decode';
import { decoderOf, type RawRow, rowsWithin } from './decode-cell';
import { type List, listAt } from './list';
import type { ConnectionOutput, ConnectionPlan, EdgeOutput, PageInfoOutput, PageRow, RowFormat } from './plan';
import { draft, type Planned } from './planned';
import type { PageFact } from './selection';

/** A page as the answer has it: no more rows than were asked for, in the list's own order, and what it knows of others. */
export interface Page {
  readonly rows: readonly RawRow[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * The page from the rows that were read, which are one more than asked for where there are others beyond them.
 *
 * On the side that the page was not read towards there are others if a cursor bounds it: the cursor's own row.
 */
export function pageOf(rows: readonly RawRow[], { size, backward, after, before }: List): Page {
  const hasMore = rows.length > size;
  const kept = hasMore ? rows.slice(0, size) : rows;
  if (backward)
    return { rows: kept.toReversed(), hasNextPage: before !== null, hasPreviousPage: hasMore || after !== null };
  return { rows: kept, hasNextPage: hasMore || before !== null, hasPreviousPage: after !== null };
}

/** Makes a connection from the cells of the row that it belongs to, whose format is given. */
export function decodeConnection(plan: ConnectionPlan, format: RowFormat): (row: RawRow, lists: Lists) => Planned {
  const { cell, rows, total } = plan;
  const decode = decodePage(plan);
  const count = decoderOf('integer', format);
  return (row, lists) => {
    const read = cell === null ? [] : rowsWithin(row[cell], rows.format);
    return decode(read, total === null ? null : Number(count(row[total])), lists);
  };
}

/** Makes the connection of a statement's own rows; a row without a key is there for the count and the caller alone. */
export function decodeRootPage(plan: ConnectionPlan): (rows: readonly RawRow[], lists: Lists) => Planned {
  const { total, rows } = plan;
  const decode = decodePage(plan);
  return (read, lists) => {
    const found = read.filter((row) => row[rows.row.key] !== null);
    return decode(found, total === null ? null : Number(read[0]?.[total] ?? 0), lists);
  };
}

function decodePage({ list: index, rows: { row, format }, parts }: ConnectionPlan) {
  const assigns = parts.map((part) => ({ key: part.key, value: decodePart(part, row, format) }));
  return (read: readonly RawRow[], total: number | null, lists: Lists): Planned => {
    const page = pageOf(read, listAt(lists, index));
    const connection = draft('');
    for (const { key, value } of assigns) connection[key] = value(page, total, lists);
    return connection;
  };
}

type PartDecoder = (page: Page, total: number | null, lists: Lists) => unknown;

function decodePart(part: ConnectionOutput, row: PageRow, format: RowFormat): PartDecoder {
  switch (part.is) {
    case 'typename':
      return () => part.typeName;
    case 'totalCount':
      return (_page, total) => total;
    case 'nodes':
      return decodeNodes(decodeObject(part.object, format));
    case 'edges':
      return decodeEdges(part.parts, row, format);
    case 'pageInfo':
      return decodePageInfo(part.parts, row);
  }
}

function decodePageInfo(parts: readonly PageInfoOutput[], row: PageRow): PartDecoder {
  const facts = parts.map((one) => ({
    key: one.key,
    value: one.is === 'typename' ? () => one.typeName : factOf(one.is, row),
  }));
  return (page) => {
    const info = draft('');
    for (const { key, value } of facts) info[key] = value(page);
    return info;
  };
}

const decodeNodes =
  (decode: ObjectDecoder): PartDecoder =>
  ({ rows }, _total, lists) =>
    rows.map((row) => decode(row, lists));

function decodeEdges(parts: readonly EdgeOutput[], row: PageRow, format: RowFormat): PartDecoder {
  const assigns = parts.map((part) => ({ key: part.key, value: decodeEdge(part, row, format) }));
  return ({ rows }, _total, lists) =>
    rows.map((one) => {
      const edge = draft('');
      for (const { key, value } of assigns) edge[key] = value(one, lists);
      return edge;
    });
}

function decodeEdge(part: EdgeOutput, row: PageRow, format: RowFormat): (one: RawRow, lists: Lists) => unknown {
  if (part.is === 'typename') return () => part.typeName;
  if (part.is === 'cursor') return cursorIn(row);
  return decodeObject(part.object, format);
}

/** Gives one fact of a page about itself. */
export function factOf(fact: PageFact, row: PageRow): (page: Page) => unknown {
  if (fact === 'hasNextPage' || fact === 'hasPreviousPage') return (page) => page[fact];
  const cursor = cursorIn(row);
  return ({ rows }) => {
    const one = fact === 'startCursor' ? rows[0] : rows.at(-1);
    return one ? cursor(one) : null;
  };
}

/** Gives the cursors of the rows of a page. */
export function cursorIn({ cursor }: PageRow): (one: RawRow) => string {
  invariant(cursor, 'a page whose cursors are asked for holds what they are made of');
  return cursorsOf(cursor);
}
