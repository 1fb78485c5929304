import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cluster, serverLog } from './embedded-cluster';
import { readPostmaster } from './embedded-leftover';
import { endServer, signal } from './embedded-process';
import { errorText } from './error-code';

/** Trades the safety of what is stored for speed: for databases that are thrown away. */
export const unsafeSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB'];

const settings = [
  'listen_addresses=127.0.0.1',
  // A socket in the file system would be a second door, and its path may be longer than the system allows.
  'unix_socket_directories=',
  'max_connections=200',
  'timezone=UTC',
  'log_timezone=UTC',
  // Refused statements come back to the gateway; in this log they would only show what people wrote.
  'log_min_messages=log',
  'log_checkpoints=off',
];

/** A server that takes connections; `exited` is settled when it ends, with how it ended. */
export type RunningServer = Readonly<{
  port: number;
  exited: Promise<string>;
  /** Ends it and waits until it is gone. */
  end(): Promise<void>;
}>;

/** Why a server ended before it took connections, with the end of its own log. */
export type FailedServer = Readonly<{ failure: string }>;

/**
 * Starts the cluster's server on a loopback port and waits until it takes connections.
 *
 * It runs in a session of its own, so that Ctrl-C reaches the gateway alone and the gateway ends it last; it
 * never outlives the gateway's orderly exit. It fails when the port, or the data, is taken by another server.
 */
export const startServer = async (
  cluster: Cluster,
  port: number,
  extraSettings: readonly string[],
): Promise<RunningServer | FailedServer> => {
  const options = [...settings, ...extraSettings].flatMap((setting) => ['-c', setting]);
  const child = launch(cluster, ['-D', cluster.pgdata, '-p', String(port), ...options]);
  const exited = exitOf(child);
  const endWithGateway = () => child.pid && signal(child.pid, 'SIGINT');
  process.once('exit', endWithGateway);
  void exited.then(() => process.removeListener('exit', endWithGateway));
  const end = async () => {
    if (child.pid && child.exitCode === null && child.signalCode === null) await endServer(child.pid, cluster.pgdata);
    await exited;
  };
  const failed = await Promise.race([exited, untilReady(child, cluster).catch(errorText)]);
  if (failed === null) return { port, exited, end };
  await end();
  return { failure: `PostgreSQL did not start on ${cluster.home} (${failed}): ${await lastWords(cluster)}` };
};

/** A port of the loopback interface that nobody listens on at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const launch = (cluster: Cluster, options: readonly string[]): ChildProcess => {
  const output = openSync(serverLog(cluster), 'w', 0o600);
  try {
    return spawn(join(cluster.binaries.folder, 'bin/postgres'), options, {
      ...cluster.user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' },
    });
  } finally {
    closeSync(output);
  }
};

const exitOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, by) => resolve(by ? `ended by ${by}` : `exit code ${code}`));
  });

const untilReady = async (child: ChildProcess, { pgdata }: Cluster): Promise<null> => {
  // Recovery after a crash may take long; a server that does not get on ends by itself.
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const written = await readPostmaster(pgdata);
    if (written?.pid === child.pid && written?.ready) return null;
    if (child.exitCode !== null || child.signalCode !== null) break;
    await delay(10);
  }
  throw new Error('not ready');
};

const lastWords = async (cluster: Cluster): Promise<string> => {
  const lines = (await readFile(serverLog(cluster), 'utf8').catch(() => '')).trim().split('\n');
  return lines.slice(-3).join(' ');
};
