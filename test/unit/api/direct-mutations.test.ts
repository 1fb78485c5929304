import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  parseValue,
  valueFromAST,
} from 'graphql';
import { Authorized, buildSchemaSync, Mutation, Query, Resolver } from 'type-graphql';
import { buildApiSchema } from '../../../src/api/schema';
import { PimError } from '../../../src/domain/errors';

type Direct = typeof import('../../../src/api/direct-mutations');
type MutationField = GraphQLField<unknown, unknown>;

const { callMutationsDirectly } = jest.requireActual<Direct>('../../../src/api/direct-mutations');
const isSignedIn = ({ caller }: { readonly caller?: unknown }) => caller !== undefined;

// The schema stays as TypeGraphQL built it, until the tests have taken its resolvers.
jest.mock('../../../src/api/direct-mutations', () => ({ callMutationsDirectly: () => undefined }));

const fieldsOf = (schema: GraphQLSchema) => Object.values(schema.getMutationType()?.getFields() ?? {});
const schema = buildApiSchema();
const mutations = fieldsOf(schema).map((field) => ({ name: field.name, field, before: field.resolve }));
callMutationsDirectly(schema, isSignedIn);

const guid = '0a1b2c3d-0000-4000-8000-00000000000A';
const ids = [guid, '/', `/subscriptions/${guid}`, 'Expiration_EndUser_Assignment', 'Approval_EndUser_Assignment', ''];
const texts = ['', 'why', 'ä😀', '/', `/subscriptions/${guid}`, 'User'];

/** Values by the property or the scalar that they are for. Properties come first: what none fits is refused too soon. */
const known: Readonly<Record<string, readonly unknown[]>> = {
  principalId: [guid],
  groupId: [guid],
  roleDefinitionId: [guid],
  scopeId: ['/'],
  scopeType: ['DirectoryRole'],
  scope: [`/subscriptions/${guid}`],
  directoryScopeId: ['/', `/administrativeUnits/${guid}`],
  idempotencyKey: ['key'],
  ID: ids,
  String: texts,
  Boolean: [true, false],
  Int: [0, 1, 90],
  Duration: ['PT8H', 'P1D'],
  DateTime: ['2026-01-01T00:00:00Z', '2026-01-01T02:00:00.123+02:00'],
};

/** GraphQL's text of some value of a type, with the properties of an input in any order; null and absent ones among them. */
function literal(type: GraphQLInputType, name: string): fc.Arbitrary<string> {
  if (!isNonNullType(type)) return fc.oneof({ weight: 3, arbitrary: given(type, name) }, fc.constant('null'));
  return given(type.ofType, name);
}

function given(type: GraphQLInputType, name: string): fc.Arbitrary<string> {
  if (isNonNullType(type)) return given(type.ofType, name);
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
  if (isListType(type)) {
    const item = given(type.ofType, name);
    return fc.oneof(
      item,
      fc.array(item, { maxLength: 3 }).map((items) => `[${items.join(' ')}]`),
    );
  }
  if (!isInputObjectType(type)) {
    return fc.constantFrom(...(known[name] ?? known[type.name] ?? [])).map((value) => JSON.stringify(value));
  }
  const fields = Object.values(type.getFields()).map((field) => {
    const property = literal(field.type, field.name).map((value) => `${field.name}: ${value}`);
    return isNonNullType(field.type) ? property : fc.oneof({ weight: 3, arbitrary: property }, fc.constant(''));
  });
  return fc
    .tuple(fc.tuple(...fields), fc.boolean())
    .map(([all, isReversed]) => `{${(isReversed ? all.toReversed() : all).join(' ')}}`);
}

/** What a resolver has run, and what came of it; the text of an input is what keys are held against. */
async function outcome(resolve: MutationField['resolve'], input: unknown, caller: object | undefined) {
  const ran: unknown[] = [];
  const context = {
    caller,
    run: (command: { readonly name: string }, ...[wanted, key]: unknown[]) => {
      ran.push(command.name, JSON.stringify(wanted), key);
      throw new PimError('Conflict', 'Nothing is changed here.');
    },
    guestsOf: async (...of: unknown[]) => {
      ran.push(...of);
      return { ids: [guid], count: 2 };
    },
    read: { byIds: async () => [null] },
  };
  const came = Promise.resolve().then(() => resolve?.(undefined, { input }, context, {} as GraphQLResolveInfo));
  return { ran, came: await came.catch((error: Error) => ({ error: error.constructor.name, message: error.message })) };
}

// The seed is fixed, so that some of the inputs of each mutation pass its first checks every time.
test.each(mutations)('$name runs what it ran when TypeGraphQL called it', async ({ field, before }) => {
  const type = field.args[0]?.type;
  if (!type) throw new Error('A mutation has an input.');
  let count = 0;
  await fc.assert(
    fc.asyncProperty(literal(type, 'input'), async (text) => {
      const input = valueFromAST(parseValue(text), type);
      expect(input).toBeDefined();
      const now = await outcome(field.resolve, input, { principalId: guid });
      expect(now).toEqual(await outcome(before, input, { principalId: guid }));
      count += now.ran.length;
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(count).toBeGreaterThan(0);
  const nobody = await outcome(field.resolve, {}, undefined);
  expect(nobody).toMatchObject({ ran: [], came: { error: 'AuthenticationError' } });
  expect(nobody).toEqual(await outcome(before, {}, undefined));
});

test('what asks for more than the sign-in is not called past it', () => {
  @Resolver()
  class Guarded {
    @Query(() => Boolean)
    nothing() {
      return true;
    }

    @Authorized('Owner')
    @Mutation(() => Boolean)
    guarded() {
      return true;
    }
  }
  const built = buildSchemaSync({ resolvers: [Guarded], authChecker: () => false });
  expect(() => callMutationsDirectly(built, isSignedIn)).toThrow('nothing but the sign-in stands before it');
});
