import type { Policy } from '../../domain/policy/policy';
import { rulesOf } from '../../domain/target';
import { sql } from '../../storage/sql';
import { policyTable } from '../../storage/tables/policy';
import { roleDefinitionIsVisible } from '../../storage/visibility';
import type { ComputedField, ObjectShape } from '../planner/shape';
import { roleDefinitionShape } from './role-definition';
import { col } from './row';

/** `DirectoryRole` and the like; Graph repeats it as name and description (resources.md 6.1). */
const scopeType: ComputedField<Policy> = {
  field: 'computed',
  needs: ['provider'],
  value: ({ provider }) => rulesOf(provider).policyScopeType,
};

export const policyShape: ObjectShape<Policy> = {
  shape: 'object',
  typeName: 'UnifiedRoleManagementPolicy',
  table: policyTable,
  isReference: true,
  fields: {
    displayName: scopeType,
    description: scopeType,
    scopeType,
    // No tenant-wide policy exists that could enforce anything stricter (D-16).
    effectiveRules: { field: 'column', property: 'rules' },
    lastModifiedBy: {
      field: 'computed',
      needs: ['lastModifiedByName'],
      value: ({ lastModifiedByName }) => ({ id: null, displayName: lastModifiedByName }),
    },
    lastModifiedDateTime: { field: 'column', property: 'lastModifiedAt' },
  },
};

/** What a policy is for; there is one per policy, so both stand in the same row. */
export const policyAssignmentShape: ObjectShape<Policy> = {
  shape: 'object',
  typeName: 'UnifiedRoleManagementPolicyAssignment',
  table: policyTable,
  isReference: true,
  fields: {
    id: {
      field: 'computed',
      needs: ['id', 'roleDefinitionId'],
      value: ({ id, roleDefinitionId }) => `${id}_${roleDefinitionId}`,
    },
    policyId: { field: 'column', property: 'id' },
    scopeType,
    policy: {
      field: 'toOne',
      target: () => policyShape,
      on: (from, to) => sql`${col(to, 'id')} = ${col(from, 'id')}`,
      isSameRow: true,
    },
    // Only directory roles are role definitions of Graph; member and owner of a group are words.
    roleDefinition: {
      field: 'toOne',
      target: () => roleDefinitionShape,
      on: (from, to) =>
        sql`${col(to, 'id')} = ${col(from, 'role_definition_id')} and ${col(from, 'provider')} = 'directory'`,
      visible: roleDefinitionIsVisible,
    },
  },
};
