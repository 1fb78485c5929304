import type { AuditEntry } from './audit';
import type { Provider } from './providers/provider';
import type { Kind } from './target';

/** What can happen; past facts. From each both its audit entry and its outbox row are made. */
export const eventTypes = [
  'request.created',
  'request.approvalRequested',
  'request.stageApproved',
  'request.escalated',
  'request.approved',
  'request.denied',
  'request.provisioned',
  'request.canceled',
  'request.revoked',
  'request.timedOut',
  'request.failed',
  'schedule.started',
  'schedule.ended',
  'schedule.endSuspended',
  'schedule.endRestored',
  'schedule.extensionOpened',
  'schedule.renewalClosed',
  'policy.updated',
  'resource.onboarded',
  'resource.scopeCreated',
  'resource.scopeUpdated',
  'resource.scopeDeleted',
  'emergency.used',
  'emergency.settled',
  'emergency.accountChanged',
  'guest.withdrawn',
  'separation.ruleCreated',
  'separation.ruleUpdated',
  'separation.ruleDeleted',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What an event is about: ids that readers load afresh, and what decides who may see it. */
export interface EventSubject {
  readonly kind: Kind | null;
  readonly provider: Provider;
  readonly requestId: string | null;
  readonly scheduleId: string | null;
  /** Set when the event opens, moves or closes something that approvers wait for. */
  readonly approvalId: string | null;
  /** Id of the policy; for events of a rule of separation the id of that rule. */
  readonly policyId: string | null;
  readonly principalId: string | null;
  /** Null where it is about no role, such as the mark of an account. */
  readonly roleDefinitionId: string | null;
  readonly scopeId: string;
}

/** One thing that happened, with the audit entry that tells of it. */
export interface DomainEvent {
  readonly type: EventType;
  readonly at: Date;
  readonly subject: EventSubject;
  readonly audit: AuditEntry;
}
