import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isListType,
  isObjectType,
} from 'graphql';
import { columnOf, tableOf } from './columns';
import { findField, membersOf, tableOfShape } from './fields';
import { isPageFact } from './look-ahead-connection';
import type { AbstractShape, Field, ObjectShape, Shape, ToManyField } from './shape';

const pageArguments: readonly string[] = ['first', 'after', 'last', 'before'];

/**
 * Holds the schema to the shapes: every field of a shaped type is one that the planner can read, or has a resolver of
 * its own and says so. Throws with the name of the first that is not.
 */
export function checkShapes(schema: GraphQLSchema, shapes: readonly Shape[]): void {
  for (const shape of shapes) {
    if (shape.shape === 'abstract') checkAbstract(schema, shape);
    else checkObject(schema, shape);
  }
}

function checkAbstract(schema: GraphQLSchema, shape: AbstractShape): void {
  const { typeName, discriminator } = shape;
  const type = schema.getType(typeName);
  demand(
    isAbstractType(type),
    typeName,
    'is declared as an abstract shape, but the schema has no such interface or union',
  );
  if (typeof discriminator === 'string') columnOf(tableOfShape(shape), discriminator);
  const declared = membersOf(shape).map((member) => member.typeName);
  demand(new Set(declared).size === declared.length, typeName, 'names a member twice');
  for (const { name } of schema.getPossibleTypes(type)) {
    demand(declared.includes(name), typeName, `has the type ${name}, which is no member of its shape`);
  }
  for (const member of membersOf(shape)) checkObject(schema, member);
}

function checkObject(schema: GraphQLSchema, shape: ObjectShape): void {
  const type = schema.getType(shape.typeName);
  demand(isObjectType(type), shape.typeName, 'is declared as a shape, but the schema has no such object type');
  for (const name of Object.keys(shape.fields)) {
    demand(
      type.getFields()[name],
      `${shape.typeName}.${name}`,
      'is declared by the shape, but is no field of the schema',
    );
  }
  for (const field of Object.values(type.getFields())) checkField(schema, shape, field);
}

function checkField(schema: GraphQLSchema, shape: ObjectShape, field: GraphQLField<unknown, unknown>): void {
  const place = `${shape.typeName}.${field.name}`;
  const declared = findField(shape, field.name);
  demand(declared, place, 'is neither declared by the shape nor a property of its table');
  for (const property of propertiesOf(declared)) {
    demand(tableOf(shape.table).columns.has(property), place, `needs ${property}, which its table does not have`);
  }
  const takes = field.args.map(({ name }) => name).filter((name) => !argumentsOf(declared).includes(name));
  demand(
    takes.length === 0 || declared.field === 'external',
    place,
    `has arguments that the planner ignores: ${takes.join(', ')}`,
  );
  if (declared.field === 'toOne') checkTarget(place, field, declared.target());
  if (declared.field === 'toMany') checkMany(schema, place, field, declared);
}

function checkMany(
  schema: GraphQLSchema,
  place: string,
  field: GraphQLField<unknown, unknown>,
  declared: ToManyField,
): void {
  const target = declared.target();
  for (const { property } of [...declared.orderBy, ...Object.values(declared.asked?.orders ?? {}).flat()]) {
    demand(tableOfShape(target).columns.has(property), place, `is ordered by ${property}, which its rows do not have`);
  }
  const { ownerKey } = declared;
  const isKept = ownerKey === undefined || tableOfShape(target).columns.has(ownerKey);
  demand(isKept, place, `finds its owner by ${ownerKey}, which its rows do not have`);
  const isList = isListType(getNullableType(field.type));
  demand(
    isList === (declared.as === 'list'),
    place,
    `is declared as a ${declared.as}, but is of the type ${String(field.type)}`,
  );
  if (isList) {
    checkTarget(place, field, target);
    return;
  }
  const connection = schema.getType(getNamedType(field.type).name);
  demand(isObjectType(connection), place, 'is declared as a connection, but gives no object');
  checkConnection(place, connection, target);
}

const parts: readonly string[] = ['edges', 'nodes', 'pageInfo', 'totalCount'];

function checkConnection(place: string, type: GraphQLObjectType, target: Shape): void {
  for (const field of Object.values(type.getFields())) {
    demand(
      parts.includes(field.name),
      `${type.name}.${field.name}`,
      `is unknown to the planner, which reads it for ${place}`,
    );
    if (field.name === 'nodes') checkTarget(`${type.name}.nodes`, field, target);
    if (field.name === 'edges')
      checkBelow(field, (one) => one.name === 'cursor' || (one.name === 'node' && isTarget(one, target)));
    if (field.name === 'pageInfo') checkBelow(field, ({ name }) => isPageFact(name));
  }
}

function checkBelow(
  { type }: GraphQLField<unknown, unknown>,
  isKnown: (field: GraphQLField<unknown, unknown>) => boolean,
): void {
  const named = getNamedType(type);
  demand(isObjectType(named), String(type), 'must be an object type');
  for (const field of Object.values(named.getFields())) {
    demand(isKnown(field), `${named.name}.${field.name}`, 'is nothing that the planner knows of a page');
  }
}

const checkTarget = (place: string, field: GraphQLField<unknown, unknown>, target: Shape): void =>
  demand(
    isTarget(field, target),
    place,
    `is declared to give ${target.typeName}, but is of the type ${String(field.type)}`,
  );

const isTarget = ({ type }: GraphQLField<unknown, unknown>, { typeName }: Shape): boolean =>
  getNamedType(type).name === typeName;

function propertiesOf(field: Field): readonly string[] {
  if (field.field === 'column') return [field.property];
  if (field.field === 'expression') return field.near ? [field.near.by] : [];
  return field.field === 'computed' || field.field === 'external' ? field.needs : [];
}

function argumentsOf(field: Field): readonly string[] {
  if (field.field !== 'toMany' || field.as !== 'connection') return [];
  return field.asked ? [...pageArguments, 'filter', 'orderBy'] : pageArguments;
}

function demand(condition: unknown, place: string, fault: string): asserts condition {
  if (!condition) throw new Error(`${place} ${fault}.`);
}
