import type { Context, Read, ReadAfter } from './api/context';
import type { Run } from './commands/command';
import { deliver } from './deliver';
import type { Caller } from './domain/actor';
import type { Feed } from './feed/feed';
import type { CallInfo } from './http/options';
import type { CheckAccess } from './queries/check-access';
import type { FindActivationRequirements } from './queries/find-activation-requirements';
import type { FindGuests } from './queries/find-guests';
import type { Session } from './queries/planner/binding';
import type { Reader } from './queries/planner/reader';
import { createTellStored, type TellStored } from './queries/planner/stored';
import type { Instant } from './storage/transaction';

const readFor = (reader: Reader, session: Session): Read => ({
  page: (question, args, info) => reader.page(question, args, info, session),
  one: (question, id, info) => reader.one(question, id, info, session),
  byIds: (question, ids, info, path) => reader.byIds(question, ids, info, path, session),
});

/** Tells what a change has stored just now; null where it has to be read. */
type Tell = (...about: Parameters<ReadAfter['changed']>) => object | null;

const readAfter = (read: Read, tell: Tell): ReadAfter => ({
  changed: async (...about) => {
    const [question, { id }, info, path] = about;
    return tell(...about) ?? (await read.byIds(question, [id], info, path))[0] ?? null;
  },
  ...read,
});

/** What is answered again under its key was stored some time ago, and may have changed since. */
const untold: Tell = () => null;

/** What contexts are made from. */
export interface ContextParts {
  readonly reader: Reader;
  readonly run: Run;
  readonly feed: Feed;
  readonly checkAccess: CheckAccess;
  readonly findGuests: FindGuests;
  readonly findActivationRequirements: FindActivationRequirements;
  readonly instant: Instant;
}

/** Runs commands of a caller; what is shown of a change is told from what was stored, or read right behind it, or by `read`. */
const runFor =
  (
    { reader, run, instant }: ContextParts,
    tellStored: TellStored,
    read: Read,
    { caller, admit }: { readonly caller: Caller; readonly admit: CallInfo['admit'] },
  ): Context['run'] =>
  async (command, input, key, show) => {
    const callerId = caller.principalId;
    const done = await run(command, input, caller, key, {
      admit,
      follow: (result, behind, now) => {
        const after = readFor(reader, { callerId, instant: instant(), behind });
        const tell: Tell = (question, { record }, info, path) =>
          tellStored(question, { record, callerId, now }, info, path);
        return show(result, readAfter(after, tell));
      },
    });
    return { ...done, shown: await (done.shown ?? show(done.result, readAfter(read, untold))) };
  };

/**
 * Makes the context of one operation.
 *
 * The instant is asked for at each read: a socket's context lives as long as its subscription, and so its loaders batch
 * without keeping anything.
 */
export function createContextFor(parts: ContextParts) {
  const { reader, feed, checkAccess, findGuests, findActivationRequirements, instant } = parts;
  const tellStored = createTellStored();
  return async (caller: Caller, { door, admit }: CallInfo): Promise<Context> => {
    const callerId = caller.principalId;
    const session = {
      callerId,
      token: caller,
      get instant() {
        return instant();
      },
    };
    const read = readFor(reader, session);
    return {
      caller,
      loaders: reader.loaders(session, { cache: door === 'http' }),
      read,
      run: runFor(parts, tellStored, read, { caller, admit }),
      checkAccess: (question) => checkAccess(question, session),
      activationRequirements: (target) => findActivationRequirements(target, caller, session),
      guestsOf: (homeOrganizationId, limit) => findGuests(homeOrganizationId, limit, session),
      head: () => feed.head(),
      subscribe: (request) => deliver(feed, { callerId, ...request }),
    };
  };
}
