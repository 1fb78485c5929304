import { buildSchema, type GraphQLResolveInfo, graphql } from 'graphql';
import { AtPlaces, type Planned } from '../../../src/queries/planner/planned';
import type { AbstractShape, ObjectShape, Question } from '../../../src/queries/planner/shape';
import { createTellStored } from '../../../src/queries/planner/stored';
import { raw } from '../../../src/storage/sql';
import { instant, json, key, table, text, textList, uuid } from '../../../src/storage/tables/table';

interface Boat {
  readonly id: string;
  readonly ownerId: string | null;
  readonly kind: string;
  readonly name: string;
  readonly builtAt: Date;
  readonly soldAt: Date | null;
  readonly papers: object | null;
  readonly names: readonly string[];
}

const boatTable = table<Boat>('boat', {
  id: key(uuid),
  ownerId: uuid,
  kind: text,
  name: text,
  builtAt: instant,
  soldAt: instant,
  papers: json,
  names: textList,
});

const schema = buildSchema(`
  type Query { sell: Payload sellAny: AnyPayload }
  type Payload { boat: Boat other: String }
  type AnyPayload { boat: Craft }
  union Craft = Boat | Ship
  type Boat { id: ID! ownerId: ID name: String built: String soldAt: String papers: String names: [String!] title: Title age: String
    state: String crew: String sister: Boat sisters: [Boat!] own: String }
  type Ship { id: ID! name: String }
  type Title { name: String ownerId: ID }`);

const boat: ObjectShape<Boat> = {
  shape: 'object',
  typeName: 'Boat',
  table: boatTable,
  fields: {
    built: { field: 'column', property: 'builtAt' },
    title: { field: 'computed', needs: ['name', 'ownerId'], value: ({ name, ownerId }) => ({ name, ownerId }) },
    age: { field: 'computed', needs: ['papers'], value: () => 'old' },
    state: {
      field: 'expression',
      sql: () => raw('null'),
      as: 'text',
      ofRecord: ({ soldAt, kind }, now) => (kind === 'lost' ? undefined : soldAt === now ? 'just sold' : null),
    },
    crew: { field: 'expression', sql: () => raw('null'), as: 'text' },
    sister: { field: 'toOne', target: () => boat, on: () => raw('true') },
    sisters: { field: 'toMany', as: 'list', target: () => boat, on: () => raw('true'), orderBy: [] },
    own: { field: 'external', needs: [] },
  },
};
const craft: AbstractShape = {
  shape: 'abstract',
  typeName: 'Craft',
  discriminator: 'kind',
  members: { boat, ship: { shape: 'object', typeName: 'Ship', table: boatTable, fields: {} } },
};

const asked = {
  name: 'boats',
  rows: () => raw('true'),
  visible: () => raw('true'),
  isSeenByAuthor: ({ ownerId }: Boat, callerId: string) => ownerId === callerId,
  filter: {},
  orders: {},
  defaultOrder: '',
};
const boats: Question<Boat> = { ...asked, shape: boat };

const now = new Date('2026-01-01T00:00:00.500Z');
const stored: Boat = {
  id: 'B0A70000-0000-4000-8000-000000000001',
  ownerId: 'ANN',
  kind: 'boat',
  name: 'Anna',
  builtAt: new Date('2020-01-01T10:00:00Z'),
  soldAt: now,
  papers: {},
  names: ['Anna'],
};

const tellStored = createTellStored();

/** What is told for a selection below `sell`, or of any craft below `sellAny`. */
async function told(selected: string, record: Partial<Boat> = {}, question = boats, callerId = 'ANN') {
  const found: (Planned | AtPlaces | null)[] = [];
  const field = (_args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    found.push(tellStored(question, { record: { ...stored, ...record }, callerId, now }, info, ['boat']));
    return null;
  };
  const { errors } = await graphql({ schema, source: `{ ${selected} }`, rootValue: { sell: field, sellAny: field } });
  expect(errors).toBeUndefined();
  return found[0];
}

test('values are told as they are read: names of the answer, GUIDs in lower case, instants as text', async () => {
  const object = await told(
    'sell { boat { __typename id key: id ownerId name built soldAt state title { name ownerId } } }',
  );
  expect({ ...object }).toMatchObject({
    id: stored.id.toLowerCase(),
    key: stored.id.toLowerCase(),
    ownerId: 'ann',
    name: 'Anna',
    built: '2020-01-01T10:00:00Z',
    soldAt: '2026-01-01T00:00:00.5Z',
    state: 'just sold',
    title: { name: 'Anna', ownerId: 'ann' },
  });
  expect({ ...(await told('sell { boat { soldAt state } }', { soldAt: null })) }).toEqual(
    expect.objectContaining({ soldAt: null, state: null }),
  );
});

test.each(['papers', 'names', 'age', 'crew', 'sister { id }', 'sisters { id }', 'own'])('%s is read', async (field) => {
  expect(await told(`sell { boat { id ${field} } }`)).toBeNull();
  expect(await told(`sell { boat { id ... on Boat { ${field} } } }`)).toBeNull();
});

test('what the record does not tell as it now is, is read', async () => {
  expect(await told('sell { boat { state } }', { kind: 'lost' })).toBeNull();
  expect(await told('sell { one: boat { id } two: boat { state } }', { kind: 'lost' })).toBeNull();
});

test('whoever does not see it for certain has it read', async () => {
  expect(await told('sell { boat { id } }', {}, boats, 'BEN')).toBeNull();
  const { isSeenByAuthor: _unsaid, ...unsaid } = boats;
  expect(await told('sell { boat { id } }', {}, unsaid)).toBeNull();
});

test('an object at two places is told for each, and one that nobody asks for is not', async () => {
  const places = await told('sell { one: boat { id } two: boat { name } }');
  expect(places).toBeInstanceOf(AtPlaces);
  expect(
    places instanceof AtPlaces && [...places.byPath].map(([path, object]) => [path, { ...(object as object) }]),
  ).toEqual([
    ['one', expect.objectContaining({ id: stored.id.toLowerCase() })],
    ['two', expect.objectContaining({ name: 'Anna' })],
  ]);
  expect(await told('sell { other }')).toBeNull();
});

test('of several types the record tells which it is', async () => {
  const any = { ...asked, shape: craft };
  const query = 'sellAny { boat { ... on Boat { title { name } } ... on Ship { id } } }';
  expect({ ...(await told(query, {}, any)) }).toMatchObject({ title: { name: 'Anna' } });
  expect({ ...(await told(query, { kind: 'ship' }, any)) }).toMatchObject({ id: stored.id.toLowerCase() });
});
