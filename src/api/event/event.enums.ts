import { type EventType, eventTypes } from '../../domain/events';
import { graphqlEnum } from '../graphql-enum';

/** An event's type as GraphQL spells it: `request.timedOut` is `requestTimedOut`. */
type Spelt<T extends string> = T extends `${infer Noun}.${infer Fact}` ? `${Noun}${Capitalize<Fact>}` : never;
export type PimEventType = Spelt<EventType>;

export const PimEventTypeEnum = graphqlEnum<PimEventType>('PimEventType', 'An addition to Graph. What happened.', {
  requestCreated: 'A request was made.',
  requestApprovalRequested: 'A request waits for its approvers.',
  requestApproved: 'An approver agreed; the request takes effect.',
  requestDenied: 'An approver refused.',
  requestGranted: 'A request waits for its start.',
  requestProvisioned: 'A request has taken effect.',
  requestCanceled: 'A request was withdrawn.',
  requestRevoked: 'A removal or deactivation was carried out.',
  requestTimedOut: 'Nobody decided in time (E-9).',
  requestFailed: 'A request could not take effect.',
  scheduleStarted: 'A scheduled assignment or eligibility has begun.',
  scheduleEnded: 'An assignment, activation or eligibility has ended.',
  policyUpdated: 'The policy of a role was changed.',
});

/** The GraphQL spelling of an event's type. */
export const spelt = (type: EventType): PimEventType =>
  type.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase()) as PimEventType;

/** The event type behind a GraphQL spelling. */
export const eventTypeOf = (type: PimEventType): EventType => {
  const found = eventTypes.find((candidate) => spelt(candidate) === type);
  if (!found) throw new Error(`Invariant broken: no event type is spelt ${type}`);
  return found;
};
