import { listRoleDefinitions } from '../../queries/list-role-definitions';
import { collectionResolver } from '../collection';
import { comparing } from '../filter-input';
import { BooleanFilter, IdFilter, StringFilter } from '../filter-operators';
import { RoleDefinitionType } from './role-definition.type';

export const RoleDefinitionResolver = collectionResolver({
  question: listRoleDefinitions,
  typeName: 'UnifiedRoleDefinition',
  type: () => RoleDefinitionType,
  singular: 'roleDefinition',
  description:
    'Directory roles. Everybody sees those that he holds, may activate or has asked for; readers of the directory see all (L.1).',
  filter: {
    id: comparing(() => IdFilter, 'Compares the id.'),
    displayName: comparing(() => StringFilter, 'Compares the name.'),
    isBuiltIn: comparing(() => BooleanFilter, 'Compares whether the role is built in.'),
    isEnabled: comparing(() => BooleanFilter, 'Compares whether the role can be assigned.'),
    isPrivileged: comparing(() => BooleanFilter, 'Compares whether the role is privileged.'),
    templateId: comparing(() => IdFilter, 'Compares the id of the template.'),
  },
});
