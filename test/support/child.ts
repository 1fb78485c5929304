import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/**
 * Runs a piece of JavaScript in a process of its own, for tests of what happens between processes, or to one.
 *
 * It may `require` the project's TypeScript by paths below `root`; it answers with `process.send`.
 */
export const startChild = (script: string): ChildProcess =>
  fork('-e', [`const root = ${JSON.stringify(root)};\n${script}`], {
    execArgv: ['-r', join(__dirname, 'swc-hook.cjs')],
    cwd: root,
  });

/** The child's next message; an error when the child ends without one. */
export const nextMessage = async (child: ChildProcess): Promise<unknown> => {
  const given = new AbortController();
  const { signal } = given;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the child ended with ${code}`);
  });
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    ended.catch(() => undefined);
    given.abort();
  }
};
