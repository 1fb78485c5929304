import type { FieldNode, GraphQLObjectType } from 'graphql';
import { invariant } from '../../domain/errors';
import { collect, type FieldNodes } from './collect';
import { type Ahead, objectType, selectObject } from './look-ahead';
import type { ConnectionPart, ConnectionSelection, EdgePart, PageFact, PageInfoPart } from './selection';
import type { Shape } from './shape';

/** What is selected of a connection of Relay's form, whose rows have that shape. */
export function selectConnection(
  ahead: Ahead,
  shape: Shape,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ConnectionSelection {
  const parts = below(ahead, type, nodes, (key, name, found, typeName): ConnectionPart => {
    switch (name) {
      case '__typename':
        return { is: 'typename', key, typeName };
      case 'totalCount':
        return { is: 'totalCount', key };
      case 'nodes':
        return { is: 'nodes', key, child: selectObject(ahead, shape, found) };
      case 'edges':
        return { is: 'edges', key, parts: selectEdge(ahead, shape, fieldType(type, name), found) };
      default:
        invariant(name === 'pageInfo', `the planner does not know the field ${typeName}.${name}`);
        return { is: 'pageInfo', key, parts: selectPageInfo(ahead, fieldType(type, name), found) };
    }
  });
  return { shape, parts };
}

const selectEdge = (ahead: Ahead, shape: Shape, type: GraphQLObjectType, nodes: FieldNodes): EdgePart[] =>
  below(ahead, type, nodes, (key, name, found, typeName): EdgePart => {
    if (name === '__typename') return { is: 'typename', key, typeName };
    if (name === 'cursor') return { is: 'cursor', key };
    invariant(name === 'node', `the planner does not know the field ${typeName}.${name}`);
    return { is: 'node', key, child: selectObject(ahead, shape, found) };
  });

const selectPageInfo = (ahead: Ahead, type: GraphQLObjectType, nodes: FieldNodes): PageInfoPart[] =>
  below(ahead, type, nodes, (key, name, _found, typeName): PageInfoPart => {
    if (name === '__typename') return { is: 'typename', key, typeName };
    invariant(isPageFact(name), `the planner does not know the field ${typeName}.${name}`);
    return { is: name, key };
  });

const pageFacts: readonly string[] = ['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'];

/** Whether a page tells this about itself. */
export const isPageFact = (name: string): name is PageFact => pageFacts.includes(name);

function below<T>(
  { document }: Ahead,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  select: (key: string, name: string, found: FieldNodes, typeName: string) => T,
): T[] {
  return [...collect(document, type, nodes)].map(([key, found]) => select(key, found[0].name.value, found, type.name));
}

function fieldType(type: GraphQLObjectType, name: string): GraphQLObjectType {
  const field = type.getFields()[name];
  invariant(field, `${type.name} has no field ${name}`);
  return objectType(field.type);
}
