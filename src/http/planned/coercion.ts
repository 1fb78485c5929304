import {
  type FieldNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  isLeafType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { holdsVariable } from '../../queries/planner/collect';

/** Values by name. */
export type Values = Readonly<Record<string, unknown>>;

/** A variable of a type without parts. */
interface PlainVariable {
  readonly name: string;
  readonly type: GraphQLLeafType;
}

/**
 * Makes the coercion of an operation's variables; it gives null where they are not what they are declared to be.
 *
 * It is graphql-js's own, which looks up each declaration again for every request: where all types are scalars and enums,
 * and a value is given for each, that comes down to the types' own reading of the values. Whatever else is sent goes to
 * graphql-js.
 */
export function createVariables(
  schema: GraphQLSchema,
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
): (given: Values) => Values | null {
  const plain = definitions.flatMap((one) => plainVariable(schema, one) ?? []);
  const isPlain = plain.length === definitions.length;
  return (given) =>
    (isPlain ? readPlain(plain, given) : null) ??
    getVariableValues(schema, definitions, given, { maxErrors: 1 }).coerced ??
    null;
}

/** Names that begin with two underscores are left out: one of them would set the prototype of what holds the values. */
function plainVariable(schema: GraphQLSchema, { type: node, variable }: VariableDefinitionNode): PlainVariable | null {
  const name = variable.name.value;
  const named = node.kind === Kind.NON_NULL_TYPE ? node.type : node;
  const type = named.kind === Kind.NAMED_TYPE ? schema.getType(named.name.value) : undefined;
  return isLeafType(type) && !name.startsWith('__') ? { name, type } : null;
}

/** Null where one value is missing, null, or refused by its type. */
function readPlain(variables: readonly PlainVariable[], given: Values): Values | null {
  const read: Record<string, unknown> = {};
  try {
    for (const { name, type } of variables) {
      const value = Object.hasOwn(given, name) ? given[name] : null;
      const parsed = value === null ? undefined : type.parseValue(value);
      if (parsed === undefined) return null;
      read[name] = parsed;
    }
    return read;
  } catch {
    return null;
  }
}

/** Where the value of an argument comes from. */
type Source = { readonly is: 'variable'; readonly name: string } | { readonly is: 'constant'; readonly value: unknown };

/**
 * Makes the coercion of a field's arguments, which throws where one cannot be coerced.
 *
 * It is graphql-js's own, done beforehand for what the document alone gives: a variable is of the argument's type by then,
 * as validation has seen to it. Variables within lists and objects, missing and null ones go to graphql-js.
 */
export function createArguments(field: GraphQLField<unknown, unknown>, node: FieldNode): (variables: Values) => Values {
  const sources = sourcesOf(field, node);
  return (variables) => (sources && readSources(sources, variables)) ?? getArgumentValues(field, node, variables);
}

/** Null where graphql-js has to find out each time. */
function sourcesOf({ args }: GraphQLField<unknown, unknown>, node: FieldNode): ReadonlyMap<string, Source> | null {
  const sources = new Map<string, Source>();
  for (const { name, type, defaultValue } of args) {
    const given = node.arguments?.find((one) => one.name.value === name)?.value;
    if (given?.kind === Kind.VARIABLE) {
      sources.set(name, { is: 'variable', name: given.name.value });
      continue;
    }
    if (given && holdsVariable(given)) return null;
    const value = given ? valueFromAST(given, type) : defaultValue;
    if (value !== undefined) sources.set(name, { is: 'constant', value });
    else if (given || isNonNullType(type)) return null;
  }
  return sources;
}

/** Null where a variable is missing or null. */
function readSources(sources: ReadonlyMap<string, Source>, variables: Values): Values | null {
  const read: Record<string, unknown> = {};
  for (const [name, source] of sources) {
    if (source.is === 'constant') {
      read[name] = source.value;
      continue;
    }
    const value = Object.hasOwn(variables, source.name) ? variables[source.name] : null;
    if (value === undefined || value === null) return null;
    read[name] = value;
  }
  return read;
}
