import type { Schedule } from '../../domain/schedule';
import { sql } from '../../storage/sql';
import { scheduleTable } from '../../storage/tables/schedule';
import type { ObjectShape } from '../planner/shape';
import { directorySpelling } from '../target/directory-spelling';
import { roleAssignmentId } from './role-assignment-id';

/** What is held now, one row per assignment instance. */
export const roleAssignmentShape: ObjectShape<Schedule> = {
  shape: 'object',
  typeName: 'UnifiedRoleAssignment',
  table: scheduleTable,
  fields: {
    id: { field: 'computed', needs: ['roleDefinitionId', 'principalId', 'scopeId'], value: roleAssignmentId },
    ...directorySpelling.fields,
    // One deployment serves one organisation, whose directory is the home of every principal in it.
    principalOrganizationId: { field: 'expression', sql: () => sql`(select tenant_id from organization)`, as: 'text' },
    condition: { field: 'computed', needs: [], value: () => null },
  },
};
