import pino from 'pino';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrations } from '../../../migrations/index';
import { connect } from '../../../src/storage/connection';
import { migrate } from '../../../src/storage/migrate';
import { nextMessage, startChild } from '../../support/child';
import { emptyDatabase, type TestDatabase } from '../../support/database';

const log = pino({ level: 'silent' });
let database: TestDatabase;

class First implements MigrationInterface {
  readonly name = 'First1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table first (id int)');
  }
  async down(): Promise<void> {}
}

class Second implements MigrationInterface {
  readonly name = 'Second1700000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table second (id int)');
  }
  async down(): Promise<void> {}
}

class Broken implements MigrationInterface {
  readonly name = 'Broken1700000000003';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half_done (id int)');
    await runner.query('select from nowhere');
  }
  async down(): Promise<void> {}
}

const ask = async (statement: string): Promise<unknown[]> => {
  const client = await connect(database.url, {});
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
};

const tables = () => ask(`select tablename::text from pg_tables where schemaname = 'public' order by 1`);

beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.drop());

test('two processes that migrate an empty database at once leave it migrated once', async () => {
  const script = `
    const { migrate } = require(root + '/src/storage/migrate.ts');
    const log = require('pino')({ level: 'silent' });
    process.on('message', (url) => migrate({ url, log }).then(() => process.send('done'), (error) => process.send(String(error))));
    process.send('ready');
  `;
  const children = [startChild(script), startChild(script)];
  try {
    expect(await Promise.all(children.map(nextMessage))).toEqual(['ready', 'ready']);
    const answers = Promise.all(children.map(nextMessage));
    for (const child of children) child.send(database.url);
    expect(await answers).toEqual(['done', 'done']);
    const names = migrations.map((migration) => new migration().name ?? migration.name);
    expect(await ask('select name from schema_migration order by id')).toEqual(names);
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
});

test('a second run finds nothing to do', async () => {
  await migrate({ url: database.url, log });
  const [before] = await ask('select count(*)::int from schema_migration');
  await migrate({ url: database.url, log });
  expect(await ask('select count(*)::int from schema_migration')).toEqual([before]);
});

test('a later build runs only what is new', async () => {
  await migrate({ url: database.url, log, migrations: [First] });
  await migrate({ url: database.url, log, migrations: [First, Second] });
  expect(await tables()).toEqual(['first', 'schema_migration', 'second']);
});

test('a migration that fails leaves nothing of itself, and those before it whole', async () => {
  await expect(migrate({ url: database.url, log, migrations: [First, Broken] })).rejects.toThrow('nowhere');
  expect(await tables()).toEqual(['first', 'schema_migration']);
  expect(await ask('select name from schema_migration')).toEqual(['First1700000000001']);
});

test('a database that a newer build migrated is refused, untouched', async () => {
  await migrate({ url: database.url, log, migrations: [First, Second] });
  const older = migrate({ url: database.url, log, migrations: [First] });
  await expect(older).rejects.toThrow('migrated by a newer Portcullis (Second1700000000002)');
  expect(await tables()).toEqual(['first', 'schema_migration', 'second']);
});

test('a run that fails gives its turn back', async () => {
  await expect(migrate({ url: database.url, log, migrations: [Broken] })).rejects.toThrow('nowhere');
  await migrate({ url: database.url, log, migrations: [First] });
  expect(await tables()).toContain('first');
});
