import { type Sql, sql } from '../../storage/sql';
import { administrativeUnitShape } from '../shapes/administrative-unit';
import { roleAssignmentId } from '../shapes/role-assignment-id';
import { col } from '../shapes/row';
import { principalField, roleDefinitionField } from '../shapes/who-and-what';
import { graphLayers } from './graph-layers';
import type { Fields, Spelling } from './spelling';

/** The administrative unit that a scope column names; null for the tenant. */
const unitIdOf = (row: string): Sql =>
  sql`case when ${col(row, 'scope_id')} like '/administrativeUnits/%' then split_part(${col(row, 'scope_id')}, '/', 3)::uuid end`;

const relationships: Fields = {
  principal: principalField,
  roleDefinition: roleDefinitionField,
  directoryScope: {
    field: 'toOne',
    target: () => administrativeUnitShape,
    on: (from, to) => sql`${col(to, 'id')} = ${unitIdOf(from)}`,
  },
  appScope: { field: 'computed', needs: [], value: () => null },
};

/** Directory roles: a role definition at the tenant `/` or at an administrative unit (resources.md 2, 7.4). */
export const directorySpelling: Spelling = {
  provider: 'directory',
  typePrefix: 'UnifiedRole',
  fieldPrefix: 'role',
  fields: { directoryScopeId: { field: 'column', property: 'scopeId' }, ...relationships },
  filter: {
    principalId: { property: 'principalId', type: 'uuid' },
    roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
    directoryScopeId: { property: 'scopeId', type: 'text' },
    appScopeId: { property: 'appScopeId', type: 'text' },
  },
  layers: graphLayers({
    scheduleIdOf: { Assignment: 'roleAssignmentScheduleId', Eligibility: 'roleEligibilityScheduleId' },
    ofAssignmentInstances: {
      roleAssignmentOriginId: {
        field: 'computed',
        needs: ['roleDefinitionId', 'principalId', 'scopeId'],
        value: roleAssignmentId,
      },
    },
  }),
};
