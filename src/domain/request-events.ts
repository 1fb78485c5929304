import type { Moment } from './actor';
import { type AuditFacts, type AuditResult, auditEntry, auditor } from './audit-entry';
import type { DomainEvent, EventType } from './events';
import type { ScheduleRequest } from './request';
import type { Schedule } from './schedule';

/** Everything that the events of one request are told from. */
export interface RequestFacts extends Pick<AuditFacts, 'role' | 'subject' | 'span' | 'scope'> {
  readonly request: ScheduleRequest;
  readonly scheduleId: string | null;
}

/** What became of a request: a success for the reason that its requestor gave, unless it says otherwise. */
type Told = Omit<AuditResult, 'result' | 'reason'> & Partial<AuditResult>;

/** An event about a request, together with its audit entry. */
export const requestEvent = (type: EventType, told: Told, facts: RequestFacts, moment: Moment): DomainEvent =>
  requestTeller(facts, moment)(type, told);

/** Tells events of one request from the same facts, each together with its audit entry. */
export function requestTeller(
  { request, role, subject, scope, span, scheduleId }: RequestFacts,
  moment: Moment,
): (type: EventType, told: Told) => DomainEvent {
  const { kind, provider, approvalId, principalId, roleDefinitionId, scopeId, justification } = request;
  const audit = auditor(
    { target: request, role, subject, subjectId: principalId, scope, request, span, correlationId: request.id },
    moment,
  );
  const about = {
    kind,
    provider,
    requestId: request.id,
    scheduleId,
    approvalId,
    policyId: null,
    principalId,
    roleDefinitionId,
    scopeId,
  };
  return (type, { activity, operationType, result = 'success', reason = justification }) => ({
    type,
    at: moment.now,
    subject: about,
    audit: audit({ activity, operationType, result, reason }),
  });
}

/** An event about a schedule, such as that it ends or begins, together with its audit entry. */
export const scheduleEvent = (
  type: Extract<EventType, `schedule.${string}`>,
  told: Omit<AuditResult, 'result'>,
  schedule: Schedule,
  facts: Pick<AuditFacts, 'role' | 'subject' | 'scope'>,
  moment: Moment,
): DomainEvent => ({
  type,
  at: moment.now,
  subject: {
    kind: schedule.kind,
    provider: schedule.provider,
    requestId: schedule.createdUsing,
    scheduleId: schedule.id,
    approvalId: null,
    policyId: null,
    principalId: schedule.principalId,
    roleDefinitionId: schedule.roleDefinitionId,
    scopeId: schedule.scopeId,
  },
  audit: auditEntry(
    { result: 'success', ...told },
    {
      target: schedule,
      role: facts.role,
      subject: facts.subject,
      subjectId: schedule.principalId,
      scope: facts.scope,
      request: null,
      span: schedule,
      correlationId: schedule.createdUsing ?? schedule.id,
    },
    moment,
  ),
});
