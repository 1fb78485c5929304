import type { AuditEntry } from '../domain/audit';
import { raw, sql } from '../storage/sql';
import { auditIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { FilterField, Question } from './planner/shape';
import { directoryAuditShape } from './shapes/directory-audit';
import { col } from './shapes/row';

/** A text within the initiator, which is kept as JSON. */
const initiator = (kind: 'user' | 'app', property: string): FilterField => ({
  sql: (row) => sql`(${col(row, 'initiated_by')} #>> ${raw(`'{${kind},${property}}'`)})`,
  type: 'text',
});

/** The audit (resources.md 11): every act and every refused attempt, newest first. */
export const listDirectoryAudits: Question<AuditEntry> = {
  name: 'directoryAudits',
  shape: directoryAuditShape,
  rows: () => sql`true`,
  visible: auditIsVisible,
  hasOwnReaders: true,
  filter: {
    id: { property: 'id', type: 'uuid' },
    activityDateTime: { property: 'activityAt', type: 'timestamptz' },
    activityDisplayName: { property: 'activityDisplayName', type: 'text' },
    category: { property: 'category', type: 'text' },
    correlationId: { property: 'correlationId', type: 'uuid' },
    loggedByService: { property: 'loggedByService', type: 'text' },
    operationType: { property: 'operationType', type: 'text' },
    result: { property: 'result', type: 'text' },
    initiatedByUserId: { property: 'initiatedById', type: 'uuid' },
    initiatedByUserDisplayName: initiator('user', 'displayName'),
    initiatedByUserPrincipalName: initiator('user', 'userPrincipalName'),
    initiatedByAppId: initiator('app', 'appId'),
    initiatedByAppDisplayName: initiator('app', 'displayName'),
  },
  orders: ordersBy({ activityDateTime: 'activityAt' }),
  defaultOrder: 'activityDateTime_DESC',
};
