import { buildSchema, type GraphQLResolveInfo, GraphQLScalarType, type GraphQLSchema } from 'graphql';
import type { Session } from '../../../src/queries/planner/binding';
import { installPlannedResolvers } from '../../../src/queries/planner/install';
import { formatInstant } from '../../../src/queries/planner/instant';
import type { Loaders } from '../../../src/queries/planner/load';
import type { Reader } from '../../../src/queries/planner/reader';
import type { PageArguments, Question } from '../../../src/queries/planner/shape';
import { partiesQuestion, partyShape, requestShape, requestsQuestion } from './shapes';

export interface Context {
  readonly reader: Reader;
  readonly session: Session;
  readonly loaders: Loaders;
  /** Whether root fields read ahead, or give plain records whose fields are loaded. */
  readonly by: 'plan' | 'loaders';
}

const connection = (name: string): string => `
  type ${name}Connection { edges: [${name}Edge!]! nodes: [${name}!]! pageInfo: PageInfo! totalCount: Int }
  type ${name}Edge { cursor: String! node: ${name}! }`;

const page = 'first: Int, after: String, last: Int, before: String';

const definitions = `
  scalar DateTime
  scalar JSON
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  interface Party { id: ID! name: String groups(${page}): GroupConnection! }
  type User implements Party { id: ID! name: String groups(${page}): GroupConnection! userPrincipalName: String
    accountEnabled: Boolean createdAt: DateTime department: String manager: User greeting(word: String!): String }
  type Group implements Party { id: ID! name: String groups(${page}): GroupConnection! groupTypes: [String!]!
    members(${page}): PartyConnection! size: Int! }
  type App implements Party { id: ID! name: String groups(${page}): GroupConnection! appId: ID }
  type Role { id: ID! displayName: String! isPrivileged: Boolean! rolePermissions: JSON }
  type Ticket { number: String at: DateTime }
  type Request { id: ID! status: String! action: String! justification: String createdAt: DateTime! startAt: DateTime
    hasSchedule: Boolean! principalId: ID principal: Party role: Role approval: Approval ticket: Ticket! }
  type Approval { id: ID! createdAt: DateTime! stages: [Stage!]! }
  type Stage { id: ID! position: Int! status: String! isApproverJustificationRequired: Boolean! expiresAt: DateTime!
    waits: Boolean! reviewer: Party }
  ${['Party', 'Group', 'Request'].map(connection).join('')}
  input TextFilter { eq: String ne: String in: [String!] startsWith: String isNull: Boolean }
  input TimeFilter { eq: DateTime ge: DateTime le: DateTime gt: DateTime lt: DateTime }
  input BooleanFilter { eq: Boolean }
  input RequestFilter { status: TextFilter principalId: TextFilter justification: TextFilter ticketNumber: TextFilter
    createdAt: TimeFilter hasSchedule: BooleanFilter and: [RequestFilter!] or: [RequestFilter!] not: RequestFilter }
  input PartyFilter { displayName: TextFilter department: TextFilter and: [PartyFilter!] or: [PartyFilter!] not: PartyFilter }
  enum On { principal created }
  type Query {
    requests(${page}, filter: RequestFilter, orderBy: [String!], on: On): RequestConnection!
    request(id: ID!): Request
    parties(${page}, filter: PartyFilter, orderBy: [String!]): PartyConnection!
    party(id: ID!): Party
  }
  type Payload { request: Request again: Request results: [Result!]! }
  type Result { request: Request }
  type Mutation { touch(ids: [ID!]!): Payload! }`;

const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? formatInstant(value) : value),
  parseValue: (value) => new Date(String(value)),
});

/** A schema of our own over the real tables. */
export function plannedSchema(): GraphQLSchema {
  const schema = buildSchema(definitions);
  Object.assign(schema.getType('DateTime') ?? {}, {
    serialize: dateTime.serialize,
    parseValue: dateTime.parseValue,
    parseLiteral: dateTime.parseLiteral,
  });
  const fields = { ...schema.getQueryType()?.getFields(), ...schema.getMutationType()?.getFields() };
  const resolve = (name: string, resolver: Resolver) => Object.assign(fields[name] ?? {}, { resolve: resolver });
  resolve('requests', pages(requestsQuestion));
  resolve('parties', pages(partiesQuestion));
  resolve('request', one(requestsQuestion));
  resolve('party', one(partiesQuestion));
  resolve('touch', touch);
  const user = schema.getType('User');
  const greeting = user && 'getFields' in user ? user.getFields().greeting : undefined;
  Object.assign(greeting ?? {}, { resolve: greet });
  return installPlannedResolvers(schema, [requestShape, partyShape]);
}

// biome-ignore lint/suspicious/noExplicitAny: what graphql-js itself says of a resolver's arguments
type Resolver = (source: unknown, args: any, context: Context, info: GraphQLResolveInfo) => unknown;

const greet = (user: { displayName: string; createdAt: Date }, { word }: { word: string }): string =>
  `${word}, ${user.displayName}, since ${user.createdAt.getUTCFullYear()}`;

const pages =
  (question: Question): Resolver =>
  (_source, args: PageArguments, { by, reader, loaders, session }, info) =>
    by === 'plan' ? reader.page(question, args, info, session) : loaders.page(question, args);

const one =
  (question: Question): Resolver =>
  (_source, args: { id: string }, { by, reader, loaders, session }, info) =>
    by === 'plan' ? reader.one(question, args.id, info, session) : loaders.one(question, args.id);

/** A payload, as a mutation gives it: the first request twice, and all of them in a list. */
const touch: Resolver = async (_source, { ids }: { ids: readonly string[] }, { reader, session }, info) => {
  const [request] = await reader.byIds(requestsQuestion, ids.slice(0, 1), info, ['request'], session);
  const [again] = await reader.byIds(requestsQuestion, ids.slice(0, 1), info, ['again'], session);
  const results = await reader.byIds(requestsQuestion, ids, info, ['results', 'request'], session);
  return { request, again, results: results.map((one) => ({ request: one })) };
};
