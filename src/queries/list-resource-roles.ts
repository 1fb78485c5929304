import type { FullRoleDefinition } from '../domain/directory';
import { resourceNames, resourceProvider } from '../domain/providers/all';
import { raw, sql } from '../storage/sql';
import { ordersBy } from './orders';
import type { Question } from './planner/shape';
import { resourceRoleShape } from './shapes/resource-role';
import { col } from './shapes/row';

/** Roles on resources, built-in and custom: public names, which everybody may read. */
export const listResourceRoles: Question<FullRoleDefinition> = {
  name: resourceNames.roleDefinitions,
  shape: resourceRoleShape,
  rows: (row) => sql`${col(row, 'provider')} = ${raw(`'${resourceProvider.provider}'`)}`,
  visible: () => raw('true'),
  filter: {
    id: { property: 'id', type: 'text' },
    roleName: { property: 'displayName', type: 'text' },
    type: {
      sql: (row) => sql`(case when ${col(row, 'is_built_in')} then 'BuiltInRole' else 'CustomRole' end)`,
      type: 'text',
    },
  },
  orders: ordersBy({ roleName: 'displayName' }),
  defaultOrder: 'roleName_ASC',
};
