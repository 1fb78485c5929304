import { type Sql, sql } from '../../storage/sql';
import type { Field } from '../planner/shape';
import { administrativeUnitShape } from '../shapes/administrative-unit';
import { directoryObjectShape } from '../shapes/principal';
import { roleDefinitionShape } from '../shapes/role-definition';
import { col } from '../shapes/row';
import type { Spelling } from './spelling';

/** The administrative unit that a scope column names; null for the tenant. */
const unitIdOf = (row: string): Sql =>
  sql`case when ${col(row, 'scope_id')} like '/administrativeUnits/%' then split_part(${col(row, 'scope_id')}, '/', 3)::uuid end`;

// Whoever may see that somebody holds a role may see who that is and what role: an approver has to (E-18).
const relationships: Readonly<Record<string, Field>> = {
  principal: {
    field: 'toOne',
    target: () => directoryObjectShape,
    on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'principal_id')}`,
  },
  roleDefinition: {
    field: 'toOne',
    target: () => roleDefinitionShape,
    on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'role_definition_id')}`,
    referredBy: 'roleDefinitionId',
  },
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
};
