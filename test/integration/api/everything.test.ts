import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { fillGroups } from './group-rows';
import { type Api, openApi } from './open-api';
import { fillResources } from './resource-rows';
import { fillRequests } from './rows';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await fillRequests(api.pool);
  await fillGroups(api.pool);
  await fillResources(api.pool);
});
afterAll(() => api.close());

/** Every field of the type, so many levels deep; `x<type>_` keeps fields of different types apart. */
function everything(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named) || isInterfaceType(named)) {
    const members = api.schema.getPossibleTypes(named).map((one) => `... on ${one.name} ${everything(one, depth)}`);
    return `{ __typename ${members.join(' ')} }`;
  }
  const fields = isObjectType(named) ? Object.values(named.getFields()) : [];
  const below = fields.flatMap((field) => selected(named.name, field, depth));
  return `{ __typename ${below.join(' ')} }`;
}

function selected(owner: string, { name, type }: GraphQLField<unknown, unknown>, depth: number): readonly string[] {
  const alias = `x${owner}_${name}: ${name}`;
  if (isLeafType(getNamedType(type))) return [alias];
  const isPage = /^(edges|nodes|pageInfo)$/.test(name);
  return depth === 0 && !isPage ? [] : [`${alias} ${everything(type, isPage ? depth : depth - 1)}`];
}

const rootFields = () => Object.values(api.schema.getQueryType()?.getFields() ?? {});
/** All but those that have to be told of what: these are no collections of their own. */
const lists = () =>
  rootFields().filter(
    ({ args }) => args.some(({ name }) => name === 'first') && !args.some((argument) => isRequiredArgument(argument)),
  );

test('issue 2.9: every list answers every field, relationships included, in one statement', async () => {
  for (const { name, type } of lists()) {
    const query = `{ ${name}(first: 10) ${everything(type, 2)} }`;
    const { data, errors } = await api.ask('adam', query);
    expect({ name, errors, statements: api.statements() }).toEqual({ name, errors: undefined, statements: 1 });
    expect(Object.keys(data ?? {})).toEqual([name]);
  }
}, 120_000);

test('issue 2.9: every record that a list shows is found by its id', async () => {
  for (const { name, type } of lists()) {
    const { [name]: page } = await api.read('adam', `{ ${name}(first: 3) { nodes { id } } }`);
    const singular = singularOf(name, type);
    expect(page.nodes.length).toBeGreaterThan(0);
    for (const { id } of page.nodes) {
      const found = await api.read('adam', `query ($id: ID!) { one: ${singular?.name}(id: $id) { id } }`, { id });
      expect({ name, ...found }).toEqual({ name, one: { id } });
    }
    const missing = await api.read(
      'adam',
      `{ a: ${singular?.name}(id: "x") { id } b: ${singular?.name}(id: "00000000-0000-4000-8000-999999999999") { id } }`,
    );
    expect({ name, ...missing }).toEqual({ name, a: null, b: null });
  }
});

/** The field for one record: of several collections of the same type, the one that is named as the list is. */
function singularOf(list: string, connection: GraphQLOutputType) {
  const singulars = rootFields().filter((field) => field.args[0]?.name === 'id' && isNodeOf(field, connection));
  return singulars.find(({ name }) => `${name}s` === list) ?? singulars[0];
}

const isNodeOf = (field: GraphQLField<unknown, unknown>, connection: GraphQLOutputType): boolean =>
  getNamedType(connection).name === `${getNamedType(field.type).name}Connection`;

const sampleOf: Readonly<Record<string, string>> = {
  ID: '"00000000-0000-4000-8000-000000000001"',
  String: '"a"',
  Boolean: 'true',
  DateTime: '"2026-01-01T00:00:00Z"',
};

const filterOf = (list: GraphQLField<unknown, unknown>): readonly GraphQLInputField[] => {
  const filter = getNamedType(list.args.find(({ name }) => name === 'filter')?.type);
  return inputFields(filter).filter(({ type }) => getNamedType(type) !== filter);
};

const inputFields = (type: unknown): readonly GraphQLInputField[] =>
  isInputObjectType(type) ? Object.values(type.getFields()) : [];

function comparisons(list: GraphQLField<unknown, unknown>): readonly string[] {
  return filterOf(list).flatMap(({ name, type }) =>
    inputFields(getNamedType(type)).map((operator) => {
      const value = getNamedType(operator.type);
      const sample = isEnumType(value) ? value.getValues()[0]?.name : sampleOf[value.name];
      return `{ ${list.name}(filter: { ${name}: { ${operator.name}: ${sample} } }) { totalCount nodes { id } } }`;
    }),
  );
}

test('issue 2.9: every field of every filter can be compared with every operator', async () => {
  const queries = lists().flatMap(comparisons);
  expect(queries.length).toBeGreaterThan(200);
  for (const query of queries) {
    expect({ query, errors: (await api.ask('adam', query)).errors }).toEqual({ query, errors: undefined });
  }
}, 120_000);

test('issue 2.9: every list can be asked for in every order and for every relation to the caller', async () => {
  for (const list of lists()) {
    for (const argument of list.args) {
      const type = getNamedType(argument.type);
      if (!isEnumType(type)) continue;
      for (const { name } of type.getValues()) {
        const query = `{ ${list.name}(${argument.name}: ${name}) { nodes { id } } }`;
        expect({ query, errors: (await api.ask('alice', query)).errors }).toEqual({ query, errors: undefined });
      }
    }
  }
});

test('security 25: a caller without roles sees nothing of others; a disabled one sees nothing', async () => {
  const all = `{ ${lists()
    .map(({ name }) => `${name} { totalCount }`)
    .join(' ')} }`;
  const counts = async (as: 'ben' | 'dave') =>
    Object.entries<{ totalCount: number }>(await api.read(as, all)).filter(([, { totalCount }]) => totalCount > 0);
  expect(await counts('dave')).toEqual([]);
  // Ben himself, the two groups that he is in, and the names of Azure roles, which are public.
  expect(Object.fromEntries(await counts('ben'))).toEqual({
    azureRoleDefinitions: { totalCount: 12 },
    groups: { totalCount: 2 },
    users: { totalCount: 1 },
  });
});
