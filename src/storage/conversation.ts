import type { PoolClient } from 'pg';
import { Batch, type Column, type Step, type Written, type WrittenRow } from './batch';

/** What came back for a statement. */
export interface Reply {
  readonly rows: readonly WrittenRow[];
  readonly columns: readonly Column[];
}

/** What is said to one session, in turn. */
export interface Conversation {
  /** What is asked without waiting goes out as one batch. */
  readonly ask: (statement: Written) => Promise<Reply>;
  /** Resolves when nothing is asked and unanswered any more. */
  readonly silence: () => Promise<void>;
}

/**
 * Gathers the statements that are asked in one go, and sends them together: each message is a system call here and a
 * wake-up there, and costs more than most statements.
 */
export function converse(client: PoolClient): Conversation {
  const state: { waiting: Step[]; running: number; silent: () => void } = { waiting: [], running: 0, silent: () => {} };
  const ended = (): void => {
    state.running -= 1;
    if (state.running === 0 && state.waiting.length === 0) state.silent();
  };
  const send = (): void => {
    const [first, ...others] = state.waiting;
    state.waiting = [];
    if (!first) return;
    state.running += 1;
    client.query(new Batch([first, ...others], ended));
  };
  return {
    ask: ({ name, text, values }) =>
      new Promise((resolve, failed) => {
        if (state.waiting.length === 0) process.nextTick(send);
        const answered: Step['answered'] = (rows, columns) => resolve({ rows, columns });
        state.waiting.push({ name, text, values, isDescribed: true, answered, failed });
      }),
    silence: () =>
      new Promise((resolve) => {
        state.silent = resolve;
        if (state.running === 0 && state.waiting.length === 0) resolve();
      }),
  };
}

/** The first row as an object; undefined when there is none. */
export function firstRow({ rows: [row], columns }: Reply): Readonly<Record<string, unknown>> | undefined {
  if (!row) return undefined;
  const found: Record<string, unknown> = {};
  for (let index = 0; index < columns.length; index += 1) {
    const { name, read } = columns[index] as Column;
    const text = row[index];
    found[name] = text === null || text === undefined ? null : read(text);
  }
  return found;
}
