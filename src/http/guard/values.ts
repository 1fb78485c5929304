import { type ConstDirectiveNode, type DirectiveNode, type GraphQLError, Kind, type ValueNode } from 'graphql';
import type { Limits } from './limits';
import { beyondLimit } from './refusal';

/** Names that would reach into JavaScript's own object machinery where a value is copied key by key. */
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

interface Pending {
  readonly value: unknown;
  readonly depth: number;
}

/**
 * What is wrong with the variables of one request, or null.
 *
 * The map of variables itself is depth 0 and no value of its own; `{ input: { list: [1] } }` holds three values, two
 * levels deep. Walks without recursion, so that the depth it refuses cannot hurt it first.
 */
export function faultInVariables(variables: Readonly<Record<string, unknown>>, limits: Limits): GraphQLError | null {
  const pending: Pending[] = [{ value: variables, depth: 0 }];
  let values = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const fault = faultInValue(next, limits);
    if (fault !== null) return fault;
    values += pushChildren(next, pending);
    if (values > limits.maxVariableValues) return tooManyValues(values, limits);
  }
  return null;
}

function faultInValue({ value, depth }: Pending, limits: Limits): GraphQLError | null {
  if (typeof value === 'string') return faultInString(value, limits);
  if (typeof value !== 'object' || value === null) return null;
  if (depth > limits.maxValueDepth) return tooDeep(depth, limits);
  if (Array.isArray(value)) return null;
  const forbidden = Object.keys(value).find((key) => forbiddenNames.has(key));
  return forbidden === undefined ? null : nameNotAllowed(forbidden);
}

function pushChildren({ value, depth }: Pending, pending: Pending[]): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children = Object.values(value);
  for (const child of children) pending.push({ value: child, depth: depth + 1 });
  return children.length;
}

/** The same judgement on the literal arguments of directives on an operation, field or fragment. */
export function checkDirectives(directives: readonly (DirectiveNode | ConstDirectiveNode)[], limits: Limits): void {
  for (const directive of directives) {
    for (const argument of directive.arguments ?? []) checkLiteral(argument.value, limits);
  }
}

/** The same judgement on a value written in the document, which throws what is wrong. Its length is bounded by the tokens. */
export function checkLiteral(value: ValueNode, limits: Limits, depth = 1): void {
  if (value.kind === Kind.STRING) throwIfAny(faultInString(value.value, limits));
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return;
  if (depth > limits.maxValueDepth) throw tooDeep(depth, limits);
  if (value.kind === Kind.LIST) {
    for (const item of value.values) checkLiteral(item, limits, depth + 1);
    return;
  }
  for (const field of value.fields) {
    if (forbiddenNames.has(field.name.value)) throw nameNotAllowed(field.name.value);
    checkLiteral(field.value, limits, depth + 1);
  }
}

function throwIfAny(fault: GraphQLError | null): void {
  if (fault !== null) throw fault;
}

function faultInString(text: string, { maxStringLength }: Limits): GraphQLError | null {
  if (text.length <= maxStringLength) return null;
  const message = `A string is ${text.length} characters long; at most ${maxStringLength} are allowed. Shorten it.`;
  return beyondLimit('STRING_TOO_LONG', message, maxStringLength, text.length);
}

function tooDeep(depth: number, { maxValueDepth }: Limits): GraphQLError {
  const message = `A value nests lists and objects ${depth} levels deep or more; at most ${maxValueDepth} are allowed. Flatten it.`;
  return beyondLimit('VALUE_TOO_DEEP', message, maxValueDepth, depth);
}

function tooManyValues(values: number, { maxVariableValues }: Limits): GraphQLError {
  const message = `The variables hold ${values} values or more; at most ${maxVariableValues} are allowed. Send them in several requests.`;
  return beyondLimit('TOO_MANY_VALUES', message, maxVariableValues, values);
}

function nameNotAllowed(name: string): GraphQLError {
  return beyondLimit('NAME_NOT_ALLOWED', `No value may have a key named ${name}. Remove it.`);
}
