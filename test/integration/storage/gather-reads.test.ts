import { once } from 'node:events';
import { Client, type Pool } from 'pg';
import pino from 'pino';
import { openDatabase } from '../../../src/storage/data-source';
import { type Read, readsOn } from '../../../src/storage/gather-reads';
import { poolOf } from '../../../src/storage/transact';
import { type Sent, watchStatements } from '../../support/sent-statements';
import { openStage, type Stage } from '../../support/stage';

let stage: Stage;
let pool: Pool;
let sent: Sent;
/** Somebody who may do what the gateway may not. */
let owner: Client;
beforeAll(async () => {
  stage = await openStage();
  pool = stage.pool;
  sent = watchStatements(pool);
  owner = new Client(stage.ownerUrl);
  await owner.connect();
  await owner.query(`create table seen (id int);
    grant select, insert on seen to portcullis_gateway;
    create function end_session() returns boolean language sql security definer
      as 'select pg_terminate_backend(pg_backend_pid())';`);
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});
beforeEach(() => {
  Object.assign(sent, { messages: 0 }).statements.length = 0;
});

/** A read of one row, prepared under a name of its text. */
const read = (text: string, ...values: readonly unknown[]): Read => ({
  name: `read_${text.slice(-50)}`,
  text,
  values,
  mostRows: 1,
});
/** A pool of one session. */
const openPool = async (): Promise<Pool> => {
  const log = pino({ level: 'silent' });
  return poolOf(await openDatabase({ url: stage.ownerUrl, poolSize: 1, entities: [], log }));
};

const numbers = (upTo: number): readonly number[] => Array.from({ length: upTo }, (_, index) => index + 1);
const ask = (...reads: readonly Read[]) => Promise.all(reads.map(readsOn(pool)));
const askAll = (...reads: readonly Read[]) => Promise.allSettled(reads.map(readsOn(pool)));

/** What became of reads: their one cell, or the code or the message of their error. */
async function fates(...reads: readonly Read[]): Promise<readonly unknown[]> {
  const settled = await askAll(...reads);
  return settled.map((one) =>
    one.status === 'fulfilled' ? one.value[0]?.[0] : (one.reason.code ?? one.reason.message),
  );
}

test('what is asked in one turn is one message to one session, and each has its own rows', async () => {
  const backend = read('select pg_backend_pid(), $1::int', 0);
  const rows = await ask(...numbers(8).map((number) => ({ ...backend, values: [number] })));
  expect(sent).toMatchObject({ messages: 1, statements: Array(8).fill(backend.text) });
  expect(new Set(rows.map(([row]) => row?.[0])).size).toBe(1);
  expect(rows.map(([row]) => row?.[1])).toEqual(numbers(8).map(String));
});

test('what comes in on several sockets before there is nothing more to be taken goes together', async () => {
  const later = (number: number) =>
    new Promise((resolve) => process.nextTick(() => resolve(ask(read('select $1::int', number)))));
  await Promise.all([later(1), Promise.resolve().then(() => ask(read('select $1::int', 2))), ask(read('select 3'))]);
  expect(sent.messages).toBe(1);
});

test('more than eight go over several sessions, all at once', async () => {
  const rows = await ask(...numbers(20).map((number) => read('select $1::int', number)));
  expect(sent.messages).toBe(3);
  expect(rows.map(([row]) => Number(row?.[0]))).toEqual(numbers(20));
});

test.each([
  { when: 'as many as may be', sizes: [32, 31, 1], messages: 1 },
  { when: 'one more', sizes: [32, 32, 1], messages: 2 },
  { when: 'so many by itself', sizes: [1, 64, 1], messages: 2 },
  { when: 'nobody knows how many', sizes: [1, undefined, 1], messages: 2 },
])('reads go together as far as their rows are few: $when', async ({ sizes, messages }) => {
  await ask(...sizes.map((mostRows) => ({ ...read('select 1'), mostRows })));
  expect(sent.messages).toBe(messages);
});

