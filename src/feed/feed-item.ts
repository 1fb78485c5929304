import type { FeedFilter, FeedItem } from '../domain/feed';
import { encodeCursor } from '../storage/cursor';
import type { OutboxEvent } from '../storage/outbox';

/** Who wants to hear of what, from where on. */
export interface FeedRequest {
  /** Id of the principal, whose rights are looked up anew for every delivery. */
  readonly callerId: string;
  /** A cursor that this server gave out; null begins with what happens from now on. */
  readonly after: string | null;
  readonly filter: FeedFilter;
}

/** The event as subscribers get it. */
export const eventItem = ({ position, ...event }: OutboxEvent): FeedItem => ({
  item: 'event',
  event: { cursor: encodeCursor(position), ...event },
});
