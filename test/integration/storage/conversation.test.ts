import type { PoolClient } from 'pg';
import { converse, firstRow } from '../../../src/storage/conversation';
import { openStage, type Stage } from '../../support/stage';

let stage: Stage;
let client: PoolClient;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  client = await stage.pool.connect();
});
afterEach(() => client.release());

const written = (text: string, ...values: readonly unknown[]) => ({
  name: `said_${text.length}_${text.slice(0, 30)}`,
  text,
  values,
});

test('what is asked in one go is one message, and answered in turn', async () => {
  const sent = jest.spyOn(client, 'query');
  const { ask, silence } = converse(client);
  const replies = await Promise.all([
    ask(written('select $1::int as number, now() as at, null as nothing', 7)),
    ask(written(`select $1::text[] as words, '{"a": [1]}'::jsonb as json`, ['x', 'y'])),
    ask(written('select 1 where false')),
  ]);
  await silence();
  expect(sent).toHaveBeenCalledTimes(1);
  sent.mockRestore();
  expect(replies.map(firstRow)).toEqual([
    { number: 7, at: expect.any(Date), nothing: null },
    { words: ['x', 'y'], json: { a: [1] } },
    undefined,
  ]);
});

test('values arrive as they are: long ones and short ones, of every alphabet, empty ones, none and bytes', async () => {
  const { ask } = converse(client);
  const texts = ['', 'plain', 'ä€😀', 'x'.repeat(5_000), '€'.repeat(70_000), null];
  const bytes = Buffer.from([0, 255, 10]);
  const replies = await Promise.all([
    ...texts.map((text) => ask(written('select $1::text as text', text))),
    ask(written('select $1::bytea as bytes, $2::text as text', bytes, 'ä')),
    ask({ name: undefined, text: 'select $1::text as text', values: ['without a name'] }),
  ]);
  expect(replies.map(firstRow)).toEqual([
    ...texts.map((text) => ({ text })),
    { bytes, text: 'ä' },
    { text: 'without a name' },
  ]);
});

test('when one fails, what came before it is answered and what comes after it is not run', async () => {
  const { ask, silence } = converse(client);
  const settled = await Promise.allSettled([
    ask(written('select 1 as before')),
    ask(written('select 1 / $1::int as broken', 0)),
    ask(written(`select set_config('test.run', 'yes', false)`)),
  ]);
  await silence();
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await client.query(`select current_setting('test.run', true) as run`)).toMatchObject({
    rows: [{ run: null }],
  });
});

test('names are as good as new after a failure, whether their statements had been parsed or not', async () => {
  const { ask } = converse(client);
  const all = (divisor: number) => [
    ask(written('select 2 as first')),
    ask(written('select 6 / $1::int as divided', divisor)),
    ask(written('select 3 as last')),
  ];
  await Promise.allSettled(all(0));
  expect((await Promise.all(all(3))).map(firstRow)).toEqual([{ first: 2 }, { divided: 2 }, { last: 3 }]);
});

test('what follows a commit sees what that stored, and its failure leaves that as it is', async () => {
  await client.query('create temporary table kept (id int)');
  const { ask } = converse(client);
  const settled = await Promise.allSettled([
    ask(written('begin')),
    ask(written('insert into kept values (1)')),
    ask(written('commit')),
    ask(written('select count(*)::int as count from kept')),
    ask(written('select 1 / $1::int as again', 0)),
  ]);
  expect(settled.map(({ status }) => status).join()).toBe('fulfilled,fulfilled,fulfilled,fulfilled,rejected');
  expect(await client.query('select count(*)::int as count from kept')).toMatchObject({ rows: [{ count: 1 }] });
});

test('a value that cannot be written keeps back the commit that it was to go with, and nothing is in the way of a rollback', async () => {
  await client.query('create temporary table written (id int)');
  const { ask, silence } = converse(client);
  const insert = written('insert into written values ($1::int)');
  const unwritable = { toPostgres: () => decodeURIComponent('%') };
  await Promise.all([ask(written('begin')), ask({ ...insert, values: [1] })]);
  const settled = await Promise.allSettled([
    ask(written('select 4 as before')),
    ask({ ...insert, values: [unwritable] }),
    ask(written('commit')),
  ]);
  await silence();
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await ask(written('rollback'));
  const count = written('select count(*)::int as count from written');
  expect((await Promise.all([ask(count), ask(written('select 4 as before'))])).map(firstRow)).toEqual([
    { count: 0 },
    { before: 4 },
  ]);
});

test('a session that ends fails all that is asked of it', async () => {
  const other = await stage.pool.connect();
  other.on('error', () => undefined);
  const { ask, silence } = converse(other);
  const settled = await Promise.allSettled([
    ask(written('select pg_terminate_backend(pg_backend_pid())')),
    ask(written('select 5 as never')),
  ]);
  await silence();
  other.release(true);
  expect(settled.at(-1)?.status).toBe('rejected');
});
