import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Random } from './random';
import { argumentsOf, type Pools } from './values';

/** An operation, with the variables to run it with. */
export interface Operation {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Writing {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly pools: Pools;
  readonly fragments: string[];
  readonly definitions: Map<string, { readonly type: string; readonly value: unknown }>;
  aliases: number;
}

const deepest = 4;

/** Writes an operation that asks for one to three of the root fields, valid but for what merging forbids. */
export function writeOperation(
  schema: GraphQLSchema,
  roots: readonly GraphQLField<unknown, unknown>[],
  random: Random,
  pools: Pools,
): Operation {
  const writing: Writing = { schema, random, pools, fragments: [], definitions: new Map(), aliases: 0 };
  const count = random.chance(0.8) ? 1 : 2 + random.below(2);
  const fields = Array.from({ length: count }, () => writeField(writing, random.oneOf(roots), 0));
  const definitions = [...writing.definitions].map(([name, { type }]) => `$${name}: ${type}`);
  const head = definitions.length > 0 ? `query Q(${definitions.join(', ')})` : 'query Q';
  const variables = Object.fromEntries([...writing.definitions].map(([name, { value }]) => [name, value]));
  return { source: [`${head} { ${fields.join(' ')} }`, ...writing.fragments].join('\n'), variables };
}

function writeField(writing: Writing, field: GraphQLField<unknown, unknown>, depth: number): string {
  const { random, pools } = writing;
  const given = argumentsOf(random, pools, field).map(
    ([{ name, type }, value]) => `${name}: ${asVariable(writing, String(type), value)}`,
  );
  const below = getNamedType(field.type);
  const isAliased = given.length > 0 || random.chance(0.1);
  writing.aliases += 1;
  const alias = isAliased ? `a${writing.aliases}: ` : '';
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  const head = `${alias}${field.name}${args}${directive(writing)}`;
  if (!isCompositeType(below)) return head;
  // A field that is named twice is one field, with both selections.
  const times = random.chance(0.05) ? 2 : 1;
  return Array.from({ length: times }, () => `${head} ${writeSelection(writing, below, depth + 1)}`).join(' ');
}

/** Some literals that JSON could hold as well travel as variables. */
function asVariable({ random, definitions }: Writing, type: string, value: string): string {
  const isJson = /^(\d+|"[^{]*"|true|false)$/.test(value);
  if (!isJson || !random.chance(0.3)) return value;
  const name = `v${definitions.size}`;
  definitions.set(name, { type, value: JSON.parse(value) });
  return `$${name}`;
}

function directive({ random, definitions }: Writing): string {
  if (!random.chance(0.06)) return '';
  const name = random.chance(0.5) ? 'include' : 'skip';
  if (random.chance(0.3)) return ` @${name}(if: ${random.chance(0.5)})`;
  const variable = `v${definitions.size}`;
  definitions.set(variable, { type: 'Boolean!', value: random.chance(0.5) });
  return ` @${name}(if: $${variable})`;
}

function writeSelection(writing: Writing, type: GraphQLNamedType, depth: number): string {
  const { random, schema } = writing;
  const parts = [...(random.chance(0.15) ? ['__typename'] : []), ...writeFields(writing, type, depth)];
  if (isAbstractType(type)) {
    for (const member of random.some(schema.getPossibleTypes(type), 2))
      parts.push(
        fragment(writing, member.name, `{ ${writeFields(writing, member, depth).join(' ') || '__typename'} }`),
      );
  } else if (random.chance(0.08)) {
    parts.push(fragment(writing, type.name, `{ ${writeFields(writing, type, depth).join(' ') || '__typename'} }`));
  }
  return `{ ${parts.join(' ') || '__typename'} }`;
}

function fragment(writing: Writing, on: string, selection: string): string {
  if (writing.random.chance(0.6)) return `... on ${on}${directive(writing)} ${selection}`;
  const name = `F${writing.fragments.length}`;
  writing.fragments.push(`fragment ${name} on ${on} ${selection}`);
  return `...${name}${directive(writing)}`;
}

function writeFields(writing: Writing, type: GraphQLNamedType, depth: number): readonly string[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const composite = fields.filter((field) => !isLeafType(getNamedType(field.type)));
  const isPage = type.name.endsWith('Connection') || type.name.endsWith('Edge');
  const deeper =
    depth >= deepest + (isPage ? 1 : 0) ? [] : writing.random.some(composite, isPage ? 2 : writing.random.below(3));
  const asked = [...writing.random.some(leaves, 1 + writing.random.below(4)), ...deeper];
  return asked.map((field) => writeField(writing, field, depth));
}
