import type { Policy } from '../domain/policy/policy';
import { providers, resourceProvider } from '../domain/providers/all';
import { raw, sql } from '../storage/sql';
import { policyIsVisible } from '../storage/visibility';
import { ordersBy } from './orders';
import type { FilterField, Question, RowSql } from './planner/shape';
import { policyAssignmentShape, policyShape } from './shapes/policy';
import { col } from './shapes/row';

/** Whose policies Graph lists side by side; those of resources are listed by themselves (resources.md 6, 12.5). */
export const listedTogether = Object.values(providers).filter((rules) => rules !== resourceProvider);

const names = raw(`'{${listedTogether.map(({ provider }) => provider).join()}}'::text[]`);

/** A group that is deleted has left PIM, and its policies with it (G-4). */
const isThere: RowSql = (row) => sql`case ${col(row, 'provider')} when 'group' then exists (
  select from principal as kept where kept.id = ${col(row, 'scope_id')}::uuid and kept.deleted_at is null) else true end`;

const rows: RowSql = (row) => sql`${col(row, 'provider')} = any (${names}) and ${isThere(row)}`;

const scopeTypes = listedTogether.map(
  ({ provider, policyScopeType }) => sql`when ${raw(`'${provider}'`)} then ${raw(`'${policyScopeType}'`)}`,
);

const scope: Readonly<Record<string, FilterField>> = {
  scopeId: { property: 'scopeId', type: 'text' },
  scopeType: {
    sql: (row) => sql`case ${col(row, 'provider')} ${scopeTypes.reduce((sum, when) => sql`${sum} ${when}`)} end`,
    type: 'text',
  },
};

/** Policies of directory roles, one per role, and of groups, one for members and one for owners (resources.md 6.1). */
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

/** What each policy is for: a role, or the word `member` or `owner` (resources.md 6.2). */
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
