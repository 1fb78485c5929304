import type { FullRoleDefinition } from '../../domain/directory';
import { always, bool, json, key, table, text, textList } from './table';

export const roleDefinitionTable = table<FullRoleDefinition>('role_definition', {
  id: key(text),
  provider: always(text),
  displayName: always(text),
  description: text,
  isBuiltIn: always(bool),
  isEnabled: always(bool),
  isPrivileged: always(bool),
  resourceScopes: always(textList),
  rolePermissions: always(json),
  templateId: text,
  version: text,
  inheritsPermissionsFrom: always(textList),
  allowedPrincipalTypes: always(textList),
});
