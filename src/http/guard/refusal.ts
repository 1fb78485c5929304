import { GraphQLError } from 'graphql';

/** Codes of operations that are refused for their size or shape, before anything of them runs (security.md 11). */
export type LimitCode =
  | 'TOO_MANY_TOKENS'
  | 'TOO_MANY_OPERATIONS'
  | 'TOO_DEEP'
  | 'TOO_MANY_ALIASES'
  | 'TOO_MANY_ROOT_FIELDS'
  | 'TOO_MANY_SELECTIONS'
  | 'TOO_MANY_DIRECTIVES'
  | 'TOO_MANY_FRAGMENTS'
  | 'FRAGMENTS_NESTED_TOO_DEEP'
  | 'FRAGMENT_CYCLE'
  | 'TOO_COSTLY'
  | 'PAGE_SIZE_OUT_OF_RANGE'
  | 'VALUE_TOO_DEEP'
  | 'TOO_MANY_VALUES'
  | 'STRING_TOO_LONG'
  | 'NAME_NOT_ALLOWED';

/** Codes of operations that are no valid GraphQL for this schema, or not for this door. */
export type RequestCode =
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'OPERATION_NOT_SERVED_HERE'
  | 'PERSISTED_QUERY_NOT_FOUND'
  | 'BAD_USER_INPUT';

/**
 * Why an operation does not run.
 *
 * `limit`: it asks for too much, a 400 whatever the client accepts. `request`: it is not valid, which GraphQL over HTTP
 * answers with 200 under `application/json` and 400 under `application/graphql-response+json`. `method`: valid, but not
 * by this HTTP method, a 405.
 */
export interface Refusal {
  readonly kind: 'limit' | 'request' | 'method';
  readonly errors: readonly GraphQLError[];
}

/** A result, or the reason why there is none. */
export type Verdict<T> = { readonly passed: T; readonly refusal?: undefined } | { readonly refusal: Refusal };

/** An error that names the limit, what it allows and what was asked. `asked` and `limit` are in the limit's own unit. */
export function beyondLimit(code: LimitCode, message: string, limit?: number, asked?: number): GraphQLError {
  const figures = limit === undefined ? {} : { limit, asked: Number.isFinite(asked) ? asked : null };
  return new GraphQLError(message, { extensions: { code, ...figures } });
}

/** Refuses for one limit. */
export function refusedByLimit(error: GraphQLError): { readonly refusal: Refusal } {
  return { refusal: { kind: 'limit', errors: [error] } };
}

/** Refuses an operation that is not valid; the library's errors keep their message and place and receive our code. */
export function refusedRequest(code: RequestCode, errors: readonly GraphQLError[]): { readonly refusal: Refusal } {
  return { refusal: { kind: 'request', errors: errors.map((error) => withCode(code, error)) } };
}

function withCode(code: RequestCode, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
