import 'reflect-metadata';
import process from 'node:process';
import type { Config } from '@jest/types';
import pino from 'pino';
import { connect } from '../../src/storage/connection';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/storage/embedded-postgres';
import { migrate } from '../../src/storage/migrate';
import { databaseUrl, serverVariable, templateVariable } from './database';

declare global {
  /** Ends what the run's set-up started; for global-teardown, which jest calls in the same process. */
  var endTestDatabases: (() => Promise<void>) | undefined;
}

/**
 * Gives the run one PostgreSQL with a migrated template database, which `cloneDatabase` copies.
 *
 * It is an embedded one of the run's own, or the server at TEST_DATABASE_URL (whose user must be allowed to create
 * databases). A run that asks for nothing but unit tests gets none.
 */
export default async function setUp({ testPathPatterns }: Config.GlobalConfig): Promise<void> {
  if (asksForUnitTestsOnly(testPathPatterns.patterns)) return;
  const log = pino({ level: 'warn' });
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? borrowed(given) : await startEmbeddedPostgres({ ephemeral: true, log });
  const template = `portcullis_template_${process.pid}`;
  globalThis.endTestDatabases = () => end(server, template);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endThenDie(signal));
  await onServer(server.url, `create database ${template}`);
  await migrate({ url: databaseUrl(server.url, template), log });
  // A template that takes no sessions is never "being accessed by other users" when it is copied.
  await onServer(server.url, `alter database ${template} allow_connections false`);
  process.env[serverVariable] = server.url;
  process.env[templateVariable] = template;
}

const asksForUnitTestsOnly = (patterns: readonly string[]): boolean =>
  patterns.length > 0 && patterns.every((pattern) => /(^|\/)unit(\/|$)/.test(pattern));

/** Somebody else's server: it outlives the run. */
const borrowed = (url: string): EmbeddedPostgres => ({ url, stop: async () => undefined });

const end = async (server: EmbeddedPostgres, template: string): Promise<void> => {
  globalThis.endTestDatabases = undefined;
  if (process.env.TEST_DATABASE_URL) await onServer(server.url, `drop database if exists ${template} with (force)`);
  await server.stop();
};

const endThenDie = async (signal: NodeJS.Signals): Promise<void> => {
  await globalThis.endTestDatabases?.();
  process.kill(process.pid, signal);
};

const onServer = async (url: string, statement: string): Promise<void> => {
  const client = await connect(url, {});
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
