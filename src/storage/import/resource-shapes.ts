import { canonicalResourceScope, parentInPath, resourceScopeType, resourceTypeIn } from '../../domain/providers/all';
import { isObject, type Located, type LocatedObject, quoted, refusal } from './located';
import { guid, kindOf, listOf, name, oneOf, orNull, type Read, text } from './read-values';
import type { Shape } from './shapes';
import type { StagedScope } from './staging';

const longestPath = 2_000;

const actions = listOf(name(512), 5_000);

/** ARM's permission, in the words of the stored roles. */
const permission: Read = ({ line, value }, place) => {
  if (!isObject(value)) throw refusal(line, place, `expected an object, found ${kindOf(value)}.`);
  const part = (property: string) => actions(value.get(property) ?? { line, value: null }, `${place}.${property}`);
  return {
    allowedResourceActions: part('actions'),
    excludedResourceActions: part('notActions'),
    condition: null,
    allowedDataActions: part('dataActions'),
    excludedDataActions: part('notDataActions'),
  };
};

const builtIn = oneOf('BuiltInRole', 'CustomRole');

/** A path of a scope, as it was written but for a slash at its end. */
const scopePath: Read<string> = (node, place) => {
  const path = text(longestPath)(node, place);
  if (canonicalResourceScope(path) === null)
    throw refusal(node.line, place, `expected the path of a scope, found ${quoted(path)}.`);
  return path.replace(/\/$/, '');
};

const assignableScope: Read<string> = (node, place) => (node.value === '/' ? '/' : scopePath(node, place));

/** Roles on resources (resources.md 12, S-7). */
export const resourceRoleShape: Shape = {
  id: { column: 'id', read: guid, isRequired: true },
  roleName: { column: 'display_name', read: name(256), isRequired: true },
  description: { column: 'description', read: orNull(text(1_024)) },
  type: { column: 'is_built_in', read: (node, place) => builtIn(node, place) === 'BuiltInRole' },
  permissions: { column: 'role_permissions', read: listOf(permission, 100) },
  assignableScopes: { column: 'resource_scopes', read: listOf(assignableScope, 2_000), isRequired: true },
};

const armType = 'microsoft.authorization/roledefinitions';

/**
 * A role as ARM writes it, its properties within `properties` or beside them: with the GUID alone as its id, be it the end
 * of `id` or `name`, and `BuiltInRole` or `CustomRole` as its type.
 */
export function flatRole(role: LocatedObject): LocatedObject {
  const inner = role.get('properties')?.value ?? null;
  const found = new Map([...role, ...(isObject(inner) ? inner : [])]);
  const set = (property: string, node: Located | undefined) => {
    if (node) found.set(property, node);
    else found.delete(property);
  };
  const id = role.get('id') ?? role.get('name');
  set('id', typeof id?.value === 'string' ? { ...id, value: id.value.slice(id.value.lastIndexOf('/') + 1) } : id);
  const types = [found.get('roleType'), isObject(inner) ? inner.get('type') : undefined, role.get('type')];
  set(
    'type',
    types.find((node) => node && String(node.value).toLowerCase() !== armType),
  );
  return found;
}

/** A scope of the file: its path, its name, and the scope above it where the file or the path tells it. */
export function readScope(value: LocatedObject, position: number, line: number, place: string): StagedScope {
  const id = required(value, 'id', line, place);
  const spelling = scopePath(id, `${place}.id`);
  const canonical = spelling.toLowerCase();
  const shown = value.get('displayName') ?? { line, value: spelling.slice(spelling.lastIndexOf('/') + 1) };
  const parent = value.get('parent');
  const named = parent && parent.value !== null ? parentOf(parent, canonical, `${place}.parent`) : null;
  return {
    position,
    line: named ? (parent?.line ?? line) : line,
    id: canonical,
    spelling,
    type: resourceTypeIn(spelling),
    display_name: name(256)(shown, `${place}.displayName`),
    parent_id: named ?? parentInPath(canonical),
    is_parent_named: named !== null,
  };
}

/** The scope above that is named: a path, or `{ "id": … }`; it has to be one that can hold the other. */
function parentOf({ line, value }: Located, below: string, place: string): string {
  const node = isObject(value) ? required(value, 'id', line, place) : { line, value };
  const id = scopePath(node, place).toLowerCase();
  const inPath = parentInPath(below);
  if (inPath !== null && inPath !== id)
    throw refusal(line, place, `the path says that it stands below ${inPath}. Take parent out.`);
  if (inPath === null && resourceScopeType(id) !== 'managementgroup')
    throw refusal(line, place, `expected a management group, found ${quoted(id)}.`);
  return id;
}

function required(value: LocatedObject, property: string, line: number, place: string): Located {
  const node = value.get(property);
  if (!node) throw refusal(line, place, `the property "${property}" is missing.`);
  return node;
}
