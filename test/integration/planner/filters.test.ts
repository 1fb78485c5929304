import { type Bench, openBench } from './bench';
import { guid, hostileNames, id } from './rows';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const document = `query ($filter: RequestFilter, $on: On) { requests(first: 100, orderBy: ["createdAt_ASC"], filter: $filter, on: $on) {
  totalCount nodes { number: justification } } }`;

/** Numbers of the requests that a filter finds; by plan and by loaders they have to be the same, as has the count. */
async function found(
  filter: unknown,
  asked: { readonly on?: string; readonly at?: string; readonly as?: 'alice' } = {},
): Promise<number[]> {
  const { on, ...how } = asked;
  const answers = [];
  for (const by of ['plan', 'loaders'] as const)
    answers.push(await bench.read(document, { ...how, by, variables: { filter, on } }));
  expect(answers[0]).toEqual(answers[1]);
  const [{ requests }] = answers;
  expect(requests.totalCount).toBe(requests.nodes.length);
  return requests.nodes.map(({ number }: { number: string }) => Number(number.replace('because ', '')));
}

const everything = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const second = (count: number) => new Date(Date.parse('2026-01-01Z') + count * 1_001).toISOString();

test.each([
  { filter: null, finds: everything },
  { filter: {}, finds: everything },
  { filter: { principalId: null }, finds: everything },
  { filter: { principalId: { eq: id.robot } }, finds: [9] },
  { filter: { principalId: { ne: id.alice } }, finds: [9] },
  { filter: { principalId: { in: [id.robot, guid(999)] } }, finds: [9] },
  { filter: { principalId: { in: [] } }, finds: [] },
  { filter: { justification: { startsWith: 'because' } }, finds: everything },
  { filter: { justification: { startsWith: '%' } }, finds: [] },
  { filter: { justification: { startsWith: 'because_' } }, finds: [] },
  { filter: { ticketNumber: { eq: null } }, finds: [2, 3, 4, 5, 6, 7, 8, 9] },
  { filter: { ticketNumber: { ne: null } }, finds: [1] },
  { filter: { ticketNumber: { isNull: true } }, finds: [2, 3, 4, 5, 6, 7, 8, 9] },
  { filter: { ticketNumber: { isNull: false } }, finds: [1] },
  { filter: { ticketNumber: { ne: 'T-1' } }, finds: [2, 3, 4, 5, 6, 7, 8, 9] },
  { filter: { not: { ticketNumber: { eq: 'T-1' } } }, finds: [2, 3, 4, 5, 6, 7, 8, 9] },
  { filter: { createdAt: { eq: second(1) } }, finds: [3, 4, 5] },
  { filter: { createdAt: { ge: second(1), lt: second(2) } }, finds: [3, 4, 5] },
  { filter: { createdAt: { gt: second(1), le: second(2) } }, finds: [6, 7, 8] },
  { filter: { hasSchedule: { eq: false } }, finds: [7] },
  { filter: { status: { eq: 'PendingApproval' } }, finds: [3] },
  { filter: { status: { in: ['PendingApproval', 'Provisioned'] } }, finds: [3, 4] },
  { filter: { status: { ne: 'Canceled' } }, finds: [3, 4] },
  { filter: { or: [{ principalId: { eq: id.robot } }, { ticketNumber: { eq: 'T-1' } }] }, finds: [1, 9] },
  { filter: { or: [] }, finds: [] },
  { filter: { and: [] }, finds: everything },
  {
    filter: { and: [{ hasSchedule: { eq: true } }, { not: { or: [{ status: { eq: 'Canceled' } }] } }] },
    finds: [3, 4],
  },
])('$filter finds $finds', async ({ filter, finds }) => {
  expect(await found(filter)).toEqual(finds);
});

test.each([
  { at: '2026-01-01T23:59:59.999Z', pending: [3], over: [] },
  { at: '2026-01-02T00:00:00Z', pending: [], over: [3] },
])('E-9: at $at a derived status is found as it is then', async ({ at, pending, over }) => {
  expect(await found({ status: { eq: 'PendingApproval' } }, { at })).toEqual(pending);
  expect(await found({ status: { in: ['TimedOut'] } }, { at })).toEqual(over);
});

test("on: principal gives the caller's own", async () => {
  expect(await found(null, { on: 'principal' })).toEqual([]);
  expect(await found(null, { on: 'principal', as: 'alice' })).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test.each(hostileNames)(
  'the name %j is found by eq, in and startsWith, and read unchanged through rows and arrays',
  async (name) => {
    const parties = `query ($filter: PartyFilter) { parties(filter: $filter) { nodes { name } } }`;
    for (const comparison of [{ eq: name }, { in: [name] }, { startsWith: name }]) {
      const answer = await bench.read(parties, { variables: { filter: { displayName: comparison } } });
      expect(answer.parties.nodes).toEqual([{ name }]);
    }
    await bench.pool.query({
      text: `insert into group_member (group_id, member_id) select $1, id from principal where display_name = $2`,
      values: [id.tools, name],
    });
    const below = await bench.read(
      `{ party(id: "${id.tools}") { ... on Group { members(last: 1) { nodes { name } } } } }`,
    );
    expect(below.party.members.nodes).toEqual([{ name }]);
    const deeper = await bench.read(
      `{ party(id: "${id.tools}") { ... on Group { members(last: 1) { nodes { name groups { nodes { members(last: 1) { nodes { name } } } } } } } } }`,
    );
    expect(deeper.party.members.nodes).toEqual([{ name, groups: { nodes: [{ members: { nodes: [{ name }] } }] } }]);
    await bench.pool.query({
      text: `delete from group_member where group_id = $1 and member_id <> $2`,
      values: [id.tools, id.ben],
    });
  },
);

const deep = (depth: number): unknown => (depth === 0 ? { hasSchedule: { eq: true } } : { not: deep(depth - 1) });
const terms = (count: number): unknown => ({
  or: Array.from({ length: count }, () => ({ hasSchedule: { eq: true } })),
});

test.each([
  { what: 'five levels', good: deep(5), bad: deep(6) },
  { what: '50 comparisons', good: terms(50), bad: terms(51) },
  {
    what: '100 values',
    good: { principalId: { in: Array(100).fill(id.alice) } },
    bad: { principalId: { in: Array(101).fill(id.alice) } },
  },
  { what: 'a GUID', good: { principalId: { eq: id.alice } }, bad: { principalId: { eq: 'alice' } } },
  {
    what: 'text of 2048 characters',
    good: { justification: { eq: 'x'.repeat(2048) } },
    bad: { justification: { eq: 'x'.repeat(2049) } },
  },
  {
    what: 'text without the character zero',
    good: { justification: { eq: '\u0001' } },
    bad: { justification: { startsWith: '\0' } },
  },
  { what: 'null with eq only', good: { justification: { eq: null } }, bad: { justification: { startsWith: null } } },
])('$what: allowed up to that, refused beyond', async ({ good, bad }) => {
  await expect(bench.read(document, { variables: { filter: good } })).resolves.toBeDefined();
  await expect(bench.read(document, { variables: { filter: bad } })).rejects.toMatchObject({
    code: 'Request_BadRequest',
  });
});