test.each([0, 1, 2])(
  'the one that fails does so alone, at place %i, whether it had been prepared or not',
  async (place) => {
    for (const turn of ['unknown', 'known', 'known still']) {
      const reads = ['a', 'b', 'c'].map((word) => read(`select '${word}${place}', 6 / $1::int`, 1));
      reads[place] = { ...reads[place], values: [0] } as Read;
      const expected: unknown[] = [`a${place}`, `b${place}`, `c${place}`];
      expected[place] = '22012';
      expect([turn, ...(await fates(...reads))]).toEqual([turn, ...expected]);
    }
  },
);

test('one that cannot be parsed fails alone, each time that it is asked', async () => {
  const reads = [read('select 1'), read('select nonsense'), read('select nonsense'), read('select 4')];
  expect(await fates(...reads)).toEqual(['1', '42703', '42703', '4']);
  expect(await fates(...reads)).toEqual(['1', '42703', '42703', '4']);
});

test('two that fail do so each by itself', async () => {
  const divided = (by: number) => read('select 12 / $1::int', by);
  expect(await fates(...[1, 0, 2, 0, 3].map(divided))).toEqual(['12', '22012', '6', '22012', '4']);
});

test('a statement that is new to the session is prepared once, however often it is asked', async () => {
  const text = `select count(*), $1::int from pg_prepared_statements where name ~ 'count'`;
  const rows = await ask(read(text, 1), read(text, 2), { ...read(text, 3), name: undefined }, read(text, 4));
  expect(rows.map(([row]) => row)).toEqual([1, 2, 3, 4].map((number) => ['1', String(number)]));
});

test('a session that is ended fails the read that it was at; those behind it are asked elsewhere', async () => {
  const reads = [read('select 1'), read('select end_session()'), read('select 3')];
  expect(await fates(...reads)).toEqual(['1', '57P01', '3']);
  expect(await fates(read('select 4'))).toEqual(['4']);
});

test('a session that breaks without a word fails all that it was asked, and none is asked again', async () => {
  const settled = askAll(read('select 1, pg_sleep(5)'), read('select 2'));
  const [client] = (await once(pool, 'acquire')) as [{ connection: { stream: { destroy: () => void } } }];
  setImmediate(() => client.connection.stream.destroy());
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sent.messages).toBe(1);
});

test('a value that cannot be written fails those that it was to go with, and nothing else', async () => {
  const unwritable = { toPostgres: () => decodeURIComponent('%') };
  const settled = await askAll(read('select 1'), read('select $1::text', unwritable), read('select 3'));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await fates(read('select 4'))).toEqual(['4']);
});

test('each has the time that a statement may take, and the one that takes longer fails alone', async () => {
  const own = await openPool();
  await own.query(`set statement_timeout = '400ms'`);
  const asleep = (seconds: number) => read('select pg_sleep($1), $1', seconds);
  const settled = await Promise.allSettled([0.2, 0.2, 0.2, 2, 0.1].map(asleep).map(readsOn(own)));
  const fates = settled.map((one) => (one.status === 'fulfilled' ? one.value[0]?.[1] : one.reason.code));
  expect(fates).toEqual(['0.2', '0.2', '0.2', '57014', '0.1']);
  await own.end();
});

test('reads wait for a session where all are taken, and are refused where there are no more to come', async () => {
  const own = await openPool();
  const taken = await own.connect();
  const waiting = Promise.all([read('select 1'), read('select 2')].map(readsOn(own)));
  await new Promise(setImmediate);
  taken.release();
  expect(await waiting).toEqual([[['1']], [['2']]]);
  const last = Promise.all([read('select 1'), read('select pg_sleep(0.1), 2')].map(readsOn(own)));
  await once(own, 'acquire');
  await own.end();
  expect(await last).toEqual([[['1']], [['', '2']]]);
  await expect(readsOn(own)(read('select 3'))).rejects.toThrow('after calling end on the pool');
});

test('a read sees whatever had been committed when it was asked, and each its own state', async () => {
  const count = read('select count(*) from seen');
  for (const number of numbers(20)) {
    const before = readsOn(pool)(count);
    await stage.one('insert into seen values (1)');
    const [after, again] = await ask(count, count);
    expect([after?.[0]?.[0], again?.[0]?.[0]]).toEqual([`${number}`, `${number}`]);
    expect([`${number - 1}`, `${number}`]).toContain((await before)[0]?.[0]);
  }
});
