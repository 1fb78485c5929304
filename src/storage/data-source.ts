import type { BaseLogger } from 'pino';
import { DataSource, type EntitySchema } from 'typeorm';
import { connect, inspectServer, withSettings } from './connection';
import { errorText } from './error-code';

type Log = Pick<BaseLogger, 'info' | 'warn'>;

type Options = Readonly<{
  url: string;
  /** The most sessions that this process holds at once. */
  poolSize: number;
  entities: readonly EntitySchema[];
  log: Log;
  /** For replicas, and for what must not write: every transaction is read-only. */
  readOnly?: boolean;
  /** How long a server may say nothing to a statement before its session is given up; 15 s when left out. */
  silenceMs?: number;
}>;

/** Nothing waits longer than this for the database (security.md 7). */
const limitMs = 5_000;

/** Above all that the server's own limits let a transaction wait; only a server that is gone without a word is slower. */
const longestSilenceMs = 15_000;

/**
 * Opens a pool on a migrated PostgreSQL 15 to 18.
 *
 * Sessions speak UTC, give up after five seconds, and act as the role `portcullis_gateway`, which owns no table, where
 * the connecting user may. A server that stops later breaks the statements that run, not the process; the pool
 * connects again by itself. Errors are sentences for the operator and never hold the password.
 */
export const openDatabase = async ({
  url,
  poolSize,
  entities,
  log,
  readOnly = false,
  silenceMs = longestSilenceMs,
}: Options): Promise<DataSource> => {
  const role = await roleFor(url, log);
  const settings = {
    timezone: 'UTC',
    statement_timeout: limitMs,
    lock_timeout: limitMs,
    idle_in_transaction_session_timeout: limitMs,
    // Statements are prepared; planning them anew for each call costs more than a better plan brings, and so does compiling.
    plan_cache_mode: 'force_generic_plan',
    jit: 'off',
    ...(readOnly ? { default_transaction_read_only: 'on' } : {}),
    ...(role ? { role } : {}),
  };
  const database = new DataSource({
    type: 'postgres',
    url: withSettings(url, settings),
    entities: [...entities],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    connectTimeoutMS: limitMs,
    poolErrorHandler: (error: unknown) => log.warn(`A session of the database broke: ${errorText(error)}`),
    // Opening a session costs more than keeping one: none is closed for being idle.
    extra: {
      max: poolSize,
      idleTimeoutMillis: 0,
      application_name: 'portcullis',
      keepAlive: true,
      pipeline: true,
      query_timeout: silenceMs,
    },
  });
  return database.initialize();
};

/** Closes the pool once its sessions are given back. A pool that is closed already stays so. */
export const closeDatabase = async (database: DataSource): Promise<void> => {
  if (database.isInitialized) await database.destroy();
};

const roleFor = async (url: string, log: Log): Promise<string | null> => {
  const client = await connect(url, {});
  try {
    const { gatewayRole } = await inspectServer(client);
    if (gatewayRole === 'usable') return 'portcullis_gateway';
    log.warn(
      gatewayRole === 'absent'
        ? 'The role portcullis_gateway does not exist; the gateway runs as the user of DATABASE_URL, who owns its tables'
        : 'The user of DATABASE_URL may not act as portcullis_gateway; let it by: grant portcullis_gateway to the user',
    );
    return null;
  } finally {
    await client.end();
  }
};
