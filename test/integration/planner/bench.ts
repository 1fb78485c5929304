import { type ExecutionResult, execute, parse, validate } from 'graphql';
import type { Pool } from 'pg';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { createReader, type Reader } from '../../../src/queries/planner/reader';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { allTables } from '../../../src/storage/tables/all-tables';
import { cloneDatabase } from '../../support/database';
import { type Sent, watchStatements } from '../../support/sent-statements';
import { fill, id } from './rows';
import type { Context } from './schema';
import { plannedSchema } from './schema';

export interface Ask {
  readonly as?: keyof typeof id;
  readonly at?: string;
  readonly by?: Context['by'];
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A filled database with a reader on it, and the statements that were run since the last question. */
export interface Bench {
  readonly reader: Reader;
  readonly pool: Pool;
  /** Asks as adam, who may see everything, at noon of the first day unless told otherwise. */
  readonly ask: (document: string | ReturnType<typeof parse>, ask?: Ask) => Promise<ExecutionResult>;
  /** What was asked, where it has to succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever the document asks for
  readonly read: (document: string | ReturnType<typeof parse>, ask?: Ask) => Promise<any>;
  /** Statements of the last question. */
  readonly statements: () => Sent['named'];
  /** How many messages they went out in. */
  readonly messages: () => number;
  readonly close: () => Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const copy = await cloneDatabase();
  const database = await openDatabase({
    url: copy.url,
    poolSize: 2,
    entities: allTables,
    log: pino({ level: 'silent' }),
  });
  const pool = poolOf(database);
  await fill(pool);
  const sent = watchStatements(pool);
  const reader = createReader({ database });
  const schema = plannedSchema();
  const ask: Bench['ask'] = async (
    document,
    { as = 'adam', at = '2026-01-01T12:00:00Z', by = 'plan', variables = {} } = {},
  ) => {
    const parsed = typeof document === 'string' ? parse(document) : document;
    const [fault] = validate(schema, parsed);
    if (fault) throw fault;
    const session = { callerId: id[as], instant: new Date(at) };
    Object.assign(sent, { messages: 0 }).named.length = 0;
    const contextValue: Context = { reader, session, loaders: reader.loaders(session), by };
    return execute({ schema, document: parsed, variableValues: variables, contextValue });
  };
  const read: Bench['read'] = async (document, how) => {
    const { data, errors } = await ask(document, how);
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    return JSON.parse(JSON.stringify(data));
  };
  const close = async () => {
    await closeDatabase(database);
    await copy.drop();
  };
  return { reader, pool, ask, read, statements: () => sent.named, messages: () => sent.messages, close };
}

function poolOf({ driver }: DataSource): Pool {
  if (!(driver instanceof PostgresDriver)) throw new Error('The test database is PostgreSQL.');
  return driver.master;
}
