import type { Client } from 'pg';
import type { BaseLogger } from 'pino';
import { DataSource, type Logger, type MigrationInterface } from 'typeorm';
import { migrations as shipped } from '../../migrations/index';
import { connect, inspectServer, withSettings } from './connection';
import { installJobs } from './job-schema';

type MigrationClass = new () => MigrationInterface;

type Options = Readonly<{
  url: string;
  log: Pick<BaseLogger, 'info'>;
  /** Those of this build when left out. */
  migrations?: readonly MigrationClass[];
}>;

const table = 'schema_migration';

/** Any number will do, as long as every version uses the same. */
const migrationLock = 8_261_945_372;

/** A migration may take as long as it takes, and so may waiting for another process's. */
const unlimited = {
  timezone: 'UTC',
  statement_timeout: 0,
  lock_timeout: 0,
  idle_in_transaction_session_timeout: 0,
  idle_session_timeout: 0,
};

/** TypeORM prints failed migrations whatever `logging` says; here the error that is raised says it. */
const silent: Logger = {
  log: () => undefined,
  logMigration: () => undefined,
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
};

/**
 * Brings the database to the schema of this build, as the user of `url`, who comes to own the tables.
 *
 * Processes that start at once take turns; the later ones find nothing to do. Each migration is one transaction: a
 * failing one leaves those before it. The job library's schema comes after them. A database with migrations that this build does not know is refused
 * untouched, for an older build would write what the newer schema does not expect.
 */
export const migrate = async ({ url, log, migrations = shipped }: Options): Promise<void> => {
  const turn = await connect(url, unlimited);
  try {
    await inspectServer(turn);
    // Held by the session: it is given back however this process ends.
    await turn.query(`select pg_advisory_lock(${migrationLock})`);
    await refuseNewer(turn, migrations);
    await runPending(url, migrations, log);
    await installJobs(turn);
  } finally {
    await turn.end();
  }
};

const runPending = async (url: string, migrations: readonly MigrationClass[], log: Options['log']): Promise<void> => {
  const owner = new DataSource({
    type: 'postgres',
    url: withSettings(url, unlimited),
    migrations: [...migrations],
    migrationsTableName: table,
    migrationsTransactionMode: 'each',
    installExtensions: false,
    logging: false,
    logger: silent,
    extra: { max: 1, application_name: 'portcullis migrate' },
  });
  await owner.initialize();
  try {
    const ran = await owner.runMigrations();
    if (ran.length > 0) log.info(`Migrated the database: ${ran.map(({ name }) => name).join(', ')}`);
  } finally {
    await owner.destroy();
  }
};

const refuseNewer = async (client: Client, migrations: readonly MigrationClass[]): Promise<void> => {
  const { rows: found } = await client.query<{ exists: boolean }>(`select to_regclass($1) is not null as exists`, [
    table,
  ]);
  if (!found[0]?.exists) return;
  const known = migrations.map((migration) => new migration().name ?? migration.name);
  const { rows } = await client.query<{ name: string }>(
    `select name from ${table} where not name = any($1) order by id`,
    [known],
  );
  if (rows.length === 0) return;
  throw new Error(
    `The database was migrated by a newer Portcullis (${rows.map(({ name }) => name).join(', ')}). ` +
      'Start that version or a later one, or restore the backup made before the upgrade.',
  );
};
