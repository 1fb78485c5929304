import type { Context, Read } from './api/context';
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
import type { Instant } from './storage/transaction';

const readFor = (reader: Reader, session: Session): Read => ({
  page: (question, args, info) => reader.page(question, args, info, session),
  one: (question, id, info) => reader.one(question, id, info, session),
  byIds: (question, ids, info, path) => reader.byIds(question, ids, info, path, session),
});

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

/**
 * Makes the context of one operation.
 *
 * The instant is asked for at each read: a socket's context lives as long as its subscription, and so its loaders batch
 * without keeping anything.
 */
export const createContextFor =
  ({ reader, run, feed, checkAccess, findGuests, findActivationRequirements, instant }: ContextParts) =>
  async (caller: Caller, { door, admit }: CallInfo): Promise<Context> => {
    const session = {
      callerId: caller.principalId,
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
      run: async (command, input, key, show) => {
        const done = await run(command, input, caller, key, {
          admit,
          follow: (result, behind) =>
            show(result, readFor(reader, { callerId: caller.principalId, instant: instant(), behind })),
        });
        return { ...done, shown: await (done.shown ?? show(done.result, read)) };
      },
      checkAccess: (question) => checkAccess(question, session),
      activationRequirements: (target) => findActivationRequirements(target, caller, session),
      guestsOf: (homeOrganizationId, limit) => findGuests(homeOrganizationId, limit, session),
      head: () => feed.head(),
      subscribe: (request) => deliver(feed, { callerId: caller.principalId, ...request }),
    };
  };
