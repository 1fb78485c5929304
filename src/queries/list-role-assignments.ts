import type { Schedule } from '../domain/schedule';
import { sql } from '../storage/sql';
import { scheduleIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { roleAssignmentShape } from './shapes/role-assignment';
import { col } from './shapes/row';
import { directorySpelling } from './target/directory-spelling';
import { hasInstance } from './target/schedule-fields';

/** Directory roles that are held now, in PIM or outside: one row per assignment instance. */
export const listRoleAssignments: Question<Schedule> = {
  name: 'roleAssignments',
  shape: roleAssignmentShape,
  rows: (row) =>
    sql`${col(row, 'kind')} = 'assignment' and ${col(row, 'provider')} = 'directory' and ${hasInstance(row)}`,
  visible: scheduleIsVisible,
  filter: directorySpelling.filter,
  orders: ordersBy({ createdDateTime: 'createdAt' }),
  defaultOrder: 'createdDateTime_DESC',
};
