import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);

/** The service as an operator starts it: a process of its own, with the embedded PostgreSQL and the demo directory. */
export interface Service {
  readonly url: string;
  /** Ends it as told, unless it has ended, and yields how: an exit code, or the signal that killed it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>;
}

/** Where a service runs; the same place again is the same service. */
export interface Place {
  readonly dataDir: string;
  readonly port: number;
}

/** Compiles the service to `dist`. */
export const buildService = (): Promise<unknown> =>
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'src')]);

const startsWithinMs = 60_000;
const askEveryMs = 50;

/** Starts the built service and waits until it says that it is ready; an error holds what it wrote instead. */
export async function startService(place: Place): Promise<Service> {
  const child = spawn(process.execPath, [join(root, 'dist/src/main.js')], {
    cwd: root,
    env: environmentOf(place),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const url = `http://127.0.0.1:${place.port}`;
  const said: string[] = [];
  child.stderr.on('data', (chunk) => said.push(String(chunk)));
  await untilReady(`${url}/readyz`, child, said);
  return {
    url,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code, killedBy] = await exit;
      return code ?? killedBy;
    },
  };
}

/** A bearer token of the demo identity provider for one of the demo's people, signed in with MFA. */
export async function demoToken(place: Place, person: string): Promise<string> {
  const command = join(root, 'dist/src/http/identity/token-command.js');
  const { stdout } = await run(process.execPath, [command, person, '--mfa'], { cwd: root, env: environmentOf(place) });
  return stdout.trim();
}

/** The process id of the embedded PostgreSQL; null when none is on record. */
export async function databasePid({ dataDir }: Place): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || null;
}

/** Whether a process of that id lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

const environmentOf = ({ dataDir, port }: Place) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  PORT: String(port),
  PORTCULLIS_DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
});

async function untilReady(address: string, child: ChildProcess, said: readonly string[]): Promise<void> {
  const deadline = Date.now() + startsWithinMs;
  while (Date.now() < deadline && child.exitCode === null) {
    const status = await fetch(address).then(
      (response) => response.status,
      () => null,
    );
    if (status === 200) return;
    await pause(askEveryMs);
  }
  child.kill('SIGKILL');
  throw new Error(`the service did not become ready: ${said.join('')}`);
}
