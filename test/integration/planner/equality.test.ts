import { type Bench, openBench } from './bench';
import { guid, id } from './rows';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const documents: Readonly<Record<string, string>> = {
  'a page with everything': `{ requests(first: 100) { totalCount __typename pageInfo { __typename hasNextPage hasPreviousPage startCursor endCursor }
    edges { __typename cursor node { id } } nodes { __typename id status action justification createdAt startAt hasSchedule principalId ticket { number at } } } }`,
  'relations through relations': `{ requests(orderBy: ["startAt_ASC", "createdAt_DESC"]) { nodes {
    principal { __typename id ... on User { manager { name manager { name } } } } role { displayName isPrivileged rolePermissions }
    approval { createdAt stages { id position status waits isApproverJustificationRequired expiresAt reviewer { name } } } } } }`,
  'pages within pages': `{ parties(first: 100) { nodes { name groups(first: 1) { totalCount edges { cursor node { name size groupTypes
    members(last: 3) { totalCount pageInfo { startCursor endCursor hasNextPage hasPreviousPage } edges { cursor node { __typename name groups { nodes { name } } } } } } } } } } }`,
  'abstract types': `{ parties(orderBy: ["department_DESC"]) { edges { cursor node { __typename ... on User { userPrincipalName accountEnabled createdAt department }
    ... on Group { groupTypes size } ... on App { appId } ...named } } } } fragment named on Party { name }`,
  'one by id': `{ request(id: "${guid(403)}") { approval { stages { reviewer { groups { nodes { name } } } } } } party(id: "${id.tools}") { ... on Group { members { nodes { name } } } } }`,
  aliases: `{ party(id: "${id.staff}") { ... on Group { a: members(first: 1) { nodes { name } } b: members(first: 2) { edges { x: node { n: name id } y: node { n: id } } } } } }`,
};

describe.each(Object.entries(documents))('%s', (_what, document) => {
  test.each(['adam', 'alice', 'ben', 'dora'] as const)('is the same JSON by plan and by loaders for %s', async (as) => {
    const planned = await bench.read(document, { as });
    const statements = bench.statements().length;
    const loaded = await bench.read(document, { as, by: 'loaders' });
    expect(JSON.stringify(planned)).toBe(JSON.stringify(loaded));
    expect(statements).toBeLessThanOrEqual(bench.statements().length);
  });
});

test('a loaded page of records costs a statement for each relation, not for each row', async () => {
  const asked = '{ requests(first: 9) { nodes { status principal { name } role { displayName } } } }';
  await bench.read(asked, { by: 'loaders' });
  expect(bench.statements()).toHaveLength(4);
});
