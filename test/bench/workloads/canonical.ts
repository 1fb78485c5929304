import { invariant } from '../../../src/domain/errors';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** The object at a place in an answer. */
export function at(answer: unknown, ...path: readonly string[]): JsonObject {
  const found = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), answer);
  invariant(isObject(found), `the answer has an object at ${path.join('.')}: ${JSON.stringify(answer)?.slice(0, 300)}`);
  return found;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values in one spelling: instants in UTC, keys in order, and no difference between absent and null. */
export function plainForm(value: Json): Json {
  if (typeof value === 'string') return instantPattern.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.map(plainForm);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, member]) => [key, plainForm(member)]),
  );
}

/** The same with some keys replaced, at every depth; null leaves a key out. */
export function rewritten(value: Json, rewrite: (key: string, member: Json) => readonly [string, Json] | null): Json {
  if (Array.isArray(value)) return value.map((member) => rewritten(member, rewrite));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const replaced = rewrite(key, member);
      return replaced ? [[replaced[0], rewritten(replaced[1], rewrite)]] : [];
    }),
  );
}

/** Leads from a role to its policy directly, as PostGraphile does. */
export const withoutAssignment = (key: string, member: Json): readonly [string, Json] =>
  key === 'policyAssignment' && isObject(member) ? ['policy', member.policy ?? null] : [key, member];
