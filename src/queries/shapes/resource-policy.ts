import type { Policy } from '../../domain/policy/policy';
import { resourceNames } from '../../domain/providers/all';
import { sql } from '../../storage/sql';
import { policyTable } from '../../storage/tables/policy';
import type { ComputedField, ExpressionField, Field, ObjectShape, RowSql, ToOneField } from '../planner/shape';
import { resourceRule } from './resource-policy-rules';
import { col } from './row';

const policies = '/providers/Microsoft.Authorization/roleManagementPolicies/';
const assignments = '/providers/Microsoft.Authorization/roleManagementPolicyAssignments/';
const roles = '/providers/Microsoft.Authorization/roleDefinitions/';

/** The policy's own name: the GUID at the end of its path. */
const nameOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

const assignmentName = ({ id, roleDefinitionId }: Policy): string => `${nameOf(id)}_${roleDefinitionId}`;

/** The stored id of a policy as a caller wrote it: paths compare without regard to case. A text that is none is no policy's. */
export function storedPolicyId(text: string): string {
  const at = text.toLowerCase().lastIndexOf(policies.toLowerCase());
  return at < 0 ? '' : `${text.slice(0, at).toLowerCase()}${policies}${text.slice(at + policies.length).toLowerCase()}`;
}

/** The policy and the role that the id of a policy assignment is made from; null for a text that is no such id. */
export function partsOfAssignmentId(text: string): { readonly policyId: string; readonly role: string } | null {
  const id = text.toLowerCase();
  const at = id.lastIndexOf(assignments.toLowerCase());
  const [unique, role, ...more] = id.slice(at + assignments.length).split('_');
  if (at < 0 || !unique || !role || more.length > 0) return null;
  return { policyId: `${id.slice(0, at)}${policies}${unique}`, role };
}

const subscriptionOf = (scopeId: string): string => /^\/subscriptions\/[^/]+/.exec(scopeId)?.[0] ?? '';

const spelling: RowSql = (row) =>
  sql`(select at_scope.spelling from resource_scope as at_scope where at_scope.id = ${col(row, 'scope_id')})`;
const scopeObject: RowSql = (row) => sql`(select json_build_object('id', at_scope.spelling,
  'displayName', at_scope.display_name, 'type', at_scope.type) from resource_scope as at_scope where at_scope.id = ${col(row, 'scope_id')})`;
const roleObject: RowSql = (row) => sql`(select json_build_object('id', of_role.id, 'displayName', of_role.display_name,
    'type', case when of_role.is_built_in then 'BuiltInRole' else 'CustomRole' end)
  from role_definition as of_role where of_role.id = ${col(row, 'role_definition_id')} and of_role.provider = ${col(row, 'provider')})`;

const scope: ExpressionField = { field: 'expression', sql: spelling, as: 'text' };

const rules: ComputedField<Policy> = {
  field: 'computed',
  needs: ['rules'],
  value: ({ rules: stored }) => stored.map(resourceRule),
};

const modifier = ({ lastModifiedByName }: Pick<Policy, 'lastModifiedByName'>) => ({
  id: null,
  displayName: lastModifiedByName,
  email: null,
  type: null,
});

const fixed = (value: string | null): ComputedField<Policy> => ({ field: 'computed', needs: [], value: () => value });

const sameRow = (target: () => ObjectShape<Policy>): ToOneField => ({
  field: 'toOne',
  target,
  on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')}`,
  isSameRow: true,
});

const shapeOf = (typeName: string, fields: Readonly<Record<string, Field<Policy>>>): ObjectShape<Policy> => ({
  shape: 'object',
  typeName: `${resourceNames.typePrefix}${typeName}`,
  table: policyTable,
  fields,
});

const policyProperties = shapeOf('RoleManagementPolicyProperties', {
  scope: { field: 'expression', sql: scopeObject, as: 'json' },
});

/** The policy of a role at a scope of resources (resources.md 12.5). */
export const resourcePolicyShape: ObjectShape<Policy> = shapeOf('RoleManagementPolicy', {
  name: { field: 'computed', needs: ['id'], value: ({ id }) => nameOf(id) },
  type: fixed('Microsoft.Authorization/RoleManagementPolicies'),
  // Null in ARM, where Graph repeats the scope type (resources.md 6.6).
  displayName: fixed(null),
  description: fixed(null),
  scope,
  rules,
  // No tenant-wide policy exists that could enforce anything stricter (D-16).
  effectiveRules: rules,
  lastModifiedBy: { field: 'computed', needs: ['lastModifiedByName'], value: modifier },
  lastModifiedDateTime: { field: 'column', property: 'lastModifiedAt' },
  policyProperties: sameRow(() => policyProperties),
});

const assignmentProperties = shapeOf('RoleManagementPolicyAssignmentProperties', {
  policy: {
    field: 'computed',
    needs: ['id', 'lastModifiedByName', 'lastModifiedAt'],
    value: ({ id, lastModifiedAt, ...by }) => ({
      id,
      lastModifiedBy: modifier(by),
      lastModifiedDateTime: lastModifiedAt,
    }),
  },
  roleDefinition: { field: 'expression', sql: roleObject, as: 'json' },
  scope: { field: 'expression', sql: scopeObject, as: 'json' },
});

/** Which role at which scope a policy is for; both stand in the same row. */
export const resourcePolicyAssignmentShape: ObjectShape<Policy> = shapeOf('RoleManagementPolicyAssignment', {
  id: {
    field: 'computed',
    needs: ['id', 'roleDefinitionId', 'scopeId'],
    value: (policy) => `${policy.scopeId}${assignments}${assignmentName(policy)}`,
  },
  name: { field: 'computed', needs: ['id', 'roleDefinitionId'], value: assignmentName },
  type: fixed('Microsoft.Authorization/RoleManagementPolicyAssignment'),
  policyId: { field: 'column', property: 'id' },
  policy: sameRow(() => resourcePolicyShape),
  roleDefinitionId: {
    field: 'computed',
    needs: ['scopeId', 'roleDefinitionId'],
    value: ({ scopeId, roleDefinitionId }) => `${subscriptionOf(scopeId)}${roles}${roleDefinitionId}`,
  },
  scope,
  effectiveRules: rules,
  policyAssignmentProperties: sameRow(() => assignmentProperties),
});
