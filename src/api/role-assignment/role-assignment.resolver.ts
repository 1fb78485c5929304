import { listRoleAssignments } from '../../queries/list-role-assignments';
import { readRoleAssignmentId } from '../../queries/shapes/role-assignment-id';
import { collectionResolver } from '../collection';
import { directoryVariant } from '../target/directory-variant';
import { RoleAssignmentType } from './role-assignment.type';

export const RoleAssignmentResolver = collectionResolver({
  question: listRoleAssignments,
  typeName: 'UnifiedRoleAssignment',
  type: () => RoleAssignmentType,
  singular: 'roleAssignment',
  description:
    'Directory roles that are held at this moment, in PIM or outside it (resources.md 7.3). Everybody sees his own and those of his groups; those who may read PIM see all (L.1).',
  filter: directoryVariant.filter,
  seek: (id) => {
    const assigned = readRoleAssignmentId(id);
    if (!assigned) return null;
    const { principalId, roleDefinitionId, scopeId } = assigned;
    return {
      principalId: { eq: principalId },
      roleDefinitionId: { eq: roleDefinitionId },
      directoryScopeId: { eq: scopeId },
    };
  },
});
