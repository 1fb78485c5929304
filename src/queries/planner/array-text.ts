/** One row of an array of arrays of text; null where PostgreSQL has null. */
export type TextRow = readonly (string | null)[];

const quote = 34;
const comma = 44;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

/**
 * Reads what PostgreSQL writes for a `text[][]`, such as `{{a,NULL},{"b,c","say \"hi\""}}`, into its rows.
 *
 * `{}` has no rows. Reads nothing but what the server wrote, so that it checks no more than it needs.
 */
export function readTextRows(text: string): TextRow[] {
  const rows: TextRow[] = [];
  let at = 1;
  while (text.charCodeAt(at) === openBrace) {
    const row: (string | null)[] = [];
    at = readRow(text, at + 1, row);
    rows.push(row);
    if (text.charCodeAt(at) === comma) at += 1;
  }
  return rows;
}

/** Reads elements up to the closing brace into `row`; gives the place behind that brace. */
function readRow(text: string, start: number, row: (string | null)[]): number {
  let at = start;
  for (;;) {
    const end = text.charCodeAt(at) === quote ? closingQuote(text, at + 1) + 1 : plainEnd(text, at);
    row.push(elementOf(text, at, end));
    at = end + 1;
    if (text.charCodeAt(end) === closeBrace) return at;
  }
}

function elementOf(text: string, start: number, end: number): string | null {
  if (text.charCodeAt(start) !== quote) {
    const plain = text.slice(start, end);
    return plain === 'NULL' ? null : plain;
  }
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? inner.replace(/\\(.)/gs, '$1') : inner;
}

function closingQuote(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code !== quote; code = text.charCodeAt(at)) {
    at += code === backslash ? 2 : 1;
    if (at >= text.length) throw new Error('Invariant broken: an array of text ends within a quotation');
  }
  return at;
}

function plainEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code !== comma && code !== closeBrace; code = text.charCodeAt(at)) {
    at += 1;
    if (at >= text.length) throw new Error('Invariant broken: an array of text is not closed');
  }
  return at;
}
