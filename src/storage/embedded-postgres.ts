import { rm } from 'node:fs/promises';
import { Client } from 'pg';
import type { BaseLogger } from 'pino';
import { serverUrl } from './embedded-claim';
import { type Cluster, makeTemporaryCluster, openCluster, sweepHalfMade } from './embedded-cluster';
import { unsafeSettings } from './embedded-server';
import { Supervisor } from './embedded-supervisor';

/** A PostgreSQL that lives and ends with this process. `url` names its superuser and the database `portcullis`. */
export type EmbeddedPostgres = Readonly<{
  url: string;
  /** Ends the server and waits until it is gone. May be called any number of times. */
  stop(): Promise<void>;
}>;

type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;
type Options = Readonly<
  { log: Log } & ({ dataDir: string; ephemeral?: false } | { ephemeral: true; dataDir?: undefined })
>;

const database = 'portcullis';

/**
 * Starts the PostgreSQL that comes with Portcullis, on 127.0.0.1 and a free port, and makes its database if needed.
 *
 * With `dataDir` the data stay there from start to start; one gateway at a time may use them, and what a killed
 * gateway left running is ended first. With `ephemeral` the data are temporary, unsafe against crashes, and removed
 * at `stop`. As root the server runs as the user `postgres`. Every error is a sentence that says what to do.
 */
export const startEmbeddedPostgres = (options: Options): Promise<EmbeddedPostgres> =>
  options.ephemeral ? startTemporary(options.log) : startKept(options.dataDir, options.log);

const startKept = async (dataDir: string, log: Log): Promise<EmbeddedPostgres> => {
  const cluster = await openCluster(dataDir, log);
  const running = await start(cluster, [], log);
  await sweepHalfMade(dataDir);
  return running;
};

const startTemporary = async (log: Log): Promise<EmbeddedPostgres> => {
  const cluster = await makeTemporaryCluster(log);
  const remove = () => rm(cluster.home, { recursive: true, force: true });
  try {
    const { url, stop } = await start(cluster, unsafeSettings, log);
    return { url, stop: () => stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
};

const start = async (cluster: Cluster, settings: readonly string[], log: Log): Promise<EmbeddedPostgres> => {
  const supervisor = await Supervisor.start(cluster, settings, log);
  try {
    await ensureDatabase(serverUrl(cluster, supervisor.port, 'postgres'));
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { url: serverUrl(cluster, supervisor.port, database), stop: () => supervisor.stop() };
};

const ensureDatabase = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
};
