import { Tokenizer, TokenizerError } from '@streamparser/json';
import { JsonAssembler } from './json-assembler';
import type { Item } from './json-frame';
import { countLines } from './line-counter';
import { refusal } from './located';

/** No text of a directory is longer, in bytes. */
const longestToken = 1024 * 1024;

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** What one chunk of the file brought. */
export interface ItemsOfChunk {
  readonly items: readonly Item[];
  /** Bytes read so far. */
  readonly bytes: number;
}

/**
 * Reads a JSON file chunk by chunk and hands on the values of its lists (see {@link JsonAssembler}).
 *
 * Memory does not grow with the file: it holds one chunk and one element. What is not JSON, not UTF-8, or too large to
 * be part of a directory is refused with its line.
 */
export async function* readItems(
  source: AsyncIterable<unknown>,
  onKey: (key: string, line: number) => void,
): AsyncGenerator<ItemsOfChunk> {
  let items: Item[] = [];
  const reader = openReader(onKey, (item) => items.push(item));
  let bytes = 0;
  for await (const piece of source) {
    const chunk = bytesOf(piece);
    reader.write(bytes === 0 ? withoutMark(chunk) : chunk);
    bytes += chunk.length;
    yield { items, bytes };
    items = [];
  }
  reader.end();
}

function openReader(onKey: (key: string, line: number) => void, onItem: (item: Item) => void) {
  const lines = countLines();
  const assembler = new JsonAssembler(onKey, onItem);
  // With a buffer, strings are decoded at once instead of byte by byte; no token is longer than what fits.
  const tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024 });
  let read = 0;
  let lastToken = 0;
  tokenizer.onToken = ({ token, value, offset }) => {
    lastToken = offset;
    assembler.take(token, value, lines.lineAt(offset));
  };
  const attempt = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      throw isSyntaxFault(error) ? notJson(lines.lineAt(faultAt(error) ?? read), assembler.place, error) : error;
    }
  };
  return {
    write: (chunk: Uint8Array): void => {
      lines.begin(chunk);
      read += chunk.length;
      attempt(() => tokenizer.write(chunk));
      if (read - lastToken < longestToken) return;
      throw refusal(lines.lineAt(lastToken), assembler.place, 'this text is longer than any text of a directory.');
    },
    end: (): void => {
      attempt(() => tokenizer.end());
      assembler.end(lines.lineAt(read));
    },
  };
}

/** The tokenizer's own errors, and those of the text decoder beneath it. */
const isSyntaxFault = (error: unknown): error is Error => error instanceof TokenizerError || error instanceof TypeError;

/** The tokenizer says only in words where it stopped. */
function faultAt(error: Error): number | null {
  const position = /absolute position "(\d+)"/.exec(error.message)?.[1];
  return position === undefined ? null : Number(position);
}

const notJson = (line: number, place: string, error: Error) => {
  const character = /^Unexpected ("(?:[^"\\]|\\.)*"|""")/.exec(error.message)?.[1];
  const found = character
    ? `${JSON.stringify(character.slice(1, -1))} cannot stand here`
    : 'it is cut off or not UTF-8';
  return refusal(line, place, `this is not JSON: ${found}.`);
};

const bytesOf = (piece: unknown): Uint8Array => (piece instanceof Uint8Array ? piece : Buffer.from(String(piece)));

/** Without the mark that some editors begin a file with: positions are counted from the first token. */
const withoutMark = (chunk: Uint8Array): Uint8Array =>
  byteOrderMark.every((byte, index) => chunk[index] === byte) ? chunk.subarray(byteOrderMark.length) : chunk;
