import { activity } from './activities';
import type { Moment } from './actor';
import { type AuditFacts, type AuditResult, auditEntry } from './audit-entry';
import { PimError } from './errors';
import type { DomainEvent } from './events';
import type { ApprovalSettings } from './policy/policy';
import type { Principal } from './principal';
import type { Target } from './target';

/** One activation of an emergency account, and what another administrator found when he looked at it; an addition to Graph. */
export interface EmergencyUse extends Target {
  /** The id of the request that it was. */
  readonly id: string;
  readonly principalId: string;
  readonly usedAt: Date;
  /** The reason that was given. */
  readonly justification: string;
  /** Who held Global Administrator at that instant, and so was told. */
  readonly notifiedIds: readonly string[];
  /** Null until it is settled. */
  readonly settledAt: Date | null;
  readonly settledById: string | null;
  readonly settledByName: string | null;
  /** What the other administrator found. */
  readonly finding: string | null;
}

/** Whether an activation waits for approvers. Emergency accounts wait for nobody; their use is settled afterwards. */
export const asksForApproval = (
  { isApprovalRequired }: Pick<ApprovalSettings, 'isApprovalRequired'>,
  { isEmergencyAccount }: Pick<Principal, 'isEmergencyAccount'>,
): boolean => isApprovalRequired && !isEmergencyAccount;

/** The refusal of an emergency account whose last use nobody has looked at yet: when that was, and who can help. */
export const unsettledRefusal = ({ id, usedAt, roleDefinitionId }: EmergencyUse): PimError =>
  new PimError(
    'EmergencyUseUnsettled',
    `This emergency account activated ${roleDefinitionId} at ${usedAt.toISOString()}, and that use is not settled. ` +
      `Ask another Privileged Role Administrator or Global Administrator to settle it by settleEmergencyAccess with the id ${id}; then activate again.`,
  );

/** The refusal of whoever settles second; he learns who came first, and when. */
export const settledRefusal = ({ settledById: decidedById, settledAt: decidedAt }: EmergencyUse): PimError =>
  new PimError('Conflict', 'Somebody else has settled this use; read it again for the finding.', {
    winner: { status: 'Settled', decidedById, decidedAt },
  });

/** Who and what a use is about, for the audit. */
type UseFacts = Pick<AuditFacts, 'role' | 'subject' | 'span'>;

const useEvent = (
  type: DomainEvent['type'],
  told: Omit<AuditResult, 'result'>,
  use: EmergencyUse,
  facts: UseFacts,
  moment: Moment,
): DomainEvent => ({
  type,
  at: moment.now,
  subject: {
    kind: 'assignment',
    provider: use.provider,
    requestId: use.id,
    scheduleId: use.id,
    approvalId: null,
    policyId: null,
    principalId: use.principalId,
    roleDefinitionId: use.roleDefinitionId,
    scopeId: use.scopeId,
  },
  audit: auditEntry(
    { result: 'success', ...told },
    {
      role: facts.role,
      subject: facts.subject,
      span: facts.span,
      target: use,
      subjectId: use.principalId,
      request: { id: use.id, justification: use.justification, ticketNumber: null, ticketSystem: null },
      correlationId: use.id,
    },
    moment,
  ),
});

/** Tells every Global Administrator that the account was used: which, for what role, and why (P-10). */
export const usedEvent = (use: EmergencyUse, facts: UseFacts, moment: Moment): DomainEvent =>
  useEvent(
    'emergency.used',
    { activity: activity.alertTriggered, operationType: 'Add', reason: use.justification },
    use,
    facts,
    moment,
  );

/** Tells that another administrator has looked at the use, and what he found (P-10). */
export const settledEvent = (use: EmergencyUse, facts: UseFacts, moment: Moment): DomainEvent =>
  useEvent(
    'emergency.settled',
    { activity: activity.alertResolved, operationType: 'Update', reason: use.finding },
    use,
    facts,
    moment,
  );
