import type { Lists } from '../decode';
import { decoderOf, type RawRow, rowsWithin } from '../decode-cell';
import { cursorIn, factOf, type Page, pageOf } from '../decode-connection';
import { listAt } from '../list';
import type { ConnectionOutput, ConnectionPlan, EdgeOutput, PageInfoOutput, PageRow, RowFormat } from '../plan';
import { fieldsText } from './fields-text';
import { objectText, type RowText, rowsText, type Writers } from './object-text';
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

type PartText = (page: Page, total: number | null, lists: Lists) => string;

function pageText(writers: Writers, { list: index, rows: { row, format }, parts }: ConnectionPlan) {
  const write = joined(parts.map((part) => ({ key: part.key, write: partText(writers, part, row, format) })));
  return (read: readonly RawRow[], total: number | null, lists: Lists): string =>
    write(pageOf(read, listAt(lists, index)), total, lists);
}

/** The parts of a page side by side, each under its key. */
function joined(parts: readonly { readonly key: string; readonly write: PartText }[]): PartText {
  if (parts.length === 0) return () => '{}';
  const headed = parts.map(({ key, write }, index) => ({ head: `${index === 0 ? '{' : ','}"${key}":`, write }));
  return (page, total, lists) => {
    let text = '';
    for (const { head, write } of headed) text += head + write(page, total, lists);
    return `${text}}`;
  };
}

function partText(writers: Writers, part: ConnectionOutput, row: PageRow, format: RowFormat): PartText {
  switch (part.is) {
    case 'typename':
      return () => quote(part.typeName);
    case 'totalCount':
      return (_page, total) => String(total);
    case 'nodes':
      return pageRows(objectText(writers, part.object, format));
    case 'edges':
      return pageRows(
        fieldsText(part.parts.map((one) => ({ key: one.key, cell: null, write: edgeText(writers, one, row, format) }))),
      );
    case 'pageInfo':
      return joined(part.parts.map((one) => ({ key: one.key, write: pageInfoText(one, row) })));
  }
}

const pageRows =
  (write: RowText): PartText =>
  ({ rows }, _total, lists) =>
    rowsText(rows, write, lists);

function edgeText(writers: Writers, part: EdgeOutput, row: PageRow, format: RowFormat): RowText {
  if (part.is === 'typename') return () => quote(part.typeName);
  if (part.is === 'node') return objectText(writers, part.object, format);
  const cursor = cursorIn(row);
  return (one) => `"${cursor(one)}"`;
}

function pageInfoText(part: PageInfoOutput, row: PageRow): PartText {
  if (part.is === 'typename') return () => quote(part.typeName);
  const fact = factOf(part.is, row);
  return (page) => JSON.stringify(fact(page));
}
