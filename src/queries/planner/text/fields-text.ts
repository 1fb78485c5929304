import { isNeverEscaped } from '../columns';
import type { Cell } from '../plan';
import type { RowText } from './object-text';
import { isPlain } from './quote';

/** A field of an object under its key. */
export interface FieldText {
  readonly key: string;
  /** The cell whose text, in quotation marks, is the field's wherever it needs no escape; null where none is. */
  readonly cell: Cell | null;
  /** The text of the field in every other case. */
  readonly write: RowText;
}

/**
 * The fields of an object side by side, each under its key.
 *
 * A page has thousands of them, and every piece that its text is put together from costs: so the quotation marks stand
 * with the keys.
 */
export function fieldsText(fields: readonly FieldText[]): RowText {
  if (fields.length === 0) return () => '{}';
  const parts = fields.map(({ key, cell, write }, index) => ({
    cell: cell?.index ?? null,
    isSafe: cell !== null && isNeverEscaped(cell.kind),
    write,
    heads: headsOf(key, index === 0),
  }));
  return (row, lists) => {
    let text = '';
    let isOpen: 0 | 1 = 0;
    for (const { cell, isSafe, write, heads } of parts) {
      const written = cell === null ? null : row[cell];
      if (typeof written === 'string' && (isSafe || isPlain(written))) {
        text += heads[isOpen].quoted;
        text += written;
        isOpen = 1;
      } else {
        text += heads[isOpen].bare;
        text += write(row, lists);
        isOpen = 0;
      }
    }
    return text + (isOpen === 1 ? '"}' : '}');
  };
}

interface Head {
  readonly quoted: string;
  readonly bare: string;
}

/** What stands before a field, by whether the text before it is still within quotation marks. */
function headsOf(key: string, isFirst: boolean): readonly [Head, Head] {
  const head = `${isFirst ? '{' : ','}"${key}":`;
  return [
    { quoted: `${head}"`, bare: head },
    { quoted: `"${head}"`, bare: `"${head}` },
  ];
}
