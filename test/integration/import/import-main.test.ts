import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportSurroundings, main } from '../../../src/import-main';
import { startEmbeddedPostgres } from '../../../src/storage/embedded-postgres';
import { cloneDatabase, emptyDatabase, type TestDatabase } from '../../support/database';
import { select, user } from './importing';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portcullis-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const command = async (env: ImportSurroundings['env'], ...argv: string[]) => {
  let out = '';
  let err = '';
  const add = (text: string) => {
    err += text;
  };
  const surroundings: ImportSurroundings = {
    env,
    out: (text) => {
      out += text;
    },
    err: { isTTY: false, write: add },
  };
  return { code: await main(argv, surroundings), out, err };
};

const fileOf = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content, null, 1));
  return path;
};

describe('npm run import, with DATABASE_URL', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await cloneDatabase();
  });
  afterEach(() => database.drop());

  test('0: says what changed, and the second time that nothing did', async () => {
    const file = await fileOf('good.json', { users: [user(1)] });
    const first = await command({ DATABASE_URL: database.url }, file);
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('Read 1 objects, 100 % of the file') });
    expect(first.out).toContain('  users: 1 added, 0 changed, 0 unchanged\n');
    const second = await command({ DATABASE_URL: database.url }, file);
    expect(second.out).toContain('Nothing changed: the directory was as the file says.');
  });

  test('0: quietly, and as a dry run', async () => {
    const file = await fileOf('good.json', { users: [user(1)] });
    expect(await command({ DATABASE_URL: database.url }, '--quiet', '--dry-run', file)).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(await select(database, 'select from principal')).toHaveLength(0);
    const dry = await command({ DATABASE_URL: database.url }, '--dry-run', file);
    expect(dry.out).toContain('Nothing was stored: this was a dry run.');
  });

  test('0: migrates a database that is still empty', async () => {
    const empty = await emptyDatabase();
    const file = await fileOf('good.json', { users: [user(1)] });
    expect(await command({ DATABASE_URL: empty.url }, '--quiet', file)).toEqual({ code: 0, out: '', err: '' });
    expect(await select(empty, 'select from principal')).toHaveLength(1);
    await empty.drop();
  });

  test('1: names the line, and sends nothing to the terminal that it would obey', async () => {
    const file = await fileOf('bad.json', { users: [user(1), user(2, { userType: '\u001b[2J\u009b2J' })] });
    const { code, err, out } = await command({ DATABASE_URL: database.url }, '--quiet', file);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /bad\.json: line \d+: users\[1\]\.userType: expected Member or Guest.*\nNothing was stored\.\n$/,
    );
    expect(err).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test.each([
    ['a file that is not there', ['missing.json'], 1, 'missing.json: there is no such file.\n'],
    ['a folder', [tmpdir()], 1, `${tmpdir()}: this is a folder. Name a file.\n`],
    ['no file', [], 2, 'Name one file. See --help.\n'],
    ['two files', ['a', 'b'], 2, 'Name one file. See --help.\n'],
    ['an unknown option', ['--fast', 'a'], 2, "Unknown option '--fast'"],
  ])('%s', async (_case, argv, code, says) => {
    const answer = await command({ DATABASE_URL: database.url }, ...argv);
    expect(answer).toMatchObject({ code, out: '', err: expect.stringContaining(says) });
  });

  test('--help', async () => {
    expect(await command({}, '--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('npm run import'),
    });
  });
});

test('without DATABASE_URL it reaches the embedded database, running or not', async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const dataDir = join(folder, 'data');
  const file = await fileOf('good.json', { users: [user(1)] });
  const stopped = await command({ PORTCULLIS_DATA_DIR: dataDir }, file);
  expect(stopped).toMatchObject({ code: 0, out: expect.stringContaining('users: 1 added') });
  const gateway = await startEmbeddedPostgres({ dataDir, log });
  const running = await command({ PORTCULLIS_DATA_DIR: dataDir }, file);
  expect(running).toMatchObject({ code: 0, out: expect.stringContaining('users: 0 added, 0 changed, 1 unchanged') });
  expect(await select({ url: gateway.url, drop: gateway.stop }, 'select from principal')).toHaveLength(1);
  await gateway.stop();
});
