import type { EmergencyUse } from '../../domain/emergency';
import { always, instant, key, table, text, uuid, uuidList } from './table';

export const emergencyUseTable = table<EmergencyUse>('emergency_use', {
  id: key(uuid),
  principalId: always(uuid),
  provider: always(text),
  roleDefinitionId: always(text),
  scopeId: always(text),
  usedAt: always(instant),
  justification: always(text),
  notifiedIds: always(uuidList),
  settledAt: instant,
  settledById: uuid,
  settledByName: text,
  finding: text,
});
