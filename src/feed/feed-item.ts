import { encodeCursor } from '../storage/cursor';
import type { OutboxEvent, OutboxFilter } from '../storage/outbox';

/** One event; its cursor resumes a subscription right after it. */
export interface FeedEvent extends Omit<OutboxEvent, 'position'> {
  readonly cursor: string;
}

/** Which events a subscriber wants. */
export type FeedFilter = OutboxFilter;

/** What a subscription gives. Every cursor in it, `head` too, can be resumed after. */
export type FeedItem =
  /** Always first. `head` is the newest place that is final. */
  | { readonly item: 'ready'; readonly head: string }
  | { readonly item: 'event'; readonly event: FeedEvent }
  /** Nothing was delivered for a while; up to `head` there is nothing more for this subscriber. */
  | { readonly item: 'heartbeat'; readonly head: string };

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
