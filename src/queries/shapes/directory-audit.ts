import type { AuditEntry } from '../../domain/audit';
import { directoryAuditTable } from '../../storage/tables/directory-audit';
import type { ObjectShape } from '../planner/shape';

export const directoryAuditShape: ObjectShape<AuditEntry> = {
  shape: 'object',
  typeName: 'DirectoryAudit',
  table: directoryAuditTable,
  fields: { activityDateTime: { field: 'column', property: 'activityAt' } },
};
