import fc from 'fast-check';
import { Connection } from 'pg';
import { MessageWriter } from '../../../src/storage/message-writer';

type Values = readonly (string | null)[];

/** A Bind, or what is written already. */
type Message = { readonly statement: string; readonly values: Values } | { readonly bytes: Buffer };

interface PgBind {
  bind(this: { _send(message: Buffer): void }, binding: { statement: string; values: Values }): void;
}

const { bind }: PgBind = Connection.prototype as unknown as PgBind;

/** The Bind that pg writes, but for the formats: pg names one for each value and one for the answer, where none means text too. */
function bindOfPg(statement: string, values: Values): Buffer {
  const sent: Buffer[] = [];
  bind.call({ _send: (message) => sent.push(Buffer.from(message)) }, { statement, values });
  const all = Buffer.concat(sent);
  const formatsAt = 1 + 4 + 1 + Buffer.byteLength(statement) + 1;
  const none = Buffer.alloc(2);
  const counted = all.subarray(formatsAt + 2 + 2 * values.length, -4);
  const written = Buffer.concat([all.subarray(0, formatsAt), none, counted, none]);
  written.writeInt32BE(written.length - 1, 1);
  return written;
}

/** Long and short ones around the lengths at which the memory grows or a text is copied, of characters of every size. */
const sized = fc
  .tuple(
    fc.constantFrom('x', 'ä', '€', '😀', '\ud800', '\0', 'a€'),
    fc.oneof(fc.integer({ min: 36, max: 44 }), fc.integer({ min: 2_700, max: 2_760 }), fc.nat(9_000)),
  )
  .map(([character, count]) => character.repeat(count));
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes));
const value = fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }), units, sized);
const name = fc.oneof(fc.constant(''), fc.string({ maxLength: 63 }), fc.constant('ä€😀'));
const message = fc.oneof(
  fc.record({ statement: name, values: fc.array(value, { maxLength: 12 }) }),
  fc.uint8Array({ maxLength: 9_000 }).map((bytes) => ({ bytes: Buffer.from(bytes) })),
);

/** Adds the message; gives what it looks like. */
function written(writer: MessageWriter, one: Message): Buffer {
  if ('bytes' in one) {
    writer.add(one.bytes);
    return one.bytes;
  }
  writer.bind(one.statement, one.values);
  return bindOfPg(one.statement, one.values);
}

test('messages are those that pg writes, whatever was written or forgotten before', () => {
  const writer = new MessageWriter();
  let before: { readonly taken: Buffer; readonly expected: Buffer } | null = null;
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.boolean(), (messages, isForgotten) => {
      const expected = Buffer.concat(messages.map((one) => written(writer, one)));
      if (isForgotten) return writer.clear();
      const taken = writer.take();
      expect(taken.equals(expected)).toBe(true);
      expect(before?.taken.equals(before.expected)).not.toBe(false);
      before = { taken, expected };
    }),
    { numRuns: 500 },
  );
});

test('as many values as PostgreSQL takes', () => {
  const writer = new MessageWriter();
  const values = Array.from({ length: 65_535 }, (_, index) => (index % 3 === 0 ? null : `value ${index}`));
  writer.bind('many', values);
  expect(writer.take().equals(bindOfPg('many', values))).toBe(true);
});

test.each(['', 'a', 'ab', 'abc'])(
  'the end of a message fits where the values of "%s" have filled the memory',
  (statement) => {
    for (let count = 2_030; count < 2_060; count += 1) {
      const writer = new MessageWriter();
      const values = Array.from({ length: count }, () => null);
      writer.bind(statement, values);
      expect(writer.take().equals(bindOfPg(statement, values))).toBe(true);
    }
  },
);
