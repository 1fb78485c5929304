import type { EmergencyUse } from '../domain/emergency';
import { sql } from '../storage/sql';
import { emergencyUseIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { emergencyUseShape } from './shapes/emergency-use';

/** Activations of emergency accounts, settled or not, the newest first: those of groups and resources as well, for each bars the account until it is settled. */
export const listEmergencyUses: Question<EmergencyUse> = {
  name: 'emergencyAccessUses',
  shape: emergencyUseShape,
  rows: () => sql`true`,
  visible: emergencyUseIsVisible,
  filter: {
    id: { property: 'id', type: 'uuid' },
    principalId: { property: 'principalId', type: 'uuid' },
    roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
    usedDateTime: { property: 'usedAt', type: 'timestamptz' },
    settledDateTime: { property: 'settledAt', type: 'timestamptz' },
  },
  orders: ordersBy({ usedDateTime: 'usedAt', settledDateTime: 'settledAt' }),
  defaultOrder: 'usedDateTime_DESC',
};
