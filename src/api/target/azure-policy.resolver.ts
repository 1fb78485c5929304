import { listResourcePolicies, listResourcePolicyAssignments } from '../../queries/list-resource-policies';
import { partsOfAssignmentId, storedPolicyId } from '../../queries/shapes/resource-policy';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { BooleanFilter, IdFilter } from '../filter-operators';
import { AzurePolicyAssignmentType, AzurePolicyType } from './azure-policy.type';
import { storedRole } from './azure-role-definition';
import { storedScope } from './azure-scope.resolver';

const whoSees =
  'Everybody sees those of what he holds, may activate or has asked for; who holds Owner, User Access Administrator, Contributor or Reader at the scope or above it sees all there. Directory administrators see none by that (L.2).';

const scope = comparing(() => IdFilter, 'Compares the path of the scope, without regard to case.');

export const AzurePolicyResolver = collectionResolver({
  question: listResourcePolicies,
  typeName: 'AzureRoleManagementPolicy',
  type: () => AzurePolicyType,
  singular: 'azureRoleManagementPolicy',
  description: `What Azure roles demand of those who give, hold and activate them: one policy per role and scope (S-3). ${whoSees}`,
  filter: {
    id: comparing(() => IdFilter, 'Compares the path, without regard to case.'),
    scope,
    isOrganizationDefault: comparing(() => BooleanFilter, 'Compares whether the policy applies everywhere.'),
  },
  canonical: { id: storedPolicyId, scope: storedScope },
});

export const AzurePolicyAssignmentResolver = collectionResolver({
  question: listResourcePolicyAssignments,
  typeName: 'AzureRoleManagementPolicyAssignment',
  type: () => AzurePolicyAssignmentType,
  singular: 'azureRoleManagementPolicyAssignment',
  description: `Which role at which scope each policy is for; the way to the policy of a role. ${whoSees}`,
  filter: {
    policyId: comparing(() => IdFilter, 'Compares the path of the policy, without regard to case.'),
    scope,
    roleDefinitionId: comparing(() => IdFilter, 'Compares the role: its GUID, or a path that ends in it.'),
  },
  canonical: { policyId: storedPolicyId, scope: storedScope, roleDefinitionId: storedRole },
  seek: (id) => {
    const parts = partsOfAssignmentId(id);
    return parts && { policyId: { eq: parts.policyId }, roleDefinitionId: { eq: parts.role } };
  },
});
