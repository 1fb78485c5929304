const firstSize = 8 * 1024;

/** Memory that a large statement has taken is given back; two of the largest that come every day find room. */
const mostKept = 64 * 1024;

/** Ids, words and instants: their few characters are copied sooner than encoded, which is a call out of JavaScript. */
const shortText = 40;

/** The most bytes that a character of a string takes as UTF-8. */
const mostBytes = 3;

/**
 * Writes messages to PostgreSQL one behind the other, in one piece of memory that is used again.
 *
 * pg makes a buffer of every message, lets it grow in steps while it is written, and measures each text before it encodes
 * it: twice to three times as much work.
 */
export class MessageWriter {
  private bytes = Buffer.allocUnsafe(firstSize);
  private end = 0;

  /** Adds a message that is written already. */
  add(message: Buffer): void {
    this.reserve(message.length);
    this.bytes.set(message, this.end);
    this.end += message.length;
  }

  /** Adds a Bind: these values for a prepared statement, '' being the one without a name; they and the answer are text. */
  bind(statement: string, values: readonly (string | null)[]): void {
    const start = this.end;
    this.reserve(16 + statement.length * mostBytes);
    this.bytes[start] = 'B'.charCodeAt(0);
    this.bytes[start + 5] = 0;
    this.end = start + 6;
    this.end += this.encode(statement, this.end);
    this.bytes[this.end] = 0;
    this.end += 1;
    this.int16(0);
    this.int16(values.length);
    for (const value of values) this.value(value);
    this.reserve(2);
    this.int16(0);
    this.bytes.writeInt32BE(this.end - start - 1, start + 1);
  }

  /** What was written, in memory of its own; the writer is empty then. */
  take(): Buffer {
    const taken = Buffer.allocUnsafe(this.end);
    this.bytes.copy(taken, 0, 0, this.end);
    this.clear();
    return taken;
  }

  /** Forgets what was written. */
  clear(): void {
    this.end = 0;
    if (this.bytes.length > mostKept) this.bytes = Buffer.allocUnsafe(firstSize);
  }

  private value(text: string | null): void {
    const start = this.end + 4;
    this.reserve(4 + (text?.length ?? 0) * mostBytes);
    const length = text === null ? 0 : this.encode(text, start);
    this.bytes.writeInt32BE(text === null ? -1 : length, this.end);
    this.end = start + length;
  }

  /** How many bytes the text has taken; there is room for it. */
  private encode(text: string, start: number): number {
    return text.length <= shortText && this.copy(text, start) ? text.length : this.bytes.write(text, start);
  }

  /** Whether the text is ASCII, and so has been copied as it is. */
  private copy(text: string, start: number): boolean {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      this.bytes[start + index] = code;
    }
    return true;
  }

  private int16(value: number): void {
    this.bytes[this.end] = value >>> 8;
    this.bytes[this.end + 1] = value;
    this.end += 2;
  }

  private reserve(count: number): void {
    if (this.bytes.length - this.end >= count) return;
    const larger = Buffer.allocUnsafe(2 * (this.end + count));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
