import pino from 'pino';
import type { DataSource } from 'typeorm';
import { connect, withSettings } from '../../../src/storage/connection';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { freePort } from '../../../src/storage/embedded-server';
import { cloneDatabase, databaseUrl, type TestDatabase } from '../../support/database';

const log = pino({ level: 'silent' });
let database: TestDatabase;
let open: DataSource[] = [];

const opened = async (url: string, readOnly = false): Promise<DataSource> => {
  const source = await openDatabase({ url, poolSize: 2, entities: [], log, readOnly });
  open.push(source);
  return source;
};

const setting = async (source: DataSource, name: string): Promise<string> => {
  const [row] = await source.query<{ value: string }[]>('select current_setting($1) as value', [name]);
  return row?.value ?? '';
};

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(async () => {
  await Promise.all(open.map(closeDatabase));
  open = [];
});
afterAll(() => database.drop());

test('sessions speak UTC and give up after five seconds (security 7)', async () => {
  const source = await opened(database.url);
  expect(await setting(source, 'timezone')).toBe('UTC');
  expect(await setting(source, 'statement_timeout')).toBe('5s');
  expect(await setting(source, 'lock_timeout')).toBe('5s');
  expect(await setting(source, 'idle_in_transaction_session_timeout')).toBe('5s');
});

test('settings in the address stay, and ours win', async () => {
  const source = await opened(withSettings(database.url, { work_mem: '5MB', timezone: 'Asia/Tokyo' }));
  expect(await setting(source, 'work_mem')).toBe('5MB');
  expect(await setting(source, 'timezone')).toBe('UTC');
});

test('the gateway acts as a role that owns no table and cannot change the audit (security 8)', async () => {
  const source = await opened(database.url);
  expect(await source.query('select current_user::text as name')).toEqual([{ name: 'portcullis_gateway' }]);
  const owned = `select from pg_class where relowner = current_user::regrole and relkind in ('r', 'p')`;
  expect(await source.query(owned)).toEqual([]);
  await expect(source.query('delete from directory_audit')).rejects.toMatchObject({ code: '42501' });
});

test('a read-only pool refuses writes', async () => {
  const source = await opened(database.url, true);
  await expect(source.query('update organization set only_one = true')).rejects.toMatchObject({ code: '25006' });
});

test('a session that the server ends is replaced, and the process lives', async () => {
  const source = await opened(database.url);
  const [before] = await source.query<{ pid: number }[]>('select pg_backend_pid() as pid');
  const administrator = await connect(database.url, {});
  await administrator.query('select pg_terminate_backend($1, 5000)', [before?.pid]);
  await administrator.end();
  const later = () => source.query<{ pid: number }[]>('select pg_backend_pid() as pid');
  const [after] = await later().catch(later);
  expect(after?.pid).not.toBe(before?.pid);
});

test('closing twice is closing once', async () => {
  const source = await opened(database.url);
  await closeDatabase(source);
  await closeDatabase(source);
  expect(source.isInitialized).toBe(false);
});

describe('a database that cannot be used', () => {
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.toString();
  };

  test('nobody listens', async () => {
    const port = String(await freePort());
    const url = changed((address) => {
      address.port = port;
    });
    await expect(opened(url)).rejects.toThrow('nothing listens there');
  });

  test('wrong password, which is not repeated', async () => {
    const url = changed((address) => {
      address.password = 'not-the-password';
    });
    const refused = opened(url);
    await expect(refused).rejects.toThrow('Look at the user and the password');
    await expect(refused).rejects.not.toThrow('not-the-password');
  });

  test('no such database', async () => {
    await expect(opened(databaseUrl(database.url, 'nowhere'))).rejects.toThrow('there is no such database');
  });

  test('not an address', async () => {
    await expect(opened('localhost')).rejects.toThrow('Write it as postgres://');
  });
});
