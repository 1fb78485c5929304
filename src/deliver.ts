import { GraphQLError } from 'graphql';
import type { FeedItem } from './domain/feed';
import type { Feed } from './feed/feed';
import { ResyncRequired, SubscriberRefused } from './feed/feed-errors';
import type { FeedRequest } from './feed/feed-item';

type Stream = AsyncIterableIterator<FeedItem>;

/** What ends a stream in words for the client; anything else stays as it is, and is hidden at the door. */
function told(error: unknown): unknown {
  if (!(error instanceof ResyncRequired || error instanceof SubscriberRefused)) return error;
  return new GraphQLError(error.message, { extensions: { code: error.code } });
}

async function telling<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw told(error);
  }
}

/** Opens a stream of events for a caller; what is wrong with the request is raised at once, in the API's codes. */
export async function deliver(feed: Feed, request: FeedRequest): Promise<Stream> {
  const items = await telling(feed.open(request));
  const stream: Stream = {
    next: () => telling(items.next()),
    return: async () => (await items.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
