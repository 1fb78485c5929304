import type { FullRoleDefinition } from '../domain/directory';
import { sql } from '../storage/sql';
import { roleDefinitionIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { roleDefinitionShape } from './shapes/role-definition';
import { col } from './shapes/row';

/** Directory roles, built-in and custom. */
export const listRoleDefinitions: Question<FullRoleDefinition> = {
  name: 'roleDefinitions',
  shape: roleDefinitionShape,
  rows: (row) => sql`${col(row, 'provider')} = 'directory'`,
  visible: roleDefinitionIsVisible,
  filter: {
    id: { property: 'id', type: 'text' },
    displayName: { property: 'displayName', type: 'text' },
    isBuiltIn: { property: 'isBuiltIn', type: 'boolean' },
    isEnabled: { property: 'isEnabled', type: 'boolean' },
    isPrivileged: { property: 'isPrivileged', type: 'boolean' },
    templateId: { property: 'templateId', type: 'text' },
  },
  orders: ordersBy({ displayName: 'displayName' }),
  defaultOrder: 'displayName_ASC',
};
