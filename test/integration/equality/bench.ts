import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import pino from 'pino';
import { v7 } from 'uuid';
import type { Context } from '../../../src/api/context';
import { buildApiSchema } from '../../../src/api/schema';
import type { Caller } from '../../../src/domain/actor';
import { createPlannedResponses, type PlannedResponse } from '../../../src/http/planned-responses';
import { createCheckAccess } from '../../../src/queries/check-access';
import { createReader } from '../../../src/queries/planner/reader';
import { ensureBuiltInRoles, ensurePolicies } from '../../../src/storage/built-in-roles';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { allTables } from '../../../src/storage/tables/all-tables';
import { poolOf } from '../../../src/storage/transact';
import { cloneDatabase } from '../../support/database';
import { fillDirectory } from '../../support/directory';
import { fakeClock } from '../../support/fake-clock';
import { fillRequests } from '../api/rows';
import { fillEverything } from './rows';

/** One question, as all three ways of reading are asked it. */
export interface Asked {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/** A filled database, and three ways to read it. */
export interface Bench {
  readonly schema: GraphQLSchema;
  readonly pool: Pool;
  /** Statement to JSON text; null where the executor has to answer. */
  readonly direct: (asked: Asked) => Promise<PlannedResponse | null>;
  /** The executor over rows that were read ahead. */
  readonly planned: (asked: Asked) => Promise<ExecutionResult>;
  /** The executor over plain resolvers and loaders. */
  readonly loaded: (asked: Asked) => Promise<ExecutionResult>;
  /** Why answers went through the executor though they were planned. */
  readonly gaveUp: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const database = await cloneDatabase();
  const log = pino({ level: 'silent' });
  const dataSource = await openDatabase({ url: database.url, poolSize: 4, entities: allTables, log });
  await ensureBuiltInRoles(dataSource);
  await ensurePolicies(dataSource, () => v7());
  const pool = poolOf(dataSource);
  await fillDirectory(pool);
  await fillRequests(pool);
  await fillEverything(pool);
  const [schema, reader, clock] = [buildApiSchema(), createReader({ database: dataSource }), fakeClock()];
  const check = createCheckAccess(pool);
  const gaveUp: string[] = [];
  const warn = (told: object) => gaveUp.push(JSON.stringify(told));
  const { respond } = createPlannedResponses({
    schema,
    reader,
    instant: clock.now,
    log: { info: () => undefined, warn },
  });
  const run = async ({ document, variables, caller }: Asked, by: 'plan' | 'loaders') => {
    const session = { callerId: caller.principalId, token: caller, instant: clock.now() };
    const loaders = reader.loaders(session);
    const read: Context['read'] = {
      page: (question, args, info) =>
        by === 'plan' ? reader.page(question, args, info, session) : loaders.page(question, args),
      one: (question, id, info) =>
        by === 'plan' ? reader.one(question, id, info, session) : loaders.one(question, id),
      byIds: (question, wanted, info, path) => reader.byIds(question, wanted, info, path, session),
    };
    const checkAccess: Context['checkAccess'] = (question) => check(question, session);
    const contextValue: Partial<Context> = { caller, loaders, read, checkAccess };
    return execute({ schema, document, variableValues: variables, contextValue });
  };
  return {
    schema,
    pool,
    direct: (asked) => respond({ ...asked, operationName: null }),
    planned: (asked) => run(asked, 'plan'),
    loaded: (asked) => run(asked, 'loaders'),
    gaveUp,
    close: async () => {
      await closeDatabase(dataSource);
      await database.drop();
    },
  };
}
