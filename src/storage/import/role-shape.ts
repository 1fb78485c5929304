import { isObject, quoted, refusal } from './located';
import { flag, guid, kindOf, listOf, name, orNull, type Read, text } from './read-values';
import type { Shape } from './shapes';

const principalTypes = ['user', 'servicePrincipal', 'group'] as const;

const actions = listOf(name(512), 5_000);

const rolePermission: Read = ({ line, value }, place) => {
  if (!isObject(value)) throw refusal(line, place, `expected an object, found ${kindOf(value)}.`);
  const allowed = value.get('allowedResourceActions');
  if (!allowed) throw refusal(line, place, 'the property "allowedResourceActions" is missing.');
  const excluded = value.get('excludedResourceActions') ?? { line, value: null };
  const condition = value.get('condition') ?? { line, value: null };
  return {
    allowedResourceActions: actions(allowed, `${place}.allowedResourceActions`),
    excludedResourceActions: actions(excluded, `${place}.excludedResourceActions`),
    condition: orNull(text(1_024))(condition, `${place}.condition`),
  };
};

/** A list of types, or Graph's flags in one text: `user,servicePrincipal`. */
const allowedPrincipalTypes: Read = (node, place) => {
  const { line, value } = node;
  const types =
    typeof value === 'string' ? value.split(',').map((type) => type.trim()) : listOf(text(64), 3)(node, place);
  const unknown = types.find((type) => !principalTypes.some((known) => known === type));
  if (unknown === undefined) return types;
  throw refusal(line, place, `expected some of ${principalTypes.join(', ')}; ${quoted(unknown)} is none of them.`);
};

/** Custom directory roles (resources.md 7.1, 7.2). */
export const roleDefinitionShape: Shape = {
  id: { column: 'id', read: guid, isRequired: true },
  displayName: { column: 'display_name', read: name(256), isRequired: true },
  description: { column: 'description', read: orNull(text(1_024)) },
  isBuiltIn: { column: 'is_built_in', read: flag },
  isEnabled: { column: 'is_enabled', read: flag },
  isPrivileged: { column: 'is_privileged', read: flag },
  resourceScopes: { column: 'resource_scopes', read: listOf(text(256), 100) },
  rolePermissions: { column: 'role_permissions', read: listOf(rolePermission, 100) },
  templateId: { column: 'template_id', read: orNull(guid) },
  version: { column: 'version', read: orNull(text(64)) },
  allowedPrincipalTypes: { column: 'allowed_principal_types', read: allowedPrincipalTypes },
};
