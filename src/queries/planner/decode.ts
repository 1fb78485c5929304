import { invariant } from '../../domain/errors';
import { decoderOf, type RawRow, recordDecoderOf, rowsWithin } from './decode-cell';
import { decodeConnection } from './decode-connection';
import type { List } from './list';
import type { MemberPlan, Need, ObjectPlan, Output, RowFormat } from './plan';
import { draft, ForResolver, type Planned, type PlannedDraft } from './planned';

/** What a decoder needs besides the row: the structure of the operation's lists. */
export type Lists = readonly List[];

/** Makes an object from a row; null where the row has none. */
export type ObjectDecoder = (row: RawRow, lists: Lists) => Planned | null;

type Assign = (into: PlannedDraft, row: RawRow, lists: Lists) => void;

/** Turns an object's plan into a function once, so that each row costs only its values. */
export function decodeObject({ key, discriminator, members }: ObjectPlan, format: RowFormat): ObjectDecoder {
  const decoders = new Map([...members].map(([value, member]) => [value, decodeMember(member, format)]));
  const only = decoders.get('');
  return (row, lists) => {
    if (row[key.index] === null || row[key.index] === undefined) return null;
    const decode = discriminator ? decoders.get(String(row[discriminator.index])) : only;
    invariant(decode, 'a row is of one of the types that its condition names');
    return decode(row, lists);
  };
}

function decodeMember({ typeName, outputs }: MemberPlan, format: RowFormat): (row: RawRow, lists: Lists) => Planned {
  const assigns = outputs.map((output) => assign(output, typeName, format));
  return (row, lists) => {
    const object = draft(typeName);
    for (const one of assigns) one(object, row, lists);
    return object;
  };
}

function assign(output: Output, typeName: string, format: RowFormat): Assign {
  const value = readerOf(output, typeName, format);
  const { key } = output;
  return (into, row, lists) => {
    into[key] = value(row, lists);
  };
}

function readerOf(output: Output, typeName: string, format: RowFormat): (row: RawRow, lists: Lists) => unknown {
  switch (output.is) {
    case 'typename':
      return () => typeName;
    case 'value':
      return cell(output.cell.index, decoderOf(output.cell.kind, format));
    case 'computed': {
      const [record, compute] = [decodeRecord(output.needs, format), output.value];
      return (row) => compute(record(row));
    }
    case 'external': {
      const record = decodeRecord(output.needs, format);
      return (row) => new ForResolver(record(row));
    }
    case 'object':
      return decodeObject(output.object, format);
    case 'kept':
      return () => {
        throw new Error('Invariant broken: an object whose text is kept stands in texts alone');
      };
    case 'list':
      return decodeList(output.cell, output.rows.format, decodeObject(output.rows.row, output.rows.format));
    case 'connection':
      return decodeConnection(output.connection, format);
  }
}

const cell =
  (index: number, decode: (written: unknown) => unknown) =>
  (row: RawRow): unknown =>
    decode(row[index]);

const decodeList =
  (index: number, format: RowFormat, decode: ObjectDecoder) =>
  (row: RawRow, lists: Lists): unknown =>
    rowsWithin(row[index], format).map((one) => decode(one, lists));

/** The record that the cells of a row hold, as code computes with it. */
export function decodeRecord(
  needs: readonly Need[],
  format: RowFormat,
): (row: RawRow) => Readonly<Record<string, unknown>> {
  const cells = needs.map(({ property, cell: { index, kind } }) => ({
    property,
    read: cell(index, recordDecoderOf(kind, format)),
  }));
  return (row) => Object.fromEntries(cells.map(({ property, read }) => [property, read(row)]));
}
