import { listRoleManagementPolicies, listRoleManagementPolicyAssignments } from '../../queries/list-policies';
import { collectionResolver } from '../collection';
import { comparing, type FilterFieldDeclaration } from '../filter-input';
import { BooleanFilter, IdFilter, StringFilter } from '../filter-operators';
import { lowerCaseId } from '../lower-case-ids';
import { PolicyAssignmentType, PolicyType } from './policy.type';

const whoSees =
  'Everybody sees those of what he holds, may activate or has asked for; those who may read PIM see all (L.1), and owners of a group those of the group (G-7). A group has its two policies from its first use or the first change of one (G-4).';

const scope: Readonly<Record<string, FilterFieldDeclaration>> = {
  scopeId: comparing(
    () => StringFilter,
    'Compares the scope: / or the id of a group. Graph demands this comparison; here it may be left out.',
  ),
  scopeType: comparing(
    () => StringFilter,
    'Compares the scope type, DirectoryRole or Group. Graph demands this comparison; here it may be left out.',
  ),
};

export const PolicyResolver = collectionResolver({
  question: listRoleManagementPolicies,
  typeName: 'UnifiedRoleManagementPolicy',
  type: () => PolicyType,
  singular: 'roleManagementPolicy',
  description: `What is demanded of those who give, hold and activate: one policy per directory role, two per group, for members and for owners. ${whoSees}`,
  filter: {
    id: comparing(() => StringFilter, 'Compares the id.'),
    ...scope,
    isOrganizationDefault: comparing(() => BooleanFilter, 'Compares whether the policy is tenant-wide.'),
  },
  canonical: { scopeId: lowerCaseId },
});

export const PolicyAssignmentResolver = collectionResolver({
  question: listRoleManagementPolicyAssignments,
  typeName: 'UnifiedRoleManagementPolicyAssignment',
  type: () => PolicyAssignmentType,
  singular: 'roleManagementPolicyAssignment',
  description: `What each policy is for; the way to the policy of a role or a group. ${whoSees}`,
  filter: {
    policyId: comparing(() => StringFilter, 'Compares the id of the policy.'),
    ...scope,
    roleDefinitionId: comparing(() => IdFilter, 'Compares the id of the role definition, or the word member or owner.'),
  },
  // `{policyId}_{roleDefinitionId}`; a policy's id holds the same sign, what it is for does not.
  canonical: { scopeId: lowerCaseId },
  seek: (id) => {
    const cut = id.lastIndexOf('_');
    return cut < 0 ? null : { policyId: { eq: id.slice(0, cut) }, roleDefinitionId: { eq: id.slice(cut + 1) } };
  },
});
