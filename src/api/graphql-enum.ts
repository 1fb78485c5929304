import { registerEnumType } from 'type-graphql';

/**
 * A GraphQL enum made from its values and what each of them means; name the values' type to hold it to the domain's.
 *
 * The values are spelt as Microsoft Graph spells them, in TypeScript, PostgreSQL and GraphQL alike. Letter case counts
 * in GraphQL: only the canonical spelling is accepted (A-9 speaks of Graph's REST texts).
 */
export function graphqlEnum<V extends string>(
  name: string,
  description: string,
  values: Readonly<Record<V, string>>,
): object {
  const meanings = Object.entries<string>(values);
  const object: object = Object.fromEntries(meanings.map(([value]) => [value, value]));
  const valuesConfig = Object.fromEntries(meanings.map(([value, meaning]) => [value, { description: meaning }]));
  registerEnumType(object, { name, description, valuesConfig });
  return object;
}
