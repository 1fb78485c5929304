import type { Pool } from 'pg';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { createRunner, type Run } from '../../src/commands/command';
import type { Requested } from '../../src/commands/new-request-command';
import { commandFor } from '../../src/commands/submit-request';
import type { Caller } from '../../src/domain/actor';
import type { NewRequest } from '../../src/domain/new-request';
import { ensureBuiltInRoles, ensurePolicies } from '../../src/storage/built-in-roles';
import { closeDatabase, openDatabase } from '../../src/storage/data-source';
import { allTables } from '../../src/storage/tables/all-tables';
import { createTransact, poolOf } from '../../src/storage/transact';
import { caller, cast, type Person } from './cast';
import { cloneDatabase } from './database';
import { fillDirectory } from './directory';
import { type FakeClock, fakeClock } from './fake-clock';

/** A database with the cast in it, a runner on it, and a clock of its own. */
export interface Stage {
  readonly dataSource: DataSource;
  readonly pool: Pool;
  readonly clock: FakeClock;
  readonly run: Run;
  /** Runs commands on a pool of the same database as if it were another instant: a gateway whose clock differs. */
  readonly runAt: (instant: Date) => Run;
  /** Sends a request as somebody; what is not said is an activation of Groups Administrator for two hours. */
  readonly submit: (as: Person | Caller, input: RequestInput) => Promise<Requested['request']>;
  readonly one: <T>(query: string, values?: readonly unknown[]) => Promise<T>;
  /** Address of the database, as the user that owns its tables. */
  readonly ownerUrl: string;
  readonly close: () => Promise<void>;
}

export type RequestInput = Partial<Omit<NewRequest, 'target' | 'period'>> & {
  readonly roleDefinitionId: string;
  readonly scopeId?: string;
  readonly startAt?: string;
  readonly end?: { readonly duration: string } | { readonly at: string } | 'never' | 'unsaid';
  readonly withoutPeriod?: boolean;
};

export async function openStage(start?: string): Promise<Stage> {
  const database = await cloneDatabase();
  const dataSource = await openDatabase({
    url: database.url,
    poolSize: 8,
    entities: allTables,
    log: pino({ level: 'silent' }),
  });
  const pool = poolOf(dataSource);
  await ensureBuiltInRoles(dataSource);
  await ensurePolicies(dataSource, () => v7());
  await fillDirectory(pool);
  const clock = fakeClock(start);
  const runnerAt = (instant: () => Date): Run =>
    createRunner(createTransact(dataSource, { instant, newId: () => v7() }), () => v7());
  const run = runnerAt(clock.now);
  return {
    dataSource,
    pool,
    clock,
    run,
    runAt: (instant) => runnerAt(() => instant),
    ownerUrl: database.url,
    submit: async (as, input) => {
      const request = newRequest(as, input);
      return (await run(commandFor(request), request, typeof as === 'string' ? caller(as) : as)).result.request;
    },
    one: async (query, values = []) => (await pool.query(query, [...values])).rows[0],
    close: async () => {
      await closeDatabase(dataSource);
      await database.drop();
    },
  };
}

/** The request that somebody sends. */
export function newRequest(
  as: Person | Caller,
  { roleDefinitionId, scopeId = '/', startAt, end = 'unsaid', withoutPeriod, ...rest }: RequestInput,
): NewRequest {
  const own = typeof as === 'string' ? cast[as] : as.principalId;
  return {
    kind: 'assignment',
    action: 'selfActivate',
    principalId: own,
    target: { provider: 'directory', roleDefinitionId, scopeId },
    justification: 'a reason',
    ticketNumber: null,
    ticketSystem: null,
    customData: null,
    isValidationOnly: false,
    period: withoutPeriod ? null : { startAt: startAt ? new Date(startAt) : null, ...expirationOf(end) },
    ...rest,
  };
}

function expirationOf(end: NonNullable<RequestInput['end']>) {
  const none = { expirationEndAt: null, expirationDuration: null };
  if (end === 'never') return { ...none, expirationType: 'noExpiration' as const };
  if (end === 'unsaid') return { ...none, expirationType: 'notSpecified' as const };
  if ('at' in end) return { ...none, expirationType: 'afterDateTime' as const, expirationEndAt: new Date(end.at) };
  return { ...none, expirationType: 'afterDuration' as const, expirationDuration: end.duration };
}
