import {
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { collect, type Document, type FieldNodes } from '../collect';
import type { AskedValue } from '../selection';
import { quote } from './quote';
import { Unwritable } from './unwritable';

/** Writes a value as the JSON text that the executor's answer would have, or throws `Unwritable` where it has an error. */
export type ValueText = (value: unknown) => string;

/** The text of values of a field, with what is selected below it; compiled once, for a document under its conditions. */
export function valueText(document: Document, { type, nodes }: AskedValue): ValueText {
  if (isNonNullType(type)) return neverNull(valueText(document, { type: type.ofType, nodes }), type);
  if (isListType(type)) return listText(valueText(document, { type: type.ofType, nodes }));
  if (isLeafType(type)) return leafText(type);
  if (isObjectType(type)) return objectText(document, type, nodes);
  return abstractText(document, type, nodes);
}

/** Refuses the text of null. */
export const neverNull =
  (write: ValueText, type: GraphQLOutputType): ValueText =>
  (value) => {
    const text = write(value);
    if (text === 'null') throw new Unwritable(`null for the type ${String(type)}`);
    return text;
  };

const orNull =
  (write: ValueText): ValueText =>
  (value) =>
    value === null || value === undefined ? 'null' : write(value);

const listText = (item: ValueText): ValueText =>
  orNull((value) => {
    if (!Array.isArray(value)) throw new Unwritable('no list for a list type');
    return `[${value.map(item).join()}]`;
  });

function leafText(type: GraphQLLeafType): ValueText {
  if (!isEnumType(type)) return orNull((value) => scalarText(type.serialize(value)));
  const texts = enumTexts(type);
  return orNull((value) => texts.get(value) ?? scalarText(type.serialize(value)));
}

/** The texts of an enum's values. */
export const enumTexts = (type: GraphQLEnumType): ReadonlyMap<unknown, string> =>
  new Map(type.getValues().map(({ name, value }) => [value, `"${name}"`]));

function scalarText(serialized: unknown): string {
  if (typeof serialized === 'string') return quote(serialized);
  if (serialized === null || serialized === undefined) throw new Unwritable('a scalar that serialises to nothing');
  return JSON.stringify(serialized);
}

function objectText(document: Document, type: GraphQLObjectType, nodes: FieldNodes): ValueText {
  const fields = [...collect(document, type, nodes)].map(([key, found]) => ({
    head: `"${key}":`,
    write: fieldText(document, type, found),
  }));
  return orNull((value) => {
    if (typeof value !== 'object' || value === null) throw new Unwritable(`no object for ${type.name}`);
    if (type.isTypeOf) throw new Unwritable(`${type.name} is told by a check of its own`);
    const record: Readonly<Record<string, unknown>> = { ...value };
    return `{${fields.map(({ head, write }) => head + write(record)).join()}}`;
  });
}

type FieldText = (record: Readonly<Record<string, unknown>>) => string;

function fieldText(document: Document, parent: GraphQLObjectType, nodes: FieldNodes): FieldText {
  const name = nodes[0].name.value;
  if (name === '__typename') return () => `"${parent.name}"`;
  const field = parent.getFields()[name];
  if (!field || !isPlain(field)) {
    return () => {
      throw new Unwritable(`${parent.name}.${name} has a resolver of its own`);
    };
  }
  const write = valueText(document, { type: field.type, nodes });
  return (record) => write(record[name]);
}

/**
 * Whether the field gives the property of its name, whatever the context: told by trying, for a schema wraps even the
 * plainest resolver. Fields of a type with a shape load what they give, and so are none.
 */
export function isPlain({ name, args, resolve }: GraphQLField<unknown, unknown>): boolean {
  if (args.length > 0) return false;
  if (!resolve) return true;
  const mark = {};
  try {
    // biome-ignore lint/suspicious/noExplicitAny: a plain resolver looks at nothing but the path
    const info: any = { path: { key: name, prev: undefined, typename: undefined } };
    return resolve({ [name]: mark }, {}, {}, info) === mark;
  } catch {
    // It wanted more than a record and a name, so it is not plain.
    return false;
  }
}

function abstractText(
  document: Document,
  type: Exclude<GraphQLOutputType, { readonly ofType: unknown }>,
  nodes: FieldNodes,
): ValueText {
  const { schema } = document;
  if (!isAbstractType(type)) throw new Unwritable(`${String(type)} is of no known kind`);
  const texts = new Map(schema.getPossibleTypes(type).map((one) => [one.name, objectText(document, one, nodes)]));
  return orNull((value) => {
    // biome-ignore lint/suspicious/noExplicitAny: a type that tells its values apart by themselves looks at nothing else
    const info: any = { schema };
    const name = type.resolveType?.(value, {}, info, type);
    const write = typeof name === 'string' ? texts.get(name) : undefined;
    if (!write) throw new Unwritable(`${type.name} cannot tell what a value is at once`);
    return write(value);
  });
}
