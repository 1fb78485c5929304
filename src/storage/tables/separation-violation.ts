import type { SeparationViolation } from '../../domain/separation';
import { always, instant, key, table, textList, uuid } from './table';

/** A view: its rows follow from the rules and the schedules. */
export const separationViolationTable = table<SeparationViolation>('separation_violation', {
  id: key(uuid),
  ruleId: always(uuid),
  personId: always(uuid),
  roleDefinitionIds: always(textList),
  scheduleIds: always(textList),
  scopeIds: always(textList),
  startAt: always(instant),
  endAt: instant,
});
