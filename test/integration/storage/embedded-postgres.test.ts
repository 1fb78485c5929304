import { once } from 'node:events';
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import pino from 'pino';
import { connect } from '../../../src/storage/connection';
import { findBinaries, mend } from '../../../src/storage/embedded-binaries';
import { readPostmaster } from '../../../src/storage/embedded-leftover';
import { startEmbeddedPostgres } from '../../../src/storage/embedded-postgres';
import { runsOn } from '../../../src/storage/embedded-process';
import { nextMessage, startChild } from '../../support/child';

const log = pino({ level: 'silent' });
let dataDir: string;
let pgdata: string;

/** A folder that the server's user can enter, which a fresh temporary one is not for others than its owner. */
const aFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-test-'));
  await chmod(folder, 0o711);
  return folder;
};

const ask = async (url: string, statement: string): Promise<unknown> => {
  const client = await connect(url, {});
  try {
    const { rows } = await client.query<Record<string, unknown>>({ text: statement });
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
};

const serverOn = async (): Promise<number> => (await readPostmaster(pgdata))?.pid ?? Number.NaN;

/** Resolves once the statement is answered again; the pause between the tries is the connection's own. */
const untilAnswered = async (url: string, statement: string): Promise<unknown> => {
  for (;;) {
    const answer = await ask(url, statement).catch(() => undefined);
    if (answer !== undefined) return answer;
  }
};

beforeAll(async () => {
  dataDir = await aFolder();
  pgdata = join(dataDir, 'postgres/data');
  const first = await startEmbeddedPostgres({ dataDir, log });
  await ask(first.url, 'create table kept (word text)');
  await ask(first.url, `insert into kept values ('still here')`);
  await first.stop();
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

test('data stay from one start to the next, and stop leaves no process', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const pid = await serverOn();
  expect(await ask(postgres.url, 'select word from kept')).toBe('still here');
  await Promise.all([postgres.stop(), postgres.stop()]);
  await postgres.stop();
  expect(await runsOn(pid, pgdata)).toBe(false);
});

test('the server listens on loopback alone, in UTC and UTF-8, behind a password that only the gateway reads', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  try {
    expect(await ask(postgres.url, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(postgres.url, 'show unix_socket_directories')).toBe('');
    expect(await ask(postgres.url, 'show timezone')).toBe('UTC');
    expect(await ask(postgres.url, 'show server_encoding')).toBe('UTF8');
    expect(await ask(postgres.url, `select lower('ÄÖ')`)).toBe('äö');
    expect((await stat(join(dataDir, 'postgres/password'))).mode & 0o777).toBe(0o600);
    expect((await stat(pgdata)).mode & 0o777).toBe(0o700);
    const stranger = new URL(postgres.url);
    stranger.password = 'wrong';
    await expect(ask(stranger.toString(), 'select 1')).rejects.toThrow('Look at the user and the password');
  } finally {
    await postgres.stop();
  }
});

test('after kill -9 of the gateway the next start ends the server left behind, and finds the data', async () => {
  const killed = startChild(`
    const { startEmbeddedPostgres } = require(root + '/src/storage/embedded-postgres.ts');
    const log = require('pino')({ level: 'silent' });
    startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log }).then(() => process.send('up'));
  `);
  expect(await nextMessage(killed)).toBe('up');
  const leftBehind = await serverOn();
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(await runsOn(leftBehind, pgdata)).toBe(true);

  const postgres = await startEmbeddedPostgres({ dataDir, log });
  expect(await runsOn(leftBehind, pgdata)).toBe(false);
  expect(await ask(postgres.url, 'select word from kept')).toBe('still here');
  await postgres.stop();
});

test('a process that ends without calling stop takes its server along', async () => {
  const careless = startChild(`
    const { startEmbeddedPostgres } = require(root + '/src/storage/embedded-postgres.ts');
    const log = require('pino')({ level: 'silent' });
    startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log }).then(() => process.exit(3));
  `);
  await once(careless, 'exit');
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  expect(await ask(postgres.url, 'select word from kept')).toBe('still here');
  await postgres.stop();
});

test('a second gateway on the same data is told so, and the first goes on', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log });
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('in use by another Portcullis');
  expect(await ask(first.url, 'select word from kept')).toBe('still here');
  await first.stop();
});

test('of gateways that start at once on an empty folder exactly one gets it', async () => {
  const empty = await aFolder();
  try {
    const starts = await Promise.allSettled([1, 2].map(() => startEmbeddedPostgres({ dataDir: empty, log })));
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const refused = starts.flatMap((start) => (start.status === 'rejected' ? [String(start.reason)] : []));
    expect(started).toHaveLength(1);
    expect(refused).toEqual([expect.stringContaining('in use by another Portcullis')]);
    expect(await ask(started[0]!.url, 'select current_database()')).toBe('portcullis');
    await started[0]!.stop();
    expect(await readdir(empty)).toEqual(['postgres']);
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
});

test('a file that names a stranger as the server does not keep us from starting', async () => {
  await writeFile(join(pgdata, 'postmaster.pid'), `${process.pid}\n${pgdata}\n1\n1\n\n\n\nready   \n`);
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  expect(await ask(postgres.url, 'select word from kept')).toBe('still here');
  await postgres.stop();
});

test('a server that is killed comes back at the same address', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const killed = await serverOn();
  process.kill(killed, 'SIGKILL');
  expect(await untilAnswered(postgres.url, 'select word from kept')).toBe('still here');
  expect(await serverOn()).not.toBe(killed);
  await postgres.stop();
});

test('stop while a killed server is being brought back leaves no process', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  const killed = await serverOn();
  process.kill(killed, 'SIGKILL');
  await postgres.stop();
  expect(await runsOn(killed, pgdata)).toBe(false);
  expect(await runsOn(await serverOn(), pgdata)).toBe(false);
  const next = await startEmbeddedPostgres({ dataDir, log });
  expect(await ask(next.url, 'select word from kept')).toBe('still here');
  await next.stop();
});

test('data of another major version are left alone, with a sentence', async () => {
  const file = join(pgdata, 'PG_VERSION');
  const version = await readFile(file, 'utf8');
  await writeFile(file, '17\n');
  await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow('was made by PostgreSQL 17');
  await writeFile(file, version);
});

test('what an install script that did not run left out is made at start', async () => {
  const { folder } = await findBinaries(null, log);
  const copy = join(await aFolder(), 'native');
  await cp(folder, copy, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  await chmod(join(copy, 'bin/postgres'), 0o644);
  await mend(copy);
  const links = ['libicuuc.so.60', 'libicui18n.so.60', 'libicudata.so.60', 'libpq.so.5'];
  if (process.platform === 'linux') {
    for (const link of links) expect((await stat(join(copy, 'lib', link))).isFile()).toBe(true);
  }
  expect((await stat(join(copy, 'bin/postgres'))).mode & 0o555).toBe(0o555);
  await rm(dirname(copy), { recursive: true, force: true });
});
