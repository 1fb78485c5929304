import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { checkShapes } from './check-shapes';
import { fieldOf, memberFor, membersOf, reachable } from './fields';
import type { Loaders } from './load';
import { AtPlaces, ForResolver, isPlanned, typeNameOf } from './planned';
import type { AbstractShape, ObjectShape, PageArguments, Shape } from './shape';

/** What resolvers of a shaped type need of an operation's context, for records that were not read ahead. */
export interface PlannedContext {
  readonly loaders: Loaders;
}

/** The name of the GraphQL type of a plain value. */
// biome-ignore lint/suspicious/noExplicitAny: a value as its column holds it; each function names what it looks at
export type TypeNameOf = (value: any) => string;

type Resolver = GraphQLFieldResolver<unknown, PlannedContext>;

/**
 * Makes a built schema answer from what the planner read ahead; call it once, before the schema is used.
 *
 * A field takes the ready value where its object was read ahead; of any other record of a shaped type it is loaded,
 * each kind of field in one batch. Types without a shape keep their resolvers. Throws, naming the type and the field,
 * where a shape and the schema do not fit. Shapes that others lead to need not be listed. `typeNames` tells the types of
 * values apart that stand in no table of their own, such as the rules of a policy: by the name of their interface or
 * union.
 */
export function installPlannedResolvers(
  schema: GraphQLSchema,
  roots: readonly Shape[],
  typeNames: Readonly<Record<string, TypeNameOf>> = {},
): GraphQLSchema {
  const shapes = reachable(roots);
  checkShapes(schema, shapes);
  const objects = new Map(shapes.flatMap(membersOf).map((shape) => [shape.typeName, shape]));
  const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__') && !operations.includes(type)) {
      installOn(type, objects.get(type.name) ?? null);
    }
  }
  for (const shape of shapes) if (shape.shape === 'abstract') installTypeOf(schema, shape);
  for (const [name, typeNameOfValue] of Object.entries(typeNames)) {
    const type = schema.getType(name);
    if (!isAbstractType(type))
      throw new Error(`${name} is no interface or union, so its values have no types to tell.`);
    // At once, where a schema builder's own answer may be a promise.
    type.resolveType = (value: unknown) => (isRecord(value) ? typeNameOfValue(value) : undefined);
  }
  return schema;
}

function installOn(type: GraphQLObjectType, shape: ObjectShape | null): void {
  // What was read ahead, and plain records, are of no class that a type could be told by.
  if (shape) type.isTypeOf = null;
  for (const field of Object.values(type.getFields())) field.resolve = resolverOf(field, shape);
}

function resolverOf(field: GraphQLField<unknown, PlannedContext>, shape: ObjectShape | null): Resolver {
  const own = field.resolve ?? defaultFieldResolver;
  const elsewhere = shape ? loadingResolver(field.name, shape, own) : picking(own);
  return (source, args, context, info) => {
    if (!isPlanned(source)) return elsewhere(source, args, context, info);
    const value = source[info.path.key];
    return value instanceof ForResolver ? own(value.record, args, context, info) : value;
  };
}

function loadingResolver(name: string, shape: ObjectShape, own: Resolver): Resolver {
  const field = fieldOf(shape, name);
  if (field.field === 'external') return own;
  return (source, args: PageArguments, { loaders }) =>
    isRecord(source) ? loaders.field(shape, name, source, args) : null;
}

/** A payload's field gives the one object that its place in the answer asks for. */
const picking =
  (own: Resolver): Resolver =>
  (source, args, context, info) => {
    const value = own(source, args, context, info);
    return value instanceof Promise ? value.then((one) => pick(one, info)) : pick(value, info);
  };

function pick(value: unknown, { path }: GraphQLResolveInfo): unknown {
  if (Array.isArray(value))
    return value.some((one) => one instanceof AtPlaces) ? value.map((one) => at(one, path)) : value;
  return at(value, path);
}

function at(value: unknown, path: GraphQLResolveInfo['path']): unknown {
  if (!(value instanceof AtPlaces)) return value;
  const keys = keysOf(path);
  const places = [...value.byPath.keys()];
  const place = places.find((one) => keys.endsWith(`.${one}`));
  return place === undefined ? null : value.byPath.get(place);
}

/** The response keys that lead to a field, without the places in lists. */
function keysOf(path: GraphQLResolveInfo['path'] | undefined): string {
  if (!path) return '';
  return typeof path.key === 'number' ? keysOf(path.prev) : `${keysOf(path.prev)}.${path.key}`;
}

function installTypeOf(schema: GraphQLSchema, shape: AbstractShape): void {
  const type = schema.getType(shape.typeName);
  if (!isAbstractType(type)) return;
  const own = type.resolveType;
  type.resolveType = (value: unknown, context: unknown, info, abstractType) => {
    if (isPlanned(value)) return typeNameOf(value);
    if (isRecord(value)) return memberFor(shape, value).typeName;
    return own?.(value, context, info, abstractType);
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
