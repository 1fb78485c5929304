import type { Shape } from '../planner/shape';
import { anyRequestShape, directoryFamily } from '../target/family';
import { administrativeUnitShape } from './administrative-unit';
import { approvalShape, approvalStageShape } from './approval';
import { directoryAuditShape } from './directory-audit';
import { emergencyUseShape } from './emergency-use';
import { policyAssignmentShape, policyShape } from './policy';
import { directoryObjectShape, groupShape, servicePrincipalShape, userShape } from './principal';
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
  ...Object.values(directoryFamily),
  directoryAuditShape,
  emergencyUseShape,
  separationRuleShape,
  separationViolationShape,
];
