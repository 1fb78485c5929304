import { type Bench, openBench } from './bench';
import { guid, id } from './rows';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const paths = ['plan', 'loaders'] as const;

describe.each(paths)('L.1, by %s', (by) => {
  test('of a list the caller gets what is his to see, and the count says no more', async () => {
    const document = '{ requests { totalCount nodes { principalId } } }';
    const own = await bench.read(document, { as: 'alice', by });
    expect(own.requests).toEqual({ totalCount: 8, nodes: Array(8).fill({ principalId: id.alice }) });
    expect((await bench.read(document, { by })).requests.totalCount).toBe(9);
    expect((await bench.read(document, { as: 'ben', by })).requests.totalCount).toBe(1);
  });

  test("by id, what is not the caller's is null", async () => {
    const document = `{ request(id: "${guid(409)}") { id } }`;
    expect(await bench.read(document, { by })).toEqual({ request: { id: guid(409) } });
    expect(await bench.read(document, { as: 'alice', by })).toEqual({ request: null });
  });

  test('a relation that is not for the caller is null, and its count leaves it out', async () => {
    const manager = `{ party(id: "${id.alice}") { ... on User { name manager { name } } } }`;
    expect(await bench.read(manager, { by })).toEqual({ party: { name: 'Alice', manager: { name: 'Ben' } } });
    expect(await bench.read(manager, { as: 'alice', by })).toEqual({ party: { name: 'Alice', manager: null } });
    const members = `{ party(id: "${id.staff}") { ... on Group { members { totalCount nodes { name } } } } }`;
    expect(await bench.read(members, { as: 'alice', by })).toEqual({
      party: { members: { totalCount: 1, nodes: [{ name: 'Alice' }] } },
    });
  });

  test('M-7: a disabled caller sees nothing, not even what is for everybody, nor by his role', async () => {
    const document = `{ parties { totalCount nodes { id } } requests { totalCount nodes { id } } party(id: "${id.dora}") { id } }`;
    const nothing = { totalCount: 0, nodes: [] };
    expect(await bench.read(document, { as: 'dora', by })).toEqual({
      parties: nothing,
      requests: nothing,
      party: null,
    });
  });
});

test('a row that is not asked for is not told apart from one that is not visible in a payload', async () => {
  const { touch } = await bench.read(
    `mutation { touch(ids: ["${guid(409)}", "${guid(401)}"]) { results { request { id } } } }`,
    { as: 'alice' },
  );
  expect(touch.results).toEqual([{ request: null }, { request: { id: guid(401) } }]);
});
