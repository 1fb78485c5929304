import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { group, id, importing, select, user } from './importing';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const users = 195_000;
const groups = 5_000;
const mebibyte = 1024 * 1024;

/** 200,000 objects: users with managers, and a chain of groups of ten members each; about 60 MiB, never all there. */
function* largeFile(): Generator<Buffer> {
  const properties = { jobTitle: 'Engineer', department: 'Engineering', companyName: 'Contoso', accountEnabled: true };
  yield Buffer.from('{"users": [\n');
  yield* inPieces(users, (n) => user(n, { ...properties, manager: n > 0 ? { id: id('a', n >> 3) } : null }));
  yield Buffer.from('], "groups": [\n');
  yield* inPieces(groups, (n) => {
    const members = Array.from({ length: 10 }, (_, nth) => id('a', (n * 37 + nth) % users));
    return group(n, { members: n > 0 ? [...members, id('b', n - 1)] : members });
  });
  yield Buffer.from(']}\n');
}

function* inPieces(count: number, object: (n: number) => object): Generator<Buffer> {
  for (let first = 0; first < count; first += 500) {
    const piece = Array.from({ length: Math.min(500, count - first) }, (_, n) =>
      JSON.stringify(object(first + n), null, 1),
    );
    yield Buffer.from(`${first === 0 ? '' : ',\n'}${piece.join(',\n')}`);
  }
}

const asStream = async function* () {
  yield* largeFile();
};

/** What is alive after garbage is collected: what a run piles up shows there, whatever the collector has put off. */
function liveBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('200,000 objects are imported in bounded memory, with progress', async () => {
  const before = liveBytes();
  let most = before;
  let weighedAt = 0;
  let seen = { objects: 0, bytes: 0, phase: 'reading' };
  const report = await importing(database, '', {
    source: asStream(),
    onProgress: (progress) => {
      expect(progress.objects).toBeGreaterThanOrEqual(seen.objects);
      seen = progress;
      if (progress.objects - weighedAt < 20_000) return;
      weighedAt = progress.objects;
      most = Math.max(most, liveBytes());
    },
  });
  expect(report.users.added + report.groups.added).toBe(200_000);
  expect(seen).toMatchObject({ objects: 200_000, phase: 'storing' });
  expect(seen.bytes).toBeGreaterThan(50 * mebibyte);
  expect(weighedAt).toBeGreaterThan(100_000);
  expect((most - before) / mebibyte).toBeLessThan(100);
  const [deepest] = await select(database, `select cardinality(groups_of('${id('b', 0)}')) as groups`);
  expect(deepest).toEqual({ groups: groups - 1 });
}, 180_000);
