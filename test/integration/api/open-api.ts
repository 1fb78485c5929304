import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql';
import type { Pool } from 'pg';
import pino from 'pino';
import { v7 } from 'uuid';
import type { Context } from '../../../src/api/context';
import { buildApiSchema } from '../../../src/api/schema';
import type { Caller } from '../../../src/domain/actor';
import { createReader, type Reader } from '../../../src/queries/planner/reader';
import { ensureBuiltInRoles, ensurePolicies } from '../../../src/storage/built-in-roles';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { allTables } from '../../../src/storage/tables/all-tables';
import { poolOf } from '../../../src/storage/transact';
import { caller, type Person } from '../../support/cast';
import { cloneDatabase } from '../../support/database';
import { fillDirectory } from '../../support/directory';
import { type FakeClock, fakeClock } from '../../support/fake-clock';

/** The API's schema over a database with the cast in it; asked without HTTP. */
export interface Api {
  readonly schema: GraphQLSchema;
  readonly clock: FakeClock;
  readonly pool: Pool;
  /** The whole answer, errors and all. */
  readonly ask: (as: Person | Caller, query: string, variables?: Variables) => Promise<ExecutionResult>;
  /** The data of an answer that must have no errors. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every form
  readonly read: (as: Person | Caller, query: string, variables?: Variables) => Promise<any>;
  /** How many statements were sent for the last question. */
  readonly statements: () => number;
  readonly close: () => Promise<void>;
}

type Variables = Readonly<Record<string, unknown>>;

export async function openApi(): Promise<Api> {
  const database = await cloneDatabase();
  const log = pino({ level: 'silent' });
  const dataSource = await openDatabase({ url: database.url, poolSize: 4, entities: allTables, log });
  await ensureBuiltInRoles(dataSource);
  await ensurePolicies(dataSource, () => v7());
  const pool = poolOf(dataSource);
  await fillDirectory(pool);
  const [schema, reader, clock] = [buildApiSchema(), createReader({ database: dataSource }), fakeClock()];
  const sent = countStatements(pool);
  const ask: Api['ask'] = (as, source, variableValues) => {
    sent.count = 0;
    const contextValue = contextOf(typeof as === 'string' ? caller(as) : as, reader, clock);
    return graphql({ schema, source, variableValues, contextValue });
  };
  return {
    schema,
    clock,
    pool,
    ask,
    read: async (as, query, variables) => {
      const { data, errors } = await ask(as, query, variables);
      if (errors) throw errors[0]?.originalError ?? errors[0];
      return JSON.parse(JSON.stringify(data));
    },
    statements: () => sent.count,
    close: async () => {
      await closeDatabase(dataSource);
      await database.drop();
    },
  };
}

/** Counts what the sessions of the pool are asked. */
function countStatements(pool: Pool): { count: number } {
  const sent = { count: 0 };
  pool.on('acquire', () => {
    sent.count += 1;
  });
  return sent;
}

function contextOf(of: Caller, reader: Reader, clock: FakeClock): Context {
  const session = { callerId: of.principalId, token: of, instant: clock.now() };
  return {
    caller: of,
    loaders: reader.loaders(session),
    read: {
      page: (question, args, info) => reader.page(question, args, info, session),
      one: (question, id, info) => reader.one(question, id, info, session),
      byIds: (question, ids, info, path) => reader.byIds(question, ids, info, path, session),
    },
    run: () => Promise.reject(readsOnly()),
    checkAccess: () => Promise.reject(readsOnly()),
    guestsOf: () => Promise.reject(readsOnly()),
    activationRequirements: () => Promise.reject(readsOnly()),
    head: () => Promise.reject(readsOnly()),
    subscribe: () => {
      throw readsOnly();
    },
  };
}

const readsOnly = () => new Error('These tests ask questions only.');
