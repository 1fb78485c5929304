import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { invariant } from '../../domain/errors';
import { badArgument } from './bad-argument';
import { collect, type Document, documentOf, type FieldInfo, type FieldNodes } from './collect';
import { fieldOf, membersOf } from './fields';
import { selectConnection } from './look-ahead-connection';
import type { Branch, MemberSelection, NestedList, ObjectSelection, SelectedField, Selection } from './selection';
import type { Field, ObjectShape, Question, Shape, ToManyField } from './shape';

/** Objects within objects that one statement follows; the guards of the doors allow less. */
const deepest = 15;

/** Where a look-ahead stands: the operation, the connections found so far, and how deep it is. */
export interface Ahead {
  readonly document: Document;
  readonly nested: NestedList[];
  readonly depth: number;
}

/** What is selected below a field that gives a page of the question. */
export function selectPage(info: FieldInfo, { shape }: Question): Selection {
  const ahead = begin(info);
  const connection = selectConnection(ahead, shape, objectType(info.returnType), info.fieldNodes);
  return { root: 'connection', connection, nested: ahead.nested };
}

/**
 * What is selected of an object at `path` below a field: names of fields, none for the field's own object.
 *
 * A field on the way that the operation names under several aliases gives a branch for each.
 */
export function selectObjects(info: FieldInfo, shape: Shape, path: readonly string[]): Selection {
  const ahead = begin(info);
  const branches = follow(ahead, info.returnType, info.fieldNodes, path).map(
    ({ keys, nodes }): Branch => ({ path: keys.join('.'), object: selectObject(ahead, shape, nodes) }),
  );
  return { root: 'objects', branches, nested: ahead.nested };
}

const begin = (info: FieldInfo): Ahead => ({ document: documentOf(info), nested: [], depth: 0 });

interface Place {
  readonly keys: readonly string[];
  readonly nodes: readonly FieldNode[];
}

function follow(
  ahead: Ahead,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  [name, ...rest]: readonly string[],
): readonly Place[] {
  if (name === undefined) return [{ keys: [], nodes }];
  const parent = objectType(type);
  const field = parent.getFields()[name];
  invariant(field, `${parent.name} has no field ${name} to follow`);
  return [...collect(ahead.document, parent, nodes)]
    .filter(([, [node]]) => node.name.value === name)
    .flatMap(([key, below]) =>
      follow(ahead, field.type, below, rest).map((place) => ({ ...place, keys: [key, ...place.keys] })),
    );
}

/** The object type behind the lists and non-nulls of a type. */
export function objectType(type: GraphQLOutputType): GraphQLObjectType {
  const named = getNamedType(type);
  invariant(isObjectType(named), `${String(type)} must be an object type to be read ahead`);
  return named;
}

/** What is selected of the rows of a shape. */
export function selectObject(above: Ahead, shape: Shape, nodes: readonly FieldNode[]): ObjectSelection {
  const ahead = { ...above, depth: above.depth + 1 };
  if (ahead.depth > deepest) throw badArgument(`Ask for at most ${deepest} objects within each other.`, []);
  const shared: Shared[] = [];
  const members = membersOf(shape).map((member) => selectMember(ahead, member, nodes, shared));
  return { shape, members };
}

/** A field that a member selected, for the members after it that select the very same. */
interface Shared extends Found {
  readonly selected: SelectedField;
}

function selectMember(
  ahead: Ahead,
  shape: ObjectShape,
  parents: readonly FieldNode[],
  shared: Shared[],
): MemberSelection {
  const type = ahead.document.schema.getType(shape.typeName);
  invariant(isObjectType(type), `the schema has no object type ${shape.typeName}`);
  const fields = [...collect(ahead.document, type, parents)].map(([key, nodes]): SelectedField => {
    const name = nodes[0].name.value;
    if (name === '__typename') return { is: 'typename', key };
    const field = fieldOf(shape, name);
    const definition = type.getFields()[name];
    invariant(definition, `${type.name}.${name} is not in the schema`);
    const found = { key, nodes, field, definition };
    const same = shared.find((one) => isSame(one, found));
    if (same) return same.selected;
    const selected = selectField(ahead, found);
    shared.push({ ...found, selected });
    return selected;
  });
  return { shape, fields };
}

const isSame = (one: Found, other: Found): boolean =>
  one.field === other.field &&
  one.key === other.key &&
  String(one.definition.type) === String(other.definition.type) &&
  one.nodes.length === other.nodes.length &&
  one.nodes.every((node, index) => node === other.nodes[index]);

interface Found {
  readonly key: string;
  readonly nodes: FieldNodes;
  readonly field: Field;
  readonly definition: GraphQLField<unknown, unknown>;
}

function selectField(ahead: Ahead, { key, nodes, field, definition }: Found): SelectedField {
  const { type } = definition;
  if (field.field === 'toOne')
    return {
      is: 'toOne',
      key,
      field,
      mayBeNull: !isNonNullType(type),
      child: selectObject(ahead, field.target(), nodes),
    };
  if (field.field !== 'toMany') return { is: 'value', key, field, asked: { type, nodes } };
  if (field.as === 'list') return { is: 'list', key, field, child: selectObject(ahead, field.target(), nodes) };
  const list = addNested(ahead, field, definition, nodes[0]);
  const child = selectConnection(ahead, field.target(), objectType(definition.type), nodes);
  return { is: 'connection', key, field, list, child };
}

function addNested(
  { nested }: Ahead,
  field: ToManyField,
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): number {
  return nested.push({
    name: definition.name,
    field,
    read: (variables) => getArgumentValues(definition, node, variables),
  });
}
