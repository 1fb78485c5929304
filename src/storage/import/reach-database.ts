import type { BaseLogger } from 'pino';
import { claimServer, serverUrl } from '../embedded-claim';
import { openCluster } from '../embedded-cluster';
import { readPostmaster } from '../embedded-leftover';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres';

type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;

/**
 * The embedded database below `dataDir`: that of the gateway which runs on it, else one started for the caller.
 *
 * `stop` ends it only in the second case.
 */
export async function reachEmbedded(dataDir: string, log: Log): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataDir, log);
  const running = await readPostmaster(cluster.pgdata);
  // One that nobody holds was left behind by a killed gateway: starting ends it and begins anew.
  const claim = running?.ready ? await claimServer(cluster, running.port).catch(() => null) : null;
  if (running && claim === 'taken') {
    return { url: serverUrl(cluster, running.port, 'portcullis'), stop: () => Promise.resolve() };
  }
  await (claim && claim !== 'taken' ? claim.release() : undefined);
  return startEmbeddedPostgres({ dataDir, log });
}
