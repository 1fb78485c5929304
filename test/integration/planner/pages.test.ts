import { cursorOf } from '../../../src/queries/planner/cursor';
import { type Bench, openBench } from './bench';
import { guid, id } from './rows';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

type Page = {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: Readonly<
    Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string>
  >;
};

const fields = 'nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const listed = `query ($first: Int, $after: String, $last: Int, $before: String, $orderBy: [String!]) {
  requests(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) { ${fields} } }`;
const nested = `query ($first: Int, $after: String, $last: Int, $before: String) {
  party(id: "${id.staff}") { ... on Group { requests: members(first: $first, after: $after, last: $last, before: $before) { ${fields} } } } }`;

type Asked = Readonly<Record<string, unknown>>;

const listPage = (variables: Asked): Promise<Page> =>
  bench.read(listed, { variables }).then(({ requests }) => requests);
const nestedPage = (variables: Asked): Promise<Page> =>
  bench.read(nested, { variables }).then(({ party }) => party.requests);

/** Ids of all pages, read to the end of the list, and of each page the size and what it says of others. */
async function walk(
  read: (asked: Asked) => Promise<Page>,
  size: number,
  way: 'forward' | 'backward',
  asked: Asked = {},
) {
  const pages: Page[] = [];
  for (let cursor: string | null = null; ; ) {
    const place: Asked = way === 'forward' ? { first: size, after: cursor } : { last: size, before: cursor };
    const page = await read({ ...asked, ...place });
    pages.push(page);
    expect(page.edges.map((edge) => edge.cursor).at(way === 'forward' ? -1 : 0)).toBe(
      page.pageInfo[way === 'forward' ? 'endCursor' : 'startCursor'],
    );
    if (!page.pageInfo[way === 'forward' ? 'hasNextPage' : 'hasPreviousPage']) break;
    cursor = page.pageInfo[way === 'forward' ? 'endCursor' : 'startCursor'];
  }
  const inOrder = way === 'forward' ? pages : pages.toReversed();
  return { ids: inOrder.flatMap(({ nodes }) => nodes.map((node) => node.id)), pages: inOrder };
}

const ids = (...numbers: readonly number[]): readonly string[] => numbers.map((number) => guid(400 + number));

const orders = [
  { orderBy: ['createdAt_ASC'], whole: ids(1, 2, 3, 4, 5, 6, 7, 8, 9) },
  { orderBy: ['createdAt_DESC'], whole: ids(9, 8, 7, 6, 5, 4, 3, 2, 1) },
  { orderBy: ['startAt_ASC'], whole: ids(2, 4, 6, 8, 1, 3, 5, 7, 9) },
  { orderBy: ['startAt_DESC'], whole: ids(9, 7, 5, 3, 1, 8, 6, 4, 2) },
  { orderBy: ['createdAt_DESC', 'startAt_ASC'], whole: ids(9, 6, 8, 7, 4, 3, 5, 2, 1) },
  { orderBy: ['startAt_DESC', 'createdAt_ASC'], whole: ids(1, 3, 5, 7, 9, 8, 6, 4, 2) },
];

describe.each(orders)('by $orderBy, with ties and nulls', ({ orderBy, whole }) => {
  test.each([1, 2, 4, 9, 100])('pages of %i meet in both directions, without gap and without double', async (size) => {
    const [forward, backward] = [
      await walk(listPage, size, 'forward', { orderBy }),
      await walk(listPage, size, 'backward', { orderBy }),
    ];
    expect(forward.ids).toEqual(whole);
    expect(backward.ids).toEqual(whole);
  });
});

test.each([1, 3, 7])('pages of %i of a nested connection meet in both directions, nulls last', async (size) => {
  const { nodes } = await nestedPage({ first: 100 });
  expect(nodes).toHaveLength(15);
  const whole = nodes.map((node) => node.id);
  expect((await walk(nestedPage, size, 'forward')).ids).toEqual(whole);
  expect((await walk(nestedPage, size, 'backward')).ids).toEqual(whole);
});

test('a page between two cursors', async () => {
  const { edges } = await listPage({ orderBy: ['createdAt_ASC'] });
  const [after, before] = [edges[1]?.cursor, edges[6]?.cursor];
  const between = await listPage({ orderBy: ['createdAt_ASC'], after, before });
  expect(between.nodes.map((node) => node.id)).toEqual(ids(3, 4, 5, 6));
  expect(between.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
});

test('25 rows where nothing is asked, and those right before the cursor for before alone', async () => {
  const { parties } = await bench.read('{ parties { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }');
  expect(parties.nodes).toHaveLength(25);
  const { edges } = await listPage({ orderBy: ['createdAt_ASC'] });
  const page = await listPage({ orderBy: ['createdAt_ASC'], before: edges[2]?.cursor });
  expect(page.nodes.map((node) => node.id)).toEqual(ids(1, 2));
  expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
});

test('an empty page has no cursors, and its count is still there', async () => {
  const { requests } = await bench.read(
    `{ requests(filter: { justification: { eq: "nothing" } }) { totalCount nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`,
  );
  expect(requests).toEqual({
    totalCount: 0,
    nodes: [],
    pageInfo: { startCursor: null, endCursor: null, hasNextPage: false, hasPreviousPage: false },
  });
});

test('totalCount counts the list, not the page, and alone reads no rows', async () => {
  const { requests } = await bench.read('{ requests(first: 2, filter: { hasSchedule: { eq: true } }) { totalCount } }');
  expect(requests.totalCount).toBe(8);
  expect(bench.statements()[0]?.text).not.toContain('limit');
});

test.each([
  { asked: { first: 1, last: 1 }, path: ['last'] },
  { asked: { first: 0 }, path: ['first'] },
  { asked: { first: -1 }, path: ['first'] },
  { asked: { last: 101 }, path: ['last'] },
  { asked: { orderBy: ['constructor'] }, path: ['orderBy'] },
])('$asked is refused by both paths, naming $path', async ({ asked, path }) => {
  for (const by of ['plan', 'loaders'] as const) {
    const reading = bench.read(listed, { by, variables: asked });
    await expect(reading).rejects.toMatchObject({ code: 'Request_BadRequest', details: { path } });
  }
  const { orderBy, ...page } = asked as { orderBy?: readonly string[] };
  if (!orderBy) await expect(nestedPage(page)).rejects.toMatchObject({ code: 'Request_BadRequest', details: { path } });
});

const order = 'requests createdAt_DESC';
const forged = {
  'plain text': 'hello',
  'not of the alphabet': 'a b',
  'not JSON': Buffer.from('[').toString('base64url'),
  'not a list': Buffer.from('{"0":1}').toString('base64url'),
  'another order': cursorOf('requests createdAt_ASC', ['2026-01-01T00:00:00Z', guid(401)]),
  'another list': cursorOf('parties createdAt_DESC', ['2026-01-01T00:00:00Z', guid(401)]),
  'too few values': cursorOf(order, [guid(401)]),
  'too many values': cursorOf(order, ['2026-01-01T00:00:00Z', guid(401), guid(401)]),
  'no instant': cursorOf(order, ["'; drop table principal; --", guid(401)]),
  'an instant that does not exist': cursorOf(order, ['2026-13-01T00:00:00Z', guid(401)]),
  'no key': cursorOf(order, ['2026-01-01T00:00:00Z', null]),
  'a key that is none': cursorOf(order, ['2026-01-01T00:00:00Z', 'x']),
  'a number for a text': Buffer.from(JSON.stringify([order, 1, guid(401)])).toString('base64url'),
  endless: 'a'.repeat(5_000),
  'nothing at all': '',
};

test.each(Object.entries(forged))('a forged cursor (%s) is refused, not run', async (_what, cursor) => {
  await expect(bench.read(listed, { variables: { after: cursor } })).rejects.toMatchObject({
    code: 'Request_BadRequest',
    details: { path: ['after'] },
  });
  await expect(bench.read(listed, { variables: { before: cursor } })).rejects.toMatchObject({
    code: 'Request_BadRequest',
    details: { path: ['before'] },
  });
  expect(bench.statements()).toHaveLength(0);
});
