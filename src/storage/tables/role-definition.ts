import type { FullRoleDefinition } from '../../domain/directory';
import { bool, json, key, table, text, textList } from './table';

export const roleDefinitionTable = table<FullRoleDefinition>('role_definition', {
  id: key(text),
  provider: text,
  displayName: text,
  description: text,
  isBuiltIn: bool,
  isEnabled: bool,
  isPrivileged: bool,
  resourceScopes: textList,
  rolePermissions: json,
  templateId: text,
  version: text,
  inheritsPermissionsFrom: textList,
  allowedPrincipalTypes: textList,
});
