import type { AuditEntry } from '../../domain/audit';
import { always, instant, json, key, table, text, uuid } from './table';

export const directoryAuditTable = table<AuditEntry>('directory_audit', {
  id: key(uuid),
  activityAt: always(instant),
  activityDisplayName: always(text),
  category: always(text),
  correlationId: always(uuid),
  initiatedBy: always(json),
  initiatedById: uuid,
  loggedByService: always(text),
  operationType: always(text),
  result: always(text),
  resultReason: text,
  targetResources: always(json),
  additionalDetails: always(json),
  subjectId: uuid,
  requestId: uuid,
  provider: text,
  scopeId: text,
});
