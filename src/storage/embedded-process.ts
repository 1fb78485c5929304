import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './error-code';

const run = promisify(execFile);

/**
 * Whether the process is a PostgreSQL server that was started on this data folder.
 *
 * A process that ended and was not collected by its parent, and one that got a dead server's number, are not.
 */
export const runsOn = async (pid: number, pgdata: string): Promise<boolean> => (await commandOf(pid)).includes(pgdata);

/** Whether the number is any process's now. */
export const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
};

/** Ends a server in PostgreSQL's fast mode; after ten seconds in its immediate mode, which loses nothing either. */
export const endServer = async (pid: number, pgdata: string): Promise<void> => {
  signal(pid, 'SIGINT');
  if (await gone(pid, pgdata, 10_000)) return;
  signal(pid, 'SIGQUIT');
  if (await gone(pid, pgdata, 5_000)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not end. End it by hand.`);
};

/** Sends a signal; a process that is gone is no error. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already, which is what the signal is for.
  }
};

const gone = async (pid: number, pgdata: string, patienceMs: number): Promise<boolean> => {
  const deadline = performance.now() + patienceMs;
  while (await runsOn(pid, pgdata)) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
};

/** The command line that started a process; empty when there is none. */
const commandOf = async (pid: number): Promise<string> => {
  try {
    if (platform() === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout;
  } catch {
    return '';
  }
};
