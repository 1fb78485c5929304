import type { Moment } from './actor';
import { type AuditFacts, type AuditResult, auditEntry } from './audit-entry';
import type { DomainEvent, EventType } from './events';
import type { ScheduleRequest } from './request';
import type { Schedule } from './schedule';

/** Everything that the events of one request are told from. */
export interface RequestFacts extends Pick<AuditFacts, 'role' | 'subject' | 'span' | 'scope'> {
  readonly request: ScheduleRequest;
  readonly scheduleId: string | null;
}

/** An event about a request, together with its audit entry. */
export const requestEvent = (
  type: EventType,
  told: Omit<AuditResult, 'result' | 'reason'> & Partial<AuditResult>,
  facts: RequestFacts,
  moment: Moment,
): DomainEvent => ({
  type,
  at: moment.now,
  subject: {
    kind: facts.request.kind,
    provider: facts.request.provider,
    requestId: facts.request.id,
    scheduleId: facts.scheduleId,
    approvalId: facts.request.approvalId,
    policyId: null,
    principalId: facts.request.principalId,
    roleDefinitionId: facts.request.roleDefinitionId,
    scopeId: facts.request.scopeId,
  },
  audit: auditEntry(
    { result: 'success', reason: facts.request.justification, ...told },
    {
      target: facts.request,
      role: facts.role,
      subject: facts.subject,
      subjectId: facts.request.principalId,
      scope: facts.scope,
      request: facts.request,
      span: facts.span,
      correlationId: facts.request.id,
    },
    moment,
  ),
});

/** An event about a schedule, such as that it ends or begins, together with its audit entry. */
export const scheduleEvent = (
  type: Extract<EventType, `schedule.${string}`>,
  told: Omit<AuditResult, 'result'>,
  schedule: Schedule,
  facts: Pick<AuditFacts, 'role' | 'subject'>,
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
      request: null,
      span: schedule,
      correlationId: schedule.createdUsing ?? schedule.id,
    },
    moment,
  ),
});
