import type { Lists } from '../decode';
import { decoderOf, type RawRow, rowsWithin } from '../decode-cell';
import { cursorAt, factOf, type Page, pageOf } from '../decode-connection';
import { type List, listAt } from '../list';
import type { ConnectionOutput, ConnectionPlan, EdgeOutput, PageRow, RowFormat } from '../plan';
import { joined, objectText, type RowText, rowsText, type Writers } from './object-text';
import { quote } from './quote';

/** The text of a connection from the cells of the row that it belongs to, whose format is given. */
export function connectionText(writers: Writers, plan: ConnectionPlan, format: RowFormat): RowText {
  const { cell, rows, total } = plan;
  const write = pageText(writers, plan);
  const count = decoderOf('integer', format);
  return (row, lists) => {
    const read = cell === null ? [] : rowsWithin(row[cell], rows.format);
    return write(read, total === null ? null : Number(count(row[total])), lists);
  };
}

/** The text of the connection of a statement's own rows; a row without a key is there for the count and the caller alone. */
export function rootPageText(
  writers: Writers,
  plan: ConnectionPlan,
): (rows: readonly RawRow[], lists: Lists) => string {
  const { total, rows } = plan;
  const write = pageText(writers, plan);
  return (read, lists) => {
    const found = read.filter((row) => row[rows.row.key] !== null);
    return write(found, total === null ? null : Number(read[0]?.[total] ?? 0), lists);
  };
}

type PartText = (page: Page, total: number | null, list: List, lists: Lists) => string;

function pageText(writers: Writers, { list: index, rows: { row, format }, parts }: ConnectionPlan) {
  const write = joined(parts.map((part): [string, PartText] => [part.key, partText(writers, part, row, format)]));
  return (read: readonly RawRow[], total: number | null, lists: Lists): string => {
    const list = listAt(lists, index);
    return write(pageOf(read, list), total, list, lists);
  };
}

function partText(writers: Writers, part: ConnectionOutput, row: PageRow, format: RowFormat): PartText {
  switch (part.is) {
    case 'typename':
      return () => quote(part.typeName);
    case 'totalCount':
      return (_page, total) => String(total);
    case 'nodes': {
      const write = objectText(writers, part.object, format);
      return ({ rows }, _total, _list, lists) => rowsText(rows, write, lists);
    }
    case 'edges':
      return edgesText(writers, part.parts, row, format);
    case 'pageInfo':
      return joined(
        part.parts.map((one): [string, PartText] => [
          one.key,
          one.is === 'typename'
            ? () => quote(one.typeName)
            : (page, _total, list) => JSON.stringify(factOf(one.is, page, row, list)),
        ]),
      );
  }
}

function edgesText(writers: Writers, parts: readonly EdgeOutput[], row: PageRow, format: RowFormat): PartText {
  const write = joined(
    parts.map((part): [string, (one: RawRow, list: List, lists: Lists) => string] => [
      part.key,
      edgeText(writers, part, row, format),
    ]),
  );
  return ({ rows }, _total, list, lists) => rowsText(rows, (one) => write(one, list, lists), lists);
}

function edgeText(
  writers: Writers,
  part: EdgeOutput,
  row: PageRow,
  format: RowFormat,
): (one: RawRow, list: List, lists: Lists) => string {
  if (part.is === 'typename') return () => quote(part.typeName);
  if (part.is === 'cursor') return (one, list) => quote(cursorAt(one, row, list));
  const write = objectText(writers, part.object, format);
  return (one, _list, lists) => write(one, lists);
}
