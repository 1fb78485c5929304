import { cpus } from 'node:os';
import process from 'node:process';
import type { Cleanup } from './cleanup';
import { withClient } from './data/build';
import { type Load, startLoad } from './load/load';
import type { Progress } from './progress';
import { startBenchServer } from './server';
import { type Issuer, startIssuer } from './tokens';

/** What either way of measuring is given. */
export interface Means {
  readonly cacheDir: string;
  readonly cleanup: Cleanup;
  readonly progress: Progress;
}

/** What stands before any contestant is started. */
export interface Stage {
  /** Address of PostgreSQL. */
  readonly server: string;
  readonly issuer: Issuer;
  readonly load: Load;
}

/** Starts PostgreSQL, the issuer and the load generator, each to be ended by the clean-up. */
export async function openStage({ cacheDir, cleanup, progress }: Means): Promise<Stage> {
  progress.say('starting PostgreSQL');
  const server = await startBenchServer(cacheDir);
  cleanup.add(server.stop);
  const issuer = await startIssuer();
  cleanup.add(issuer.stop);
  const load = startLoad();
  cleanup.add(load.end);
  return { server: server.url, issuer, load };
}

/** What the figures were taken on. */
export async function machine(server: string) {
  const version = await withClient(
    server,
    async (client) => (await client.query<{ server_version: string }>('show server_version')).rows[0],
  );
  const [cpu] = cpus();
  return {
    at: new Date().toISOString(),
    node: process.version,
    postgresql: version?.server_version,
    cpus: cpus().length,
    cpu: cpu?.model,
  };
}
