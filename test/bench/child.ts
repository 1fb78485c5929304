import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';

/** A process of the bench's own. */
export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Ends it and waits until it is gone. */
  readonly end: () => Promise<void>;
}

/** What a process is started with. */
export interface ChildOptions {
  readonly script: string;
  readonly cwd?: string;
  /** The only environment it gets, besides PATH. */
  readonly env?: Readonly<Record<string, string>>;
  /** The Node that runs it; this one when left out. */
  readonly node?: string;
  readonly isTypeScript?: boolean;
  /** What Node itself is told. */
  readonly flags?: readonly string[];
}

const hook = join(__dirname, '../support/swc-hook.cjs');
const endWithParent = join(__dirname, 'end-with-parent.cjs');
const patienceMs = 5_000;

/** Starts a script that ends with the bench, whatever ends the bench. What it says on stderr is shown. */
export function startChild({ script, cwd, env = {}, node, isTypeScript = false, flags = [] }: ChildOptions): Child {
  const child = fork(script, [], {
    cwd,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    execArgv: [...flags, '-r', endWithParent, ...(isTypeScript ? ['-r', hook] : [])],
    ...(node !== undefined && { execPath: node }),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Ctrl-C reaches the bench alone, which ends its processes in turn.
    detached: true,
  });
  return { pid: child.pid ?? 0, process: child, end: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(forced);
}

/** The next message of a child; rejects when it ends instead. */
export async function messageOf<T>(child: Child): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    return await Promise.race([
      once(child.process, 'message', { signal }).then(([message]) => message as T),
      once(child.process, 'exit', { signal }).then(() =>
        Promise.reject(new Error(`${child.process.spawnargs.at(-1)} ended before it answered.`)),
      ),
    ]);
  } finally {
    stop.abort();
  }
}
