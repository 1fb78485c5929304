import { Client } from 'pg';
import type { Cluster } from './embedded-cluster';

/**
 * The sign that a gateway runs on an embedded server: a session that holds an advisory lock as long as it lives.
 *
 * It ends with its gateway however that ends, so it is never stale. `serverAgeMs` is how long the server has run;
 * `lost` is settled when the session ends, released or not.
 */
export type Claim = Readonly<{ serverAgeMs: number; lost: Promise<void>; release(): Promise<void> }>;

/** Any number will do, as long as every version uses the same. */
const claimLock = 8_261_945_371;

/** The address of a database on a cluster's server. */
export const serverUrl = ({ password }: Pick<Cluster, 'password'>, port: number, database: string): string =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;

/**
 * Claims a server for this gateway; `taken` when another gateway holds it.
 *
 * Raises the driver's error when the server does not take connections (any more, or yet).
 */
export const claimServer = async (cluster: Pick<Cluster, 'password'>, port: number): Promise<Claim | 'taken'> => {
  const client = new Client({
    connectionString: serverUrl(cluster, port, 'postgres'),
    application_name: 'portcullis claim',
    connectionTimeoutMillis: 5_000,
  });
  // A server that stops says so by an error on every session; that the session ended is all that matters here.
  client.on('error', () => undefined);
  const lost = new Promise<void>((resolve) => client.once('end', resolve));
  await client.connect();
  const { rows } = await client.query<{ claimed: boolean; age: number }>(
    `select pg_try_advisory_lock(${claimLock}) as claimed,
            (1000 * extract(epoch from clock_timestamp() - pg_postmaster_start_time()))::float8 as age`,
  );
  const release = () => client.end().catch(() => undefined);
  const [row] = rows;
  if (row?.claimed) return { serverAgeMs: row.age, lost, release };
  await release();
  return 'taken';
};
