import { type EventType, eventTypes } from '../../domain/events';
import { graphqlEnum } from '../graphql-enum';

/** An event's type as GraphQL spells it: `request.timedOut` is `requestTimedOut`. */
type Spelt<T extends string> = T extends `${infer Noun}.${infer Fact}` ? `${Noun}${Capitalize<Fact>}` : never;
export type PimEventType = Spelt<EventType>;

export const PimEventTypeEnum = graphqlEnum<PimEventType>('PimEventType', 'An addition to Graph. What happened.', {
  requestCreated: 'A request was made.',
  requestApprovalRequested: 'A request waits for its approvers.',
  requestStageApproved: 'An approver agreed to one stage; others are still to decide.',
  requestEscalated: 'Nobody decided a stage for a while, and its escalation approvers may decide it as well.',
  requestApproved: 'The last approver agreed; the request takes effect.',
  requestDenied: 'An approver refused.',
  requestProvisioned: 'A request has taken effect.',
  requestCanceled: 'A request was withdrawn.',
  requestRevoked: 'A removal or deactivation was carried out.',
  requestTimedOut: 'Nobody decided in time (E-9).',
  requestFailed: 'A request could not take effect.',
  scheduleStarted: 'A scheduled assignment or eligibility has begun.',
  scheduleEnded: 'An assignment, activation or eligibility has ended.',
  scheduleEndSuspended: 'The end of an assignment was suspended, because nobody else would hold the role (K-2).',
  scheduleEndRestored: 'The suspended end of an assignment holds again, because somebody else holds the role.',
  scheduleExtensionOpened: 'An assignment or eligibility ends within 14 days, and may be extended (I-2).',
  scheduleRenewalClosed: 'An assignment or eligibility ended 30 days ago, and can no longer be renewed (I-3).',
  resourceOnboarded: 'A group or a resource came under management with its first use (G-4).',
  resourceScopeCreated: 'A scope was added to the tree of resources.',
  resourceScopeUpdated: 'A scope of the tree of resources was renamed, or moved with all below it.',
  resourceScopeDeleted: 'A scope was taken out of the tree of resources.',
  policyUpdated: 'The policy of a role was changed.',
  emergencyUsed: 'An emergency account was activated without approval; every Global Administrator is to know.',
  emergencySettled: 'Another administrator has settled the use of an emergency account.',
  emergencyAccountChanged: 'A user was made an emergency account, or is one no more.',
  guestWithdrawn: 'The home organisation of a guest has withdrawn him; he is disabled, and all that he had has ended.',
  separationRuleCreated: 'A rule of separation of duties was made.',
  separationRuleUpdated: 'A rule of separation of duties was changed.',
  separationRuleDeleted: 'A rule of separation of duties was removed.',
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
