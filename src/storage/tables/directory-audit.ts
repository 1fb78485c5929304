import type { AuditEntry } from '../../domain/audit';
import { instant, json, key, table, text, uuid } from './table';

export const directoryAuditTable = table<AuditEntry>('directory_audit', {
  id: key(uuid),
  activityAt: instant,
  activityDisplayName: text,
  category: text,
  correlationId: uuid,
  initiatedBy: json,
  initiatedById: uuid,
  loggedByService: text,
  operationType: text,
  result: text,
  resultReason: text,
  targetResources: json,
  additionalDetails: json,
  subjectId: uuid,
  requestId: uuid,
});
