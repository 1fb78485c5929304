import { resourceNames } from '../../domain/providers/all';
import { directoryProvider, tenantScope } from '../../domain/providers/directory';
import type { Item } from './json-frame';
import { isObject, type LocatedObject, quoted, refusal } from './located';
import { managerIn, reference } from './read-reference';
import { guid, kindOf, text } from './read-values';
import { readScope } from './resource-shapes';
import { isSection, type SectionName, sections } from './sections';
import { readShape } from './shapes';
import type { StagedAssignment, StagedReference, StagedRows } from './staging';

const nothing: StagedRows = { object: [], list: [], reference: [], assignment: [], scope: [] };

/** What one value of the file's lists comes to; refuses what does not fit its shape, naming line and place. */
export function readElement({ section, position, list, ordinal, node }: Item): StagedRows {
  const { line, value } = node;
  if (section.startsWith('@') || section === 'organization') return nothing;
  if (position === null) throw refusal(line, section, `expected a list, found ${kindOf(value)}.`);
  const place = `${section}[${position}]`;
  if (list !== null) {
    if (!isSection(section) || !sections[section].lists.some((known) => known === list)) return nothing;
    const target = reference(node, `${place}.${list}[${ordinal}]`);
    return { ...nothing, reference: [{ section, position, relation: list, ordinal, line, target }] };
  }
  if (!isObject(value)) throw refusal(line, place, `expected an object, found ${kindOf(value)}.`);
  if (isSection(section)) return readObject(section, position, value, line, place);
  if (section === resourceNames.scopes) return { ...nothing, scope: [readScope(value, position, line, place)] };
  return { ...nothing, assignment: [readAssignment(value, position, line, place)] };
}

/** The id of the organisation that the file is of; undefined when the item says nothing of it. */
export function organizationIn({ section, node: { line, value } }: Item): string | undefined {
  if (section !== 'organization') return undefined;
  const id = isObject(value) ? value.get('id') : undefined;
  if (!id) throw refusal(line, section, 'expected an object with the "id" of the organization.');
  return guid(id, 'organization.id');
}

function readObject(
  section: SectionName,
  position: number,
  value: LocatedObject,
  line: number,
  place: string,
): StagedRows {
  const { shape, lists, fixed, defaults, flat } = sections[section];
  const manager = section === 'users' ? readManager(value, position, place) : undefined;
  const found: Readonly<Record<string, unknown>> = {
    ...readShape(shape, flat ? flat(value) : value, line, place),
    ...fixed,
    ...(manager ? { manager_id: manager.target } : {}),
  };
  return {
    ...nothing,
    object: [{ section, position, line, id: String(found.id), found, defaults: defaults(found) }],
    list: lists.flatMap((relation) => {
      const list = value.get(relation);
      if (!list) return [];
      if (Array.isArray(list.value)) return [{ section, position, relation }];
      throw refusal(list.line, `${place}.${relation}`, `expected a list, found ${kindOf(list.value)}.`);
    }),
    reference: manager?.reference ?? [],
  };
}

/** Null as the manager takes the manager away. */
function readManager(
  user: LocatedObject,
  position: number,
  place: string,
): { readonly target: string | null; readonly reference: readonly StagedReference[] } | undefined {
  const named = managerIn(user);
  if (!named) return undefined;
  const [property, node] = named;
  if (node.value === null) return { target: null, reference: [] };
  const target = reference(node, `${place}.${property}`);
  const row = { section: 'users', position, relation: property, ordinal: null, line: node.line, target };
  return { target, reference: [row] };
}

function readAssignment(value: LocatedObject, position: number, line: number, place: string): StagedAssignment {
  const read = (property: string): string => {
    const node = value.get(property);
    if (!node) throw refusal(line, place, `the property "${property}" is missing.`);
    return guid(node, `${place}.${property}`);
  };
  const scope = value.get('directoryScopeId');
  const written = scope ? text(256)(scope, `${place}.directoryScopeId`) : tenantScope;
  const scopeId = directoryProvider.canonicalScope(written);
  if (scopeId === null) {
    const problem = `expected "/" or "/administrativeUnits/{id}", found ${quoted(written)}.`;
    throw refusal(scope?.line ?? line, `${place}.directoryScopeId`, problem);
  }
  return { position, line, principal_id: read('principalId'), role_id: read('roleDefinitionId'), scope_id: scopeId };
}
