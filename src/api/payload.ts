import { createHash } from 'node:crypto';
import type { Command, Done } from '../commands/command';
import { PimError } from '../domain/errors';
import type { Context, ReadAfter } from './context';
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
 * `command` may itself refuse, as when no command stands behind an action. `resource` reads what the payload shows,
 * by the means that it is given and no others: those follow the change on its own session, so that they see it and cost no
 * round trip, while the context's would look before it is stored;
 * `locate` says where in the input a refusal lies, for commands that are one of several.
 */
export async function payloadOf<Input, Facts, Result, Payload extends object>(
  { run }: Context,
  prepare: () => {
    readonly command: Command<Input, Facts, Result>;
    readonly input: Input;
    readonly idempotencyKey?: string | null;
  },
  resource: (done: Pick<Done<Result>, 'result'>, read: ReadAfter) => Promise<Payload>,
  locate: (refusal: PimError) => PimError = (refusal) => refusal,
): Promise<Partial<Payload> & Refusable> {
  try {
    const { command, input, idempotencyKey } = prepare();
    const key = keyOf(command.name, input, idempotencyKey ?? null);
    const done = await run(command, input, key, (result, read) => resource({ result }, read));
    const userErrors = done.notice ? userErrorsOf(locate(done.notice)) : [];
    return { userErrors, eventCursor: done.eventCursor, ...done.shown };
  } catch (error) {
    if (!(error instanceof PimError)) throw error;
    return { userErrors: userErrorsOf(locate(error)), eventCursor: null } as Partial<Payload> & Refusable;
  }
}

/** An idempotency key as it was sent; null when none was. Refuses blanks, and more than 128 characters. */
export function checkedKey(given: string | null | undefined): string | null {
  const path = ['input', 'idempotencyKey'];
  const key = textOf(given, longestKey, path);
  if (key?.trim() !== '') return key;
  throw new PimError('Request_BadRequest', `idempotencyKey has 1 to ${longestKey} characters.`, { path });
}

function keyOf<Input>(operation: string, input: Input, given: string | null) {
  const key = checkedKey(given);
  if (key === null) return null;
  return {
    key,
    inputHash: createHash('sha256')
      .update(`${operation}\n${JSON.stringify(input)}`)
      .digest('hex'),
  };
}
