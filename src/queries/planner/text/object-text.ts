import type { Document } from '../collect';
import type { Lists } from '../decode';
import { decodeRecord } from '../decode';
import { type RawRow, rowsWithin } from '../decode-cell';
import type { Cell, MemberPlan, ObjectPlan, Output, RowFormat } from '../plan';
import { cellText, isTextCell } from './cell-text';
import { connectionText } from './connection-text';
import { fieldsText } from './fields-text';
import { keptText, type Missing } from './kept-objects';
import type { KeptTexts } from './kept-texts';
import type { ReferenceTexts } from './reference-texts';
import { Unwritable } from './unwritable';
import { valueText } from './value-text';

/** Writes an object, or a part of it, from its row. */
export type RowText = (row: RawRow, lists: Lists) => string;

/** What the writers of one document share. */
export interface Writers {
  readonly document: Document;
  readonly kept: KeptTexts;
  readonly references: ReferenceTexts;
  /** Objects that were met and of which no text is kept; those of the last writing. */
  readonly missing: Missing[];
}

/** The text of an object from its row; `null` where the row has none. */
export function objectText(writers: Writers, plan: ObjectPlan, format: RowFormat): RowText {
  const { key, discriminator, members } = plan;
  const texts = new Map([...members].map(([value, member]) => [value, memberText(writers, member, format)]));
  const only = texts.get('');
  return (row, lists) => {
    if (row[key.index] === null || row[key.index] === undefined) return 'null';
    const write = discriminator ? texts.get(String(row[discriminator.index])) : only;
    if (!write) throw new Unwritable('a row is of none of the types that its condition names');
    return write(row, lists);
  };
}

const memberText = (writers: Writers, { typeName, outputs }: MemberPlan, format: RowFormat): RowText =>
  fieldsText(
    outputs.map((output) => ({
      key: output.key,
      cell: textCellOf(output),
      write: outputText(writers, output, typeName, format),
    })),
  );

/** The cell whose text is all that the field needs, if any. */
const textCellOf = (output: Output): Cell | null =>
  output.is === 'value' && !output.recurs && isTextCell(output.cell.kind, output.asked.type) ? output.cell : null;

function outputText(writers: Writers, output: Output, typeName: string, format: RowFormat): RowText {
  switch (output.is) {
    case 'typename':
      return () => `"${typeName}"`;
    case 'value':
      return columnText(writers, output, format);
    case 'computed': {
      const [record, compute] = [decodeRecord(output.needs, format), output.value];
      const write = valueText(writers.document, output.asked);
      return (row) => write(compute(record(row)));
    }
    case 'external':
      return () => {
        throw new Unwritable(`${typeName} has a field with a resolver of its own`);
      };
    case 'object':
      return nullable(objectText(writers, output.object, format), output.mayBeNull, `${typeName}.${output.key}`);
    case 'kept':
      return nullable(keptText(writers, output.kept, format), output.mayBeNull, `${typeName}.${output.key}`);
    case 'list':
      return listText(output.cell, output.rows.format, objectText(writers, output.rows.row, output.rows.format));
    case 'connection':
      return connectionText(writers, output.connection, format);
  }
}

type ColumnOutput = Extract<Output, { readonly is: 'value' }>;

function columnText(writers: Writers, output: ColumnOutput, format: RowFormat): RowText {
  const { document, kept } = writers;
  const { cell, asked, recurs } = output;
  const { index, kind } = cell;
  const write = cellText(kind, format, asked.type, valueText(document, asked));
  if (!recurs) return (row) => write(row[index]);
  return (row) => {
    const written = row[index];
    if (typeof written !== 'string') return write(written);
    return kept.find(asked, written) ?? kept.keep(asked, written, write(written));
  };
}

function nullable(write: RowText, mayBeNull: boolean, place: string): RowText {
  if (mayBeNull) return write;
  return (row, lists) => {
    const text = write(row, lists);
    if (text === 'null') throw new Unwritable(`${place} is null`);
    return text;
  };
}

function listText(index: number, format: RowFormat, write: RowText): RowText {
  return (row, lists) => rowsText(rowsWithin(row[index], format), write, lists);
}

/** The text of a list of objects. */
export function rowsText(rows: readonly RawRow[], write: RowText, lists: Lists): string {
  let text = '[';
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index];
    if (index > 0) text += ',';
    if (row) text += write(row, lists);
  }
  return `${text}]`;
}
