import { buildSchema, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { PimError } from '../../../src/domain/errors';

/** What a careless resolver might throw; no part of it may ever reach a client. */
export const canary = 'select * from secret where password = hunter2';

const sdl = `
  directive @mark(note: String) repeatable on FIELD | QUERY | FRAGMENT_SPREAD | INLINE_FRAGMENT | FRAGMENT_DEFINITION
  input Filter { and: [Filter!] name: String }
  type Query {
    hello(name: String): String
    throws: String
    throwsFromMandatory: String!
    isNullThoughMandatory: String!
    cannotBeSerialised: Int
    refuses: String
    refusesWithCode: String
    find(filter: Filter): String
    item: Item
    items(first: Int, last: Int): ItemConnection!
    itemsOfTen(first: Int = 10): ItemConnection!
    caller: String
    slow: String
  }
  type ItemConnection { edges: [ItemEdge!]! nodes: [Item!]! totalCount: Int }
  type ItemEdge { cursor: String node: Item! }
  type Item { id: ID name: String owner: Item parts: [Item!]! children(first: Int, last: Int): ItemConnection! }
  type Mutation { touch: Int }
  type Subscription {
    count(to: Int!): Int
    waits: Int
    throwsInstead: Int
    throwsAtOnce: Int
    throwsLater: Int
    fails: String
    large(bytes: Int!): String
  }
`;

type Resolver = GraphQLFieldResolver<unknown, { readonly principalId?: string; readonly gate?: Promise<void> }>;

const throwCanary: Resolver = () => {
  throw new Error(canary);
};

const resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>> = {
  Query: {
    hello: (_source, { name }) => `hello ${name ?? 'world'}`,
    throws: throwCanary,
    throwsFromMandatory: throwCanary,
    isNullThoughMandatory: () => null,
    cannotBeSerialised: () => canary,
    refuses: () => {
      throw new PimError('RoleNotFound', 'There is no such role. Choose another.', { path: ['id'] });
    },
    refusesWithCode: () => {
      throw new GraphQLError('Too early.', { extensions: { code: 'RESYNC_REQUIRED', http: { status: 200 } } });
    },
    find: () => 'found',
    items: () => ({ nodes: [], edges: [] }),
    itemsOfTen: () => ({ nodes: [], edges: [] }),
    caller: (_source, _args, { principalId }) => principalId,
    slow: async (_source, _args, { gate }) => {
      await gate;
      return 'done';
    },
  },
  Mutation: { touch: () => 1 },
};

const sources: Readonly<Record<string, (args: { readonly to: number; readonly bytes: number }) => AsyncGenerator>> = {
  async *count({ to }) {
    for (let count = 1; count <= to; count += 1) yield { count };
  },
  async *waits() {
    yield { waits: 0 };
    await new Promise(() => undefined);
  },
  throwsInstead() {
    throw new Error(canary);
  },
  // biome-ignore lint/correctness/useYield: a source that fails before its first event
  async *throwsAtOnce() {
    throw new Error(canary);
  },
  async *throwsLater() {
    yield { throwsLater: 1 };
    throw new Error(canary);
  },
  async *fails() {
    yield { fails: () => throwCanary(null, {}, {}, null as never) };
  },
  async *large({ bytes }) {
    const large = 'x'.repeat(bytes);
    while (true) yield { large };
  },
};

/** A small schema with a field for every way of failing. */
export function sampleSchema(): GraphQLSchema {
  const schema = buildSchema(sdl);
  for (const [type, fields] of Object.entries(resolvers)) {
    for (const [name, resolve] of Object.entries(fields)) fieldOf(schema, type, name).resolve = resolve;
  }
  for (const [name, source] of Object.entries(sources)) {
    fieldOf(schema, 'Subscription', name).subscribe = (_source, args) => source(args);
  }
  return schema;
}

function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`no type ${typeName}`);
  const field = type.getFields()[fieldName];
  if (field === undefined) throw new Error(`no field ${typeName}.${fieldName}`);
  return field;
}
