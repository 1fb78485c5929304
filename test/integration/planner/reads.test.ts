import { type Bench, openBench } from './bench';
import { guid, id } from './rows';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const wide = `query Wide($deep: Boolean! = true) {
  requests(first: 100, orderBy: ["createdAt_ASC"]) {
    totalCount
    nodes {
      id status createdAt startAt hasSchedule ticket { number at }
      principal { __typename id name ... on User { manager { name groups { nodes { name size } } } } ... on App { appId } }
      role { displayName isPrivileged rolePermissions }
      approval { createdAt stages { position waits expiresAt reviewer { name ... on User { accountEnabled createdAt } } } }
    }
    edges { cursor node { justification again: justification principal @include(if: $deep) { groups(first: 1) { totalCount edges { node { members(first: 2) { nodes { name } pageInfo { hasNextPage } } } } } } } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

test('performance 7: a root query is one statement, whatever its nesting', async () => {
  const { requests } = await bench.read(wide);
  expect(bench.statements()).toHaveLength(1);
  expect(requests.totalCount).toBe(9);
  expect(requests.nodes).toHaveLength(9);
  expect(requests.nodes[2]).toEqual({
    id: guid(403),
    status: 'PendingApproval',
    createdAt: '2026-01-01T00:00:01.001Z',
    startAt: null,
    hasSchedule: true,
    ticket: { number: null, at: '2026-01-01T00:00:01.001Z' },
    principal: {
      __typename: 'User',
      id: id.alice,
      name: 'Alice',
      manager: { name: 'Ben', groups: { nodes: [{ name: 'Tools', size: 1 }] } },
    },
    role: {
      displayName: 'Global Administrator',
      isPrivileged: true,
      rolePermissions: [{ allowedResourceActions: ['say "hi"'], condition: null }],
    },
    approval: {
      createdAt: '2026-01-01T00:00:00Z',
      stages: [
        {
          position: 0,
          waits: false,
          expiresAt: '2026-01-02T00:00:00Z',
          reviewer: { name: 'Ben', accountEnabled: true, createdAt: '2025-06-01T12:00:00.5Z' },
        },
        { position: 1, waits: true, expiresAt: '2026-01-02T00:00:00Z', reviewer: null },
      ],
    },
  });
  expect(requests.nodes[8].principal).toEqual({ __typename: 'App', id: id.robot, name: 'Robot', appId: guid(22) });
  expect(requests.edges[2].node.principal.groups).toMatchObject({
    totalCount: 1,
    edges: [{ node: { members: { nodes: [{}, {}], pageInfo: { hasNextPage: true } } } }],
  });
});

test('only what is selected is read: no column of a joined table, no count, no relation', async () => {
  await bench.read('{ requests { nodes { id } } }');
  const [{ text }] = bench.statements() as [{ text: string }];
  expect(text).not.toMatch(/left join "|count\(|json_agg|"justification"/);
});

test('aliases of one field with other arguments do not collide', async () => {
  const { one } = await bench.read(`{ one: party(id: "${id.staff}") { ... on Group {
    name title: name
    few: members(first: 2) { nodes { id } pageInfo { hasNextPage } }
    last: members(last: 1) { nodes { id } edges { who: node { id } } }
    __proto__: name
  } } }`);
  expect(bench.statements()).toHaveLength(1);
  expect(one.title).toBe('Staff');
  expect(Object.entries(one)).toContainEqual(['__proto__', 'Staff']);
  expect(one.few.nodes).toHaveLength(2);
  expect(one.few.pageInfo.hasNextPage).toBe(true);
  expect(one.last.edges[0].who).toEqual(one.last.nodes[0]);
});

test('fragments on abstract types, one within another, merge as the executor merges them', async () => {
  const { parties } = await bench.read(`
    query { parties(first: 100, filter: { displayName: { in: ["Alice", "Staff", "Robot"] } }) { nodes { ...party } } }
    fragment party on Party { kind: __typename ...user ... on Group { groupTypes same: name } ... on Party { ... on App { other: appId } } }
    fragment user on User { same: userPrincipalName manager { id } ... on User { manager { name } } }`);
  expect(parties.nodes).toEqual([
    { kind: 'User', same: `${id.alice}@example.test`, manager: { id: id.ben, name: 'Ben' } },
    { kind: 'App', other: guid(22) },
    { kind: 'Group', groupTypes: ['Unified', 'with, comma'], same: 'Staff' },
  ]);
});

test.each([
  { skip: true, include: true, keys: ['id'] },
  { skip: false, include: true, keys: ['id', 'status', 'principalId'] },
  { skip: false, include: false, keys: ['id', 'status'] },
])('@skip(if: $skip) and @include(if: $include) by variable give $keys', async ({ skip, include, keys }) => {
  const document = `query ($skip: Boolean!, $include: Boolean!) { requests(first: 1) { nodes {
    id status @skip(if: $skip) ... @skip(if: $skip) { principalId @include(if: $include) } } } }`;
  const { requests } = await bench.read(document, { variables: { skip, include } });
  expect(Object.keys(requests.nodes[0])).toEqual(keys);
});

test('a field with a resolver of its own gets a record of what it needs, by both paths', async () => {
  const document = `{ party(id: "${id.alice}") { ... on User { hello: greeting(word: "Hello") } } }`;
  for (const by of ['plan', 'loaders'] as const) {
    expect(await bench.read(document, { by })).toEqual({ party: { hello: 'Hello, Alice, since 2025' } });
  }
});

test('payloads: objects by key, in order, at several places of the answer', async () => {
  const { touch } = await bench.read(
    `mutation ($ids: [ID!]!) { touch(ids: $ids) {
      request { id } other: request { id: status role { displayName } } again { justification }
      results { request { id } second: request { id: justification } } more: results { request { action } } } }`,
    { variables: { ids: [guid(404), guid(1), guid(402)] } },
  );
  expect(bench.statements()).toHaveLength(3);
  expect(touch).toEqual({
    request: { id: guid(404) },
    other: { id: 'Provisioned', role: { displayName: 'Secret' } },
    again: { justification: 'because 4' },
    results: [
      { request: { id: guid(404) }, second: { id: 'because 4' } },
      { request: null, second: null },
      { request: { id: guid(402) }, second: { id: 'because 2' } },
    ],
    more: [{ request: { action: 'selfActivate' } }, { request: null }, { request: { action: 'selfActivate' } }],
  });
});

test('what a payload does not select costs no statement', async () => {
  await bench.read('mutation { touch(ids: ["x"]) { __typename } }');
  expect(bench.statements()).toHaveLength(0);
});

test.each(['x', guid(999), `${id.alice}'--`, '\0', ''])("an id that is nobody's, %j, is null", async (asked) => {
  const document = 'query ($id: ID!) { party(id: $id) { id } }';
  expect(await bench.read(document, { variables: { id: asked } })).toEqual({ party: null });
  expect(await bench.read(document, { variables: { id: asked }, by: 'loaders' })).toEqual({ party: null });
});

test('an id in capitals is the same id', async () => {
  const { party } = await bench.read(`{ party(id: "${id.robot.toUpperCase()}") { id } }`);
  expect(party).toEqual({ id: id.robot });
});

test('a nested row of more than a hundred cells is read whole', async () => {
  const wideRow = Array.from(
    { length: 70 },
    (_, index) => `f${index}: members(first: 1) { nodes { name } } c${index}: members { totalCount }`,
  ).join(' ');
  const { party } = await bench.read(`{ party(id: "${id.alice}") { groups { nodes { name ${wideRow} } } } }`);
  const [staff] = party.groups.nodes;
  expect(staff.c69).toEqual({ totalCount: 15 });
  expect(staff.f69).toEqual(staff.f0);
});

test('more than fifteen objects within each other are refused', async () => {
  const nest = (depth: number): string => (depth === 0 ? 'id' : `groups { nodes { ${nest(depth - 1)} } }`);
  const read = (depth: number) => bench.read(`{ party(id: "${id.alice}") { ${nest(depth)} } }`);
  await expect(read(14)).resolves.toBeDefined();
  await expect(read(15)).rejects.toMatchObject({ code: 'Request_BadRequest' });
});
