import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { Client } from 'pg';
import { connect } from '../../src/storage/connection';
import { errorCode } from '../../src/storage/error-code';

/** A database of one test file's own. */
export type TestDatabase = Readonly<{
  /** Names the user that owns it, who may create further databases. */
  url: string;
  /** Removes it, together with the sessions that are still open on it. */
  drop(): Promise<void>;
}>;

/** Environment variables by which global-setup tells the workers where the server and the template are. */
export const serverVariable = 'PORTCULLIS_TEST_SERVER';
export const templateVariable = 'PORTCULLIS_TEST_TEMPLATE';

/** SQLSTATE object_in_use: another worker copies the template at this moment. */
const objectInUse = '55006';
const cloneAttempts = 50;

/** The address of another database on the same server. */
export const databaseUrl = (url: string, database: string): string => {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.toString();
};

/** A migrated database, empty but for what the migrations put in; a copy of the run's template. */
export const cloneDatabase = (): Promise<TestDatabase> => createDatabase(variable(templateVariable));

/** A database with nothing in it, not even migrations. */
export const emptyDatabase = (): Promise<TestDatabase> => createDatabase('template0');

const createDatabase = async (template: string): Promise<TestDatabase> => {
  const server = variable(serverVariable);
  const name = `test_${process.env.JEST_WORKER_ID ?? '0'}_${randomBytes(6).toString('hex')}`;
  await onServer(server, (client) => createFrom(client, template, name));
  const drop = () => onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`));
  return { url: databaseUrl(server, name), drop };
};

const createFrom = async (client: Client, template: string, name: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`create database ${name} template ${template}`);
      return;
    } catch (error) {
      if (errorCode(error) !== objectInUse || attempt === cloneAttempts) throw error;
      // The server itself waits some seconds for others to leave the template before it gives this error.
    }
  }
};

const onServer = async (url: string, act: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = await connect(url, {});
  try {
    await act(client);
  } finally {
    await client.end();
  }
};

const variable = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Error('This run has no test database: it was asked for unit tests alone. Move the test to integration/.');
};
