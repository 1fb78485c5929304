import { buildSchema, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { PimError } from '../../../src/domain/errors';
import { closeServers, post, startServer, type TestServer } from './a-server';

const sdl = `
  enum Colour { RED BLUE }
  input Change { to: Int! colour: Colour = RED note: String }
  interface Refusal { message: String! }
  type Taken implements Refusal { message: String! by: ID }
  union Thing = Counted | Taken
  type Counted { count: Int colour: Colour refusals: [Refusal!]! things: [Thing!]! }
  type Query { count: Int }
  type Mutation {
    set(change: Change!): Counted!
    add(by: Int = 1): Counted
    refuse: Counted
    refuseFully: Counted!
    refuseWithCode: Int
    fail: Int
    forget: Int!
  }
`;

function schemaWithCount(): GraphQLSchema {
  const schema = buildSchema(sdl);
  const state = { count: 0 };
  const counted = () => ({
    count: state.count,
    colour: 'BLUE',
    refusals: [{ __typename: 'Taken', message: `taken at ${state.count}`, by: null }],
    things: [{ __typename: 'Counted', count: 1 }],
  });
  const refuse = () => {
    throw new PimError('RoleNotFound', 'There is no such role. Choose another.', { path: ['id'] });
  };
  const resolvers: Readonly<Record<string, GraphQLFieldResolver<unknown, object>>> = {
    set: (_source, { change }) => {
      state.count = change.to;
      return counted();
    },
    add: async (_source, { by }) => {
      const before = state.count;
      // The next field of the same mutation would be in time to read it as well, if it did not wait.
      await new Promise((resolve) => setImmediate(resolve));
      state.count = before + by;
      return counted();
    },
    refuse,
    refuseFully: refuse,
    refuseWithCode: () => {
      throw new GraphQLError('Too early.', { extensions: { code: 'RESYNC_REQUIRED' } });
    },
    fail: () => {
      throw new Error('select * from secret');
    },
    forget: () => null,
  };
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) field.resolve = resolvers[field.name];
  return schema;
}

let short: TestServer;
let byApollo: TestServer;

beforeAll(async () => {
  short = await startServer({ schema: schemaWithCount() });
  // A plugin, though it does nothing, is told of every operation: so it goes through Apollo.
  byApollo = await startServer({ schema: schemaWithCount(), plugins: [{}] });
});
afterAll(closeServers);

const all = 'count colour refusals { __typename message ... on Taken { by } } things { ... on Counted { one: count } }';
const operations: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['a payload with abstract types', `mutation { set(change: { to: 4 }) { ${all} } }`, {}],
  ['aliases, in order', 'mutation { a: add { count } b: add(by: 5) { count } c: add { n: count } }', {}],
  [
    'fragments',
    'mutation { ...F } fragment F on Mutation { set(change: { to: 2 }) { ...G } } fragment G on Counted { count }',
    {},
  ],
  [
    'directives',
    'mutation ($no: Boolean!) { add { count @skip(if: $no) colour } refuse @include(if: $no) { count } }',
    { no: false },
  ],
  ['only __typename', 'mutation { __typename }', {}],
  ['variables', 'mutation ($c: Change!) { set(change: $c) { count } }', { c: { to: 9, colour: 'BLUE' } }],
  ['a variable that is missing', 'mutation ($c: Change!) { set(change: $c) { count } }', {}],
  ['a variable of another type', 'mutation ($c: Change!) { set(change: $c) { count } }', { c: { to: 'nine' } }],
  ['an argument that is null', 'mutation ($by: Int) { add(by: $by) { count } }', { by: null }],
  ['a declared refusal beside a result', 'mutation { refuse { count } add { count } }', {}],
  ['a refusal that makes all null', 'mutation { add { count } refuseFully { count } }', {}],
  ['a code of its own', 'mutation { refuseWithCode }', {}],
  ['a fault of ours', 'mutation { fail add { count } }', {}],
  ['null where something must be', 'mutation { forget }', {}],
  ['one of two operations', 'mutation A { add { count } } mutation B { refuse { count } }', { operationName: 'A' }],
];

const typesOfAnswers = ['application/json', 'application/graphql-response+json'];

describe('a mutation without Apollo answers as with it (issue 3, 5)', () => {
  describe.each(typesOfAnswers)('%s', (accept) => {
    test.each(operations)('%s', async (_name, query, { operationName, ...variables }) => {
      const body = { query, variables, operationName };
      const answers = await Promise.all([short, byApollo].map(({ url }) => post(url, body, { headers: { accept } })));
      const [mine, apollos] = answers.map(({ status, headers, text }) => ({
        status,
        type: headers.get('content-type'),
        hasId: headers.has('x-request-id'),
        text: text.replaceAll(/"id":"[^"]+"/g, '"id":"…"'),
      }));
      expect(mine).toEqual(apollos);
      expect(mine?.hasId).toBe(true);
    });
  });

  test('and hides what went wrong', async () => {
    const { text } = await post(short.url, { query: 'mutation { fail }' });
    expect(text).toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('secret');
  });
});
