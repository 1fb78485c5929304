import type { EventType } from './events';
import type { Provider } from './providers/provider';
import type { Kind } from './target';

/** One event as it is delivered: ids that readers load afresh. */
export interface FeedEvent {
  /** The place of the event in the stream; opaque text to resume after. */
  readonly cursor: string;
  readonly eventId: string;
  readonly type: EventType;
  readonly occurredAt: Date;
  readonly kind: Kind | null;
  readonly provider: Provider | null;
  readonly requestId: string | null;
  readonly scheduleId: string | null;
  readonly approvalId: string | null;
  readonly policyId: string | null;
  readonly principalId: string | null;
  readonly roleDefinitionId: string | null;
  readonly scopeId: string | null;
}

/**
 * What a subscriber gets: first `ready`, with the newest place that is final; then events, and a heartbeat when there were
 * none for a while, up to whose `head` there is nothing more for this subscriber. Every cursor can be resumed after.
 */
export type FeedItem =
  | { readonly item: 'ready'; readonly head: string }
  | { readonly item: 'event'; readonly event: FeedEvent }
  | { readonly item: 'heartbeat'; readonly head: string };

/** Which events are wanted: those that meet everything that is said; `{}` wants all, an empty list none. Ids in any letter case. */
export interface FeedFilter {
  readonly types?: readonly EventType[];
  readonly kinds?: readonly Kind[];
  readonly providers?: readonly Provider[];
  /** True for events of requests that wait, or waited, for approvers; false for all others. */
  readonly hasApproval?: boolean;
  readonly principalId?: string;
  readonly roleDefinitionId?: string;
  readonly scopeId?: string;
  readonly requestId?: string;
  readonly scheduleId?: string;
  readonly policyId?: string;
}
