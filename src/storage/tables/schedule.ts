import type { Schedule } from '../../domain/schedule';
import { always, instant, key, table, text, uuid, uuidList } from './table';

/** The column `span` is not mapped: the database computes it from start, end and revocation. */
export const scheduleTable = table<Schedule>('schedule', {
  id: key(uuid),
  kind: always(text),
  provider: always(text),
  principalId: always(uuid),
  roleDefinitionId: always(text),
  scopeId: always(text),
  appScopeId: text,
  assignmentType: text,
  startAt: always(instant),
  endAt: instant,
  revokedAt: instant,
  activatedUsing: uuid,
  activatedThrough: always(uuidList),
  condition: text,
  conditionVersion: text,
  createdUsing: uuid,
  createdAt: always(instant),
  modifiedAt: instant,
  startAnnouncedAt: instant,
  endAnnouncedAt: instant,
  suspendedEndAt: instant,
  extensionAnnouncedAt: instant,
  renewalClosedAt: instant,
  handedOverTo: uuid,
  handedOverEndAt: instant,
});
