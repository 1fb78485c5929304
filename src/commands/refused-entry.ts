import type { Moment } from '../domain/actor';
import type { AuditEntry } from '../domain/audit';
import { type AuditFacts, type AuditResult, auditEntry } from '../domain/audit-entry';
import { tenant } from '../domain/authorization';
import type { PimError } from '../domain/errors';

/** What a refused attempt tells of itself: at least its name; the rest where it is known although nothing was loaded. */
type Attempted = Pick<AuditResult, 'activity' | 'operationType'> &
  Pick<AuditFacts, 'correlationId'> &
  Partial<AuditFacts>;

/** The audit entry of an attempt that was refused, with the code and the sentence of the refusal (P-4). */
export const refusedEntry = (
  refusal: PimError,
  { activity, operationType, ...facts }: Attempted,
  moment: Moment,
): AuditEntry =>
  auditEntry(
    { activity, operationType, result: 'failure', reason: `${refusal.code}: ${refusal.message}` },
    { target: tenant, role: null, subject: null, subjectId: null, request: null, ...facts },
    moment,
  );
