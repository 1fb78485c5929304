import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import { claimServer } from './embedded-claim';
import type { Cluster } from './embedded-cluster';
import { endServer, isAlive, runsOn } from './embedded-process';
import { errorCode } from './error-code';

/** What a running server writes about itself in its data folder; `ready` once it takes connections. */
export type Postmaster = Readonly<{ pid: number; port: number; ready: boolean }>;

const patienceMs = 15_000;
/** A server this young may belong to a gateway that has not come round to claiming it. */
const graceMs = 2_000;

/** The server that the data folder names, running or not; null when it names none. */
export const readPostmaster = async (pgdata: string): Promise<Postmaster | null> => {
  const lines = (await readIfThere(pidFile(pgdata)))?.split('\n');
  if (!lines?.[0]) return null;
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
};

/**
 * Makes the data folder free: ends the server that a killed gateway left behind, so that there are never two.
 *
 * A server whose gateway lives is left alone: the error names the folder and says what to do.
 */
export const endLeftover = async (cluster: Cluster, log: Pick<BaseLogger, 'warn'>): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (let found = await running(cluster); found; found = await running(cluster)) {
    const claim = await claimServer(cluster, found.port).catch(() => null);
    if (claim === 'taken') throw new Error(inUse(cluster));
    if (claim && claim.serverAgeMs > graceMs) {
      log.warn(`Ending the PostgreSQL (process ${found.pid}) that an earlier Portcullis left behind`);
      await endServer(found.pid, cluster.pgdata);
      await claim.release();
    } else {
      await (claim ? claim.release() : undefined);
      if (performance.now() > deadline) throw new Error(unanswering(cluster, found.pid));
      await delay(50);
    }
  }
};

/** What to do when another gateway runs on the same data. */
export const inUse = ({ home }: Cluster): string =>
  `The database in ${home} is in use by another Portcullis. Stop that one first; ` +
  'or, to run several side by side, give them all the same DATABASE_URL.';

const unanswering = ({ home }: Cluster, pid: number): string =>
  `A PostgreSQL (process ${pid}) runs on ${home} and lets nobody in. End it (kill -INT ${pid}), then start again.`;

/** The server that runs on the cluster now; a file that a dead one left is made harmless. */
const running = async ({ pgdata }: Cluster): Promise<Postmaster | null> => {
  const found = await readPostmaster(pgdata);
  if (!found) return null;
  if (await runsOn(found.pid, pgdata)) return found;
  if (isAlive(found.pid)) await disown(pgdata, found.pid);
  return null;
};

/**
 * Lets a new server pass a file that names a process which is none of PostgreSQL's.
 *
 * The file is kept, with our own id in it: a server accepts its parent's, and needs the rest of the file to
 * make sure that no process of the dead server still has the shared memory open.
 */
const disown = async (pgdata: string, stranger: number): Promise<void> => {
  const text = (await readIfThere(pidFile(pgdata))) ?? '';
  const [first, ...rest] = text.split('\n');
  if (Number(first) === stranger) await writeFile(pidFile(pgdata), [String(process.pid), ...rest].join('\n'));
};

const pidFile = (pgdata: string): string => join(pgdata, 'postmaster.pid');

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
};
