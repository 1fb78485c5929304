import type { Policy } from '../domain/policy/policy';
import { resourceNames, resourceProvider } from '../domain/providers/all';
import { raw, sql } from '../storage/sql';
import { policyIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { Question, RowSql } from './planner/shape';
import { resourcePolicyAssignmentShape, resourcePolicyShape } from './shapes/resource-policy';
import { col } from './shapes/row';

/** Policies of roles at scopes that are still there. */
const rows: RowSql = (row) => sql`${col(row, 'provider')} = ${raw(`'${resourceProvider.provider}'`)} and exists (
  select from resource_scope as kept where kept.id = ${col(row, 'scope_id')} and kept.deleted_at is null)`;

/** Policies of roles on resources: one per role and scope, not inherited (S-3). */
export const listResourcePolicies: Question<Policy> = {
  name: `${resourceNames.fieldPrefix}ManagementPolicies`,
  shape: resourcePolicyShape,
  rows,
  visible: policyIsVisible,
  hasOwnReaders: true,
  filter: {
    id: { property: 'id', type: 'text' },
    scope: { property: 'scopeId', type: 'text' },
    isOrganizationDefault: { property: 'isOrganizationDefault', type: 'boolean' },
  },
  orders: ordersBy({ id: 'id', lastModifiedDateTime: 'lastModifiedAt' }),
  defaultOrder: 'id_ASC',
};

/** Which role at which scope each of them is for. */
export const listResourcePolicyAssignments: Question<Policy> = {
  name: `${resourceNames.fieldPrefix}ManagementPolicyAssignments`,
  shape: resourcePolicyAssignmentShape,
  rows,
  visible: policyIsVisible,
  hasOwnReaders: true,
  filter: {
    policyId: { property: 'id', type: 'text' },
    scope: { property: 'scopeId', type: 'text' },
    roleDefinitionId: { property: 'roleDefinitionId', type: 'text' },
  },
  orders: ordersBy({ roleDefinitionId: 'roleDefinitionId' }),
  defaultOrder: 'roleDefinitionId_ASC',
};
