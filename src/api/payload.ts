import { createHash } from 'node:crypto';
import type { Command, Done } from '../commands/command';
import { PimError } from '../domain/errors';
import type { Context } from './context';
import { textOf } from './text';
import { userErrorsOf } from './user-error.type';

/** What every payload has besides its resource. */
export interface Refusable {
  readonly userErrors: readonly object[];
  /** Where to subscribe after the change without missing any; null when nothing was changed. */
  readonly eventCursor: string | null;
}

const longestKey = 128;

/**
 * Runs a command and answers with a payload: a refusal becomes `userErrors`, everything else is thrown on.
 *
 * `command` may itself refuse, as when no command stands behind an action. `resource` reads what the payload shows.
 */
export async function payloadOf<Input, Facts, Result, Payload extends object>(
  { run }: Context,
  prepare: () => {
    readonly command: Command<Input, Facts, Result>;
    readonly input: Input;
    readonly idempotencyKey?: string | null;
  },
  resource: (done: Done<Result>) => Promise<Payload>,
): Promise<Partial<Payload> & Refusable> {
  try {
    const { command, input, idempotencyKey } = prepare();
    const done = await run(command, input, keyOf(command.name, input, idempotencyKey ?? null));
    const userErrors = done.notice ? userErrorsOf(done.notice) : [];
    return { ...(await resource(done)), userErrors, eventCursor: done.eventCursor };
  } catch (error) {
    if (!(error instanceof PimError)) throw error;
    return { userErrors: userErrorsOf(error), eventCursor: null } as Partial<Payload> & Refusable;
  }
}

function keyOf<Input>(operation: string, input: Input, given: string | null) {
  const path = ['input', 'idempotencyKey'];
  const key = textOf(given, longestKey, path);
  if (key === null) return null;
  if (key.trim() === '') {
    throw new PimError('Request_BadRequest', `idempotencyKey has 1 to ${longestKey} characters.`, { path });
  }
  return {
    key,
    inputHash: createHash('sha256')
      .update(`${operation}\n${JSON.stringify(input)}`)
      .digest('hex'),
  };
}
