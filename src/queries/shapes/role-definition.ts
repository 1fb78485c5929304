import type { FullRoleDefinition } from '../../domain/directory';
import { sql } from '../../storage/sql';
import { roleDefinitionTable } from '../../storage/tables/role-definition';
import { policyIsVisible, policyOfRoleIsVisible } from '../../storage/visibility';
import type { ObjectShape } from '../planner/shape';
import { policyAssignmentShape } from './policy';
import { col } from './row';

export const roleDefinitionShape: ObjectShape<FullRoleDefinition> = {
  shape: 'object',
  typeName: 'UnifiedRoleDefinition',
  table: roleDefinitionTable,
  isReference: true,
  fields: {
    inheritsPermissionsFrom: {
      field: 'toMany',
      as: 'list',
      target: () => roleDefinitionShape,
      on: (from, to) => sql`${col(to, 'id')} = any (${col(from, 'inherits_permissions_from')})`,
      orderBy: [{ property: 'displayName', direction: 'asc' }],
    },
    policyAssignment: {
      field: 'toOne',
      target: () => policyAssignmentShape,
      on: (from, to) => sql`${col(to, 'provider')} = ${col(from, 'provider')} and ${col(to, 'scope_id')} = '/'
        and ${col(to, 'role_definition_id')} = ${col(from, 'id')}`,
      visible: policyIsVisible,
      visibleByKey: policyOfRoleIsVisible,
    },
  },
};
