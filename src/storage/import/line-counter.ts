const newline = 10;

/** Tells which line a byte of a stream stands on, while the stream passes. */
export interface LineCounter {
  /** Says that `chunk` follows on what came before. */
  begin(chunk: Uint8Array): void;
  /**
   * The line, counted from 1, of the byte at `offset` from the start of the stream.
   *
   * Offsets come in rising order. One from before the current chunk is a token that began there; tokens hold no line
   * ends, so it stands on the last line of what came before.
   */
  lineAt(offset: number): number;
}

/** A counter at the start of a stream. */
export function countLines(): LineCounter {
  let line = 1;
  let chunk: Uint8Array = new Uint8Array();
  let chunkStart = 0;
  // Where in the chunk the next line end is: looked up once, for a file may have few lines and many tokens.
  let lineEnd = Number.POSITIVE_INFINITY;

  const nextLineEnd = (from: number): number => {
    const at = chunk.indexOf(newline, from);
    return at === -1 ? Number.POSITIVE_INFINITY : at;
  };
  const countTo = (end: number): void => {
    for (; lineEnd < end; lineEnd = nextLineEnd(lineEnd + 1)) line += 1;
  };

  return {
    begin: (next) => {
      countTo(chunk.length);
      chunkStart += chunk.length;
      chunk = next;
      lineEnd = nextLineEnd(0);
    },
    lineAt: (offset) => {
      countTo(offset - chunkStart);
      return line;
    },
  };
}
