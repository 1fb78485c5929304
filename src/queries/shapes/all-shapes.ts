import { meShape } from '../list-my-access';
import type { Shape } from '../planner/shape';
import { anyRequestShape, families } from '../target/family';
import { administrativeUnitShape } from './administrative-unit';
import { approvalShape, approvalStageShape } from './approval';
import { directoryAuditShape } from './directory-audit';
import { emergencyUseShape } from './emergency-use';
import { policyAssignmentShape, policyShape } from './policy';
import { directoryObjectShape, groupShape, servicePrincipalShape, userShape } from './principal';
import { resourcePolicyAssignmentShape, resourcePolicyShape } from './resource-policy';
import { resourceRoleShape } from './resource-role';
import { resourceScopeShape } from './resource-scope';
import { roleAssignmentShape } from './role-assignment';
import { roleDefinitionShape } from './role-definition';
import { scopedRoleMembershipShape } from './scoped-role-membership';
import { separationRuleShape, separationViolationShape } from './separation';

/** Every GraphQL type that stands in the database. */
export const allShapes: readonly Shape[] = [
  userShape,
  groupShape,
  servicePrincipalShape,
  directoryObjectShape,
  administrativeUnitShape,
  scopedRoleMembershipShape,
  roleDefinitionShape,
  roleAssignmentShape,
  policyShape,
  policyAssignmentShape,
  approvalShape,
  approvalStageShape,
  anyRequestShape,
  ...families.flatMap(([, family]) => Object.values(family)),
  directoryAuditShape,
  emergencyUseShape,
  meShape,
  separationRuleShape,
  separationViolationShape,
  resourceScopeShape,
  resourceRoleShape,
  resourcePolicyShape,
  resourcePolicyAssignmentShape,
];
