import type { Policy } from '../domain/policy/policy';
import { sql } from '../storage/sql';
import { policyIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { FilterField, Question, RowSql } from './planner/shape';
import { policyAssignmentShape, policyShape } from './shapes/policy';
import { col } from './shapes/row';

const rows: RowSql = (row) => sql`${col(row, 'provider')} = 'directory'`;

const scope: Readonly<Record<string, FilterField>> = {
  scopeId: { property: 'scopeId', type: 'text' },
  // All rows of these collections are of this type until groups join them.
  scopeType: { sql: () => sql`'DirectoryRole'::text`, type: 'text' },
};

/** Policies of directory roles, one per role (resources.md 6.1). */
export const listRoleManagementPolicies: Question<Policy> = {
  name: 'roleManagementPolicies',
  shape: policyShape,
  rows,
  visible: policyIsVisible,
  filter: {
    id: { property: 'id', type: 'text' },
    ...scope,
    isOrganizationDefault: { property: 'isOrganizationDefault', type: 'boolean' },
  },
  orders: ordersBy({ id: 'id', lastModifiedDateTime: 'lastModifiedAt' }),
  defaultOrder: 'id_ASC',
};

/** Which role each policy is for (resources.md 6.2). */
export const listRoleManagementPolicyAssignments: Question<Policy> = {
  name: 'roleManagementPolicyAssignments',
  shape: policyAssignmentShape,
  rows,
  visible: policyIsVisible,
  filter: {
    policyId: { property: 'id', type: 'text' },
    ...scope,
    roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
  },
  orders: ordersBy({ roleDefinitionId: 'roleDefinitionId' }),
  defaultOrder: 'roleDefinitionId_ASC',
};
