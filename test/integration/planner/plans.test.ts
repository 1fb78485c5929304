import { parse } from 'graphql';
import { type Bench, openBench } from './bench';
import { guid, id } from './rows';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

test('a document that runs again with other values is not compiled again, and is prepared', async () => {
  const document =
    parse(`query ($filter: RequestFilter, $after: String, $n: Int) { requests(first: 2, after: $after, filter: $filter) {
    nodes { principal { groups(first: $n) { nodes { name } } } } pageInfo { endCursor } } }`);
  const first = await bench.read(document, { variables: { filter: { principalId: { eq: id.alice } }, n: 3 } });
  expect(bench.statements()).toMatchObject([{ name: undefined }]);
  const other = await bench.read(document, {
    variables: { filter: { principalId: { eq: id.robot } }, n: 3 },
    as: 'alice',
  });
  expect(bench.statements()).toMatchObject([{ name: expect.stringMatching(/^p_/) }]);
  expect(first).not.toEqual(other);
  expect(bench.reader.plans()).toEqual({ compiled: 1, kept: 1 });

  const after = first.requests.pageInfo.endCursor;
  await bench.read(document, { variables: { filter: { principalId: { eq: id.alice } }, after, n: 3 } });
  expect(bench.reader.plans().compiled).toBe(2);
  await bench.read(document, { variables: { filter: { principalId: { in: [id.alice] } }, n: 3 } });
  await bench.read(document, { variables: { filter: { principalId: { in: [id.alice, id.robot, guid(1)] } }, n: 3 } });
  expect(bench.reader.plans().compiled).toBe(3);
  await bench.read(document, { variables: { n: 4 } });
  expect(bench.reader.plans().compiled).toBe(4);
});

test('no value of a caller stands in the text of a statement', async () => {
  await bench.read(
    `query ($name: String) { parties(filter: { displayName: { eq: $name, startsWith: "literal-canary" } }) { nodes { id } } }`,
    { variables: { name: 'variable-canary' } },
  );
  expect(bench.statements()[0]?.text).not.toContain('canary');
  expect(bench.statements()[0]?.text).not.toContain(id.adam);
});

test('the same operation under several variables of @include keeps a plan for each, and mixes none up', async () => {
  const document = parse(
    'query ($a: Boolean!, $b: Boolean!) { requests(first: 1) { nodes { id action @include(if: $a) status @skip(if: $b) } } }',
  );
  const keys = [];
  for (const round of [1, 2]) {
    for (const [a, b] of [
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]) {
      const { requests } = await bench.read(document, { variables: { a, b } });
      if (round === 2) keys.push(Object.keys(requests.nodes[0]).join());
    }
  }
  expect(keys).toEqual(['id,action', 'id,action,status', 'id', 'id,status']);
  // The first of all was written for anybody; then it was known that the caller reads everything.
  expect(bench.reader.plans().compiled).toBe(5);
});

test('an expression is told with the help of the row further up whose key its own row names', async () => {
  const { requests } = await bench.read('{ requests { nodes { id approval { stages { waits } } } } }');
  expect(bench.statements()[0]?.text).toContain(`.status = 'InProgress' and "t1".id is not null`);
  expect(requests.nodes).toContainEqual({
    id: expect.any(String),
    approval: { stages: [{ waits: false }, { waits: true }] },
  });
});

test('one operation with two root fields is two statements, each with its own plan', async () => {
  const { a, b } = await bench.read('{ a: requests(first: 1) { nodes { id } } b: requests(last: 1) { nodes { id } } }');
  expect(bench.statements()).toHaveLength(2);
  expect([a.nodes[0].id, b.nodes[0].id]).toEqual([guid(409), guid(401)]);
});

const page = '{ nodes { id } }';

test.each([
  { what: 'an object', read: `request(id: "${guid(401)}") { id principal { name } }`, goes: 'together' },
  { what: 'a page of the newest', read: `requests(first: 60) ${page}`, goes: 'together' },
  {
    what: `a page of the caller's own`,
    as: 'alice',
    read: `requests(first: 60, on: principal) ${page}`,
    goes: 'together',
  },
  {
    what: 'a page that is looked for among all',
    as: 'alice',
    read: `requests(first: 1, on: created) ${page}`,
    goes: 'alone',
  },
  { what: 'what is put in order first', read: `requests(first: 1, orderBy: "startAt_ASC") ${page}`, goes: 'alone' },
  { what: 'what takes long', read: `party(id: "${id.staff}") { ... on Group { size } }`, goes: 'alone' },
  {
    what: 'what takes long further down',
    read: `requests(first: 1) { edges { node { principal { ... on Group { size } } } } }`,
    goes: 'alone',
  },
  { what: 'a large page', read: `requests(first: 64) ${page}`, goes: 'alone' },
  { what: 'a page of what the caller may see', as: 'alice', read: `requests(first: 1) ${page}`, goes: 'alone' },
  { what: 'what a filter picks', read: `requests(first: 1, filter: { status: { eq: "x" } }) ${page}`, goes: 'alone' },
  { what: 'what is counted', read: 'requests(first: 1) { totalCount }', goes: 'alone' },
  { what: 'pages of pages', read: 'parties(first: 1) { nodes { groups(first: 1) { nodes { id } } } }', goes: 'alone' },
] as const)('only what is quickly read goes together with others: $what', async ({ read, goes, ...how }) => {
  const document = `{ other: party(id: "${id.alice}") { id } ${read} }`;
  // Who reads everything is known once he has asked.
  await bench.read(document, how);
  await bench.read(document, how);
  expect([bench.statements().length, bench.messages()]).toEqual([2, goes === 'together' ? 1 : 2]);
});
