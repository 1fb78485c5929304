import type { EmergencyUse } from '../../domain/emergency';
import { sql } from '../../storage/sql';
import { emergencyUseTable } from '../../storage/tables/emergency-use';
import type { ObjectShape } from '../planner/shape';
import { anyRequestShape, directoryFamily } from '../target/family';
import { col } from './row';
import { principalField, roleDefinitionField } from './who-and-what';

/** Uses of emergency accounts; whoever sees one sees whose it was, for what role, and the request that it was. */
export const emergencyUseShape: ObjectShape<EmergencyUse> = {
  shape: 'object',
  typeName: 'EmergencyAccessUse',
  table: emergencyUseTable,
  fields: {
    directoryScopeId: { field: 'column', property: 'scopeId' },
    usedDateTime: { field: 'column', property: 'usedAt' },
    notifiedPrincipalIds: { field: 'column', property: 'notifiedIds' },
    settledDateTime: { field: 'column', property: 'settledAt' },
    settledBy: {
      field: 'computed',
      needs: ['settledById', 'settledByName'],
      value: ({ settledById, settledByName }) =>
        settledById === null ? null : { id: settledById, displayName: settledByName },
    },
    principal: principalField,
    roleDefinition: roleDefinitionField,
    request: {
      field: 'toOne',
      target: () => directoryFamily.assignmentRequest,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')} and ${col(from, 'provider')} = 'directory'`,
    },
    scheduleRequest: {
      field: 'toOne',
      target: () => anyRequestShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')}`,
    },
  },
};
