import type { AdministrativeUnit } from '../domain/directory';
import { sql } from '../storage/sql';
import { administrativeUnitIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { administrativeUnitShape } from './shapes/administrative-unit';
import { col } from './shapes/row';

/** Parts of the directory to which a role can be confined. */
export const listAdministrativeUnits: Question<AdministrativeUnit> = {
  name: 'administrativeUnits',
  shape: administrativeUnitShape,
  rows: (row) => sql`${col(row, 'deleted_at')} is null`,
  visible: administrativeUnitIsVisible,
  filter: {
    id: { property: 'id', type: 'uuid' },
    displayName: { property: 'displayName', type: 'text' },
    description: { property: 'description', type: 'text' },
  },
  orders: ordersBy({ displayName: 'displayName' }),
  defaultOrder: 'displayName_ASC',
};
