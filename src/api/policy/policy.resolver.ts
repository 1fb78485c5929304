import { listRoleManagementPolicies, listRoleManagementPolicyAssignments } from '../../queries/list-policies';
import { collectionResolver } from '../collection';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { BooleanFilter, IdFilter, StringFilter } from '../filter-operators';
import { PolicyAssignmentType, PolicyType } from './policy.type';

const whoSees =
  'Everybody sees those of the roles that he holds, may activate or has asked for; those who may read PIM see all (L.1).';

const scope: Readonly<Record<string, FilterFieldDeclaration>> = {
  scopeId: comparing(() => StringFilter, 'Compares the scope. Graph demands this comparison; here it may be left out.'),
  scopeType: comparing(
    () => StringFilter,
    'Compares the scope type. Graph demands this comparison; here it may be left out.',
  ),
};

export const PolicyResolver = collectionResolver({
  question: listRoleManagementPolicies,
  typeName: 'UnifiedRoleManagementPolicy',
  type: () => PolicyType,
  singular: 'roleManagementPolicy',
  description: `What roles demand of those who give, hold and activate them: one policy per role. ${whoSees}`,
  filter: {
    id: comparing(() => StringFilter, 'Compares the id.'),
    ...scope,
    isOrganizationDefault: comparing(() => BooleanFilter, 'Compares whether the policy is tenant-wide.'),
  },
});

export const PolicyAssignmentResolver = collectionResolver({
  question: listRoleManagementPolicyAssignments,
  typeName: 'UnifiedRoleManagementPolicyAssignment',
  type: () => PolicyAssignmentType,
  singular: 'roleManagementPolicyAssignment',
  description: `Which policy is for which role; the way to the policy of a role. ${whoSees}`,
  filter: {
    policyId: comparing(() => StringFilter, 'Compares the id of the policy.'),
    ...scope,
    roleDefinitionId: comparing(() => IdFilter, 'Compares the id of the role definition.'),
  },
  // `{policyId}_{roleDefinitionId}`; a policy's id holds the same sign, a role's does not.
  seek: (id) => {
    const cut = id.lastIndexOf('_');
    return cut < 0 ? null : { policyId: { eq: id.slice(0, cut) }, roleDefinitionId: { eq: id.slice(cut + 1) } };
  },
});
