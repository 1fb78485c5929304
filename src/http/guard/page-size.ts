import {
  type FieldNode,
  type GraphQLField,
  GraphQLInt,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import type { Limits } from './limits';
import { beyondLimit } from './refusal';

/** Variables of one request, by name. */
export type Variables = Readonly<Record<string, unknown>>;

/** A page size that a request's variables decide. */
export interface VariablePageSize {
  /** Name of the argument, `first` or `last`. */
  readonly argument: string;
  readonly variable: string;
  /** Size where the variable is absent or null. */
  readonly fallback: number;
}

/** Page size of a field: known from the document, or left to a variable. */
export type PageSize = number | VariablePageSize;

const pageArguments: readonly string[] = ['first', 'last'];

/**
 * The page sizes that a field asks for, or none where the field takes no `first` and no `last`.
 *
 * One where either or neither is given, two where a document gives both, which the resolvers refuse. Throws
 * `PAGE_SIZE_OUT_OF_RANGE` for a literal that is out of range, before any cost is summed: a negative one would lower it.
 */
export function pageSizesOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  operation: OperationDefinitionNode,
  limits: Limits,
): readonly PageSize[] {
  const paging = field.args.filter(
    ({ name, type }) => pageArguments.includes(name) && getNamedType(type) === GraphQLInt,
  );
  if (paging.length === 0) return [];
  const preset = paging.map(({ defaultValue }) => defaultValue).find(isNumber) ?? limits.defaultPageSize;
  const given = paging.flatMap(({ name }) => {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    return sizeFrom(name, value, preset, operation, limits) ?? [];
  });
  return given.length === 0 ? [preset] : given;
}

function sizeFrom(
  argument: string,
  value: ValueNode | undefined,
  fallback: number,
  { variableDefinitions }: OperationDefinitionNode,
  limits: Limits,
): PageSize | null {
  if (value?.kind === Kind.INT) return inRange(argument, Number(value.value), limits);
  if (value?.kind !== Kind.VARIABLE) return null;
  const variable = value.name.value;
  const definition = variableDefinitions?.find((one) => one.variable.name.value === variable);
  const preset = definition?.defaultValue;
  if (preset?.kind !== Kind.INT) return { argument, variable, fallback };
  return { argument, variable, fallback: inRange(argument, Number(preset.value), limits) };
}

/**
 * The size under given variables; throws `PAGE_SIZE_OUT_OF_RANGE` as `pageSizeOf` does.
 *
 * A value that is no number counts as absent: it never reaches a resolver, for the executor refuses it.
 */
export function resolvePageSize(size: PageSize, variables: Variables, limits: Limits): number {
  if (typeof size === 'number') return size;
  const value = variables[size.variable];
  return isNumber(value) ? inRange(size.argument, value, limits) : size.fallback;
}

function inRange(argument: string, value: number, { maxPageSize }: Limits): number {
  if (value >= 1 && value <= maxPageSize) return value;
  const message = `${argument} must be between 1 and ${maxPageSize}, but is ${value}. Read on with a cursor instead.`;
  throw beyondLimit('PAGE_SIZE_OUT_OF_RANGE', message, maxPageSize, value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
