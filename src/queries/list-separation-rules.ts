import type { SeparationRule } from '../domain/separation';
import { sql } from '../storage/sql';
import { allowedInTenant } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { col } from './shapes/row';
import { separationRuleShape } from './shapes/separation';

/** Rules of separation of duties over directory roles; those that were removed are no more. */
export const listSeparationRules: Question<SeparationRule> = {
  name: 'separationOfDutiesRules',
  shape: separationRuleShape,
  rows: (row) => sql`${col(row, 'provider')} = 'directory' and ${col(row, 'deleted_at')} is null`,
  visible: () => allowedInTenant('policy.read'),
  filter: {
    id: { property: 'id', type: 'uuid' },
    displayName: { property: 'displayName', type: 'text' },
    level: { property: 'level', type: 'text' },
    createdDateTime: { property: 'createdAt', type: 'timestamptz' },
  },
  orders: ordersBy({ createdDateTime: 'createdAt', displayName: 'displayName' }),
  defaultOrder: 'createdDateTime_DESC',
};
