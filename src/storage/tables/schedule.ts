import type { Schedule } from '../../domain/schedule';
import { instant, key, table, text, uuid } from './table';

/** The column `span` is not mapped: the database computes it from start, end and revocation. */
export const scheduleTable = table<Schedule>('schedule', {
  id: key(uuid),
  kind: text,
  provider: text,
  principalId: uuid,
  roleDefinitionId: text,
  scopeId: text,
  appScopeId: text,
  assignmentType: text,
  startAt: instant,
  endAt: instant,
  revokedAt: instant,
  activatedUsing: uuid,
  createdUsing: uuid,
  createdAt: instant,
  modifiedAt: instant,
  startAnnouncedAt: instant,
  endAnnouncedAt: instant,
});
