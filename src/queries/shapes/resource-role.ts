import type { FullRoleDefinition, RolePermission } from '../../domain/directory';
import { resourceNames } from '../../domain/providers/all';
import { roleDefinitionTable } from '../../storage/tables/role-definition';
import type { ObjectShape } from '../planner/shape';

export const resourceRoleShape: ObjectShape<FullRoleDefinition> = {
  shape: 'object',
  typeName: `${resourceNames.typePrefix}RoleDefinition`,
  table: roleDefinitionTable,
  fields: {
    roleName: { field: 'column', property: 'displayName' },
    type: {
      field: 'computed',
      needs: ['isBuiltIn'],
      value: ({ isBuiltIn }) => (isBuiltIn ? 'BuiltInRole' : 'CustomRole'),
    },
    assignableScopes: { field: 'column', property: 'resourceScopes' },
    permissions: {
      field: 'computed',
      needs: ['rolePermissions'],
      value: ({ rolePermissions }) => rolePermissions.map(permissionOf),
    },
  },
};

/** The permission in ARM's words. */
const permissionOf = ({
  allowedResourceActions,
  excludedResourceActions,
  allowedDataActions = [],
  excludedDataActions = [],
}: RolePermission) => ({
  actions: allowedResourceActions,
  notActions: excludedResourceActions,
  dataActions: allowedDataActions,
  notDataActions: excludedDataActions,
});
