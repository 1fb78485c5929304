import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { demandRules } from '../../../src/api/root-field-rules';
import { buildApiSchema, printApiSchema } from '../../../src/api/schema';

let schema: GraphQLSchema;
beforeAll(() => {
  schema = buildApiSchema();
});

const ownTypes = (): readonly GraphQLNamedType[] =>
  Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));

/** The places of everything in the type that can carry a description, with the description. */
function described(type: GraphQLNamedType): readonly (readonly [place: string, description: unknown])[] {
  const own = [type.name, type.description] as const;
  if (isEnumType(type))
    return [own, ...type.getValues().map(({ name, description }) => [`${type.name}.${name}`, description] as const)];
  if (isInputObjectType(type)) {
    return [
      own,
      ...Object.values(type.getFields()).map(({ name, description }) => [`${type.name}.${name}`, description] as const),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [own];
  const fields = Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    [`${type.name}.${name}`, description] as const,
    ...args.map((argument) => [`${type.name}.${name}(${argument.name})`, argument.description] as const),
  ]);
  return [own, ...fields];
}

const roots = new Set(['Query', 'Mutation', 'Subscription']);

test('design 2: schema.graphql is what the code says', () => {
  expect(readFileSync(join(__dirname, '../../../schema.graphql'), 'utf8')).toBe(printApiSchema());
});

test('every type, field, argument, input field and enum value is described', () => {
  const silent = ownTypes()
    .flatMap(described)
    .filter(([place, description]) => !roots.has(place) && (typeof description !== 'string' || description.length < 4))
    .map(([place]) => place);
  expect(silent).toEqual([]);
});

test('design 1: unknownFutureValue is not exposed', () => {
  const values = ownTypes().flatMap((type) => (isEnumType(type) ? type.getValues().map(({ name }) => name) : []));
  expect(values).toContain('selfActivate');
  expect(values).not.toContain('unknownFutureValue');
});

test('design 2: lists are Relay connections with nullable totalCount', () => {
  const connections = ownTypes().filter(({ name }) => name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThan(10);
  for (const type of connections) {
    const fields = isObjectType(type) ? type.getFields() : {};
    expect(Object.keys(fields).sort()).toEqual(['edges', 'nodes', 'pageInfo', 'totalCount']);
    expect(String(fields.totalCount?.type)).toBe('Int');
  }
});

describe('security 25: default deny', () => {
  const small = buildSchema('type Query { open: Int secret: Int }');
  const none = { mutation: {}, subscription: {} };

  test('a root field without a rule fails the build', () => {
    expect(() => demandRules(small, { query: { open: 'visible' }, ...none })).toThrow(
      'without a rule in api/root-field-rules.ts: secret',
    );
  });
  test('a rule without a root field fails the build', () => {
    const query = { open: 'visible', secret: 'self', gone: 'self' } as const;
    expect(() => demandRules(small, { query, ...none })).toThrow('do not exist: gone');
  });
  test('a rule for each passes', () => {
    expect(() => demandRules(small, { query: { open: 'visible', secret: 'self' }, ...none })).not.toThrow();
  });
});
