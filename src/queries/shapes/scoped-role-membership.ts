import type { Schedule } from '../../domain/schedule';
import { sql } from '../../storage/sql';
import { scheduleTable } from '../../storage/tables/schedule';
import type { ObjectShape } from '../planner/shape';
import { roleAssignmentId } from './role-assignment-id';
import { col } from './row';

/** A role held at an administrative unit, as the unit tells it (resources.md 7.4). */
export const scopedRoleMembershipShape: ObjectShape<Schedule> = {
  shape: 'object',
  typeName: 'ScopedRoleMembership',
  table: scheduleTable,
  fields: {
    id: { field: 'computed', needs: ['roleDefinitionId', 'principalId', 'scopeId'], value: roleAssignmentId },
    administrativeUnitId: {
      field: 'expression',
      sql: (row) => sql`split_part(${col(row, 'scope_id')}, '/', 3)`,
      as: 'text',
    },
    roleId: { field: 'column', property: 'roleDefinitionId' },
    roleMemberInfo: {
      field: 'expression',
      sql: (row) => sql`(select jsonb_build_object('id', holder.id, 'displayName', holder.display_name)
        from principal as holder where holder.id = ${col(row, 'principal_id')})`,
      as: 'json',
    },
  },
};
