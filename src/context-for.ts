import type { Context } from './api/context';
import type { Run } from './commands/command';
import { deliver } from './deliver';
import type { Caller } from './domain/actor';
import type { Feed } from './feed/feed';
import type { CallInfo } from './http/options';
import type { CheckAccess } from './queries/check-access';
import type { Reader } from './queries/planner/reader';
import type { Instant } from './storage/transact';

/** What contexts are made from. */
export interface ContextParts {
  readonly reader: Reader;
  readonly run: Run;
  readonly feed: Feed;
  readonly checkAccess: CheckAccess;
  readonly instant: Instant;
}

/**
 * Makes the context of one operation.
 *
 * The instant is asked for at each read: a socket's context lives as long as its subscription, and so its loaders batch
 * without keeping anything.
 */
export const createContextFor =
  ({ reader, run, feed, checkAccess, instant }: ContextParts) =>
  async (caller: Caller, { door }: CallInfo): Promise<Context> => {
    const session = {
      callerId: caller.principalId,
      get instant() {
        return instant();
      },
    };
    return {
      caller,
      loaders: reader.loaders(session, { cache: door === 'http' }),
      read: {
        page: (question, args, info) => reader.page(question, args, info, session),
        one: (question, id, info) => reader.one(question, id, info, session),
        byIds: (question, ids, info, path) => reader.byIds(question, ids, info, path, session),
      },
      run: (command, input, key) => run(command, input, caller, key),
      checkAccess: (question) => checkAccess(question, session),
      head: () => feed.head(),
      subscribe: (request) => deliver(feed, { callerId: caller.principalId, ...request }),
    };
  };
