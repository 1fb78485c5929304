import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { PimError } from '../domain/errors';

const internalMessage = 'Something went wrong on our side. Try again, and quote the id when you report it.';

/** Makes the form in which an error may leave the service. */
export type ErrorMask = (error: unknown) => GraphQLFormattedError;

/**
 * Lets through what we declare and what a client did wrong in GraphQL; hides all else (security.md 12).
 *
 * A declared error is a `PimError`, or a `GraphQLError` that was thrown with a code of its own. Anything else becomes
 * `INTERNAL_SERVER_ERROR` with a random id and no word of the cause; the log has both. Never throws.
 */
export function createErrorMask(log: Logger): ErrorMask {
  return (error) => {
    const cause = innermost(error);
    if (cause instanceof PimError) return declared(cause, error);
    if (error instanceof GraphQLError && isRequestError(error, cause)) return withCode(error, 'BAD_USER_INPUT');
    if (error instanceof GraphQLError && isCoded(cause)) return withCode(error, 'BAD_USER_INPUT');
    return hidden(error, cause, log);
  };
}

function innermost(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/**
 * What graphql-js itself says of a request. It points at the document, and either came before any field was resolved
 * (syntax, validation, coercion of variables) or is about a field's arguments. A scalar that cannot be serialised
 * points nowhere: that is ours, not the client's.
 */
function isRequestError(error: GraphQLError, cause: unknown): boolean {
  if (!isUncoded(error)) return false;
  if (error.path === undefined) return (error.nodes ?? error.positions) !== undefined;
  return cause instanceof GraphQLError && cause.nodes !== undefined;
}

function isUncoded({ extensions }: GraphQLError): boolean {
  return extensions.code === undefined || extensions.code === 'BAD_USER_INPUT';
}

function isCoded(cause: unknown): boolean {
  if (!(cause instanceof GraphQLError)) return false;
  const { code } = cause.extensions;
  return typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR';
}

function declared(cause: PimError, error: unknown): GraphQLFormattedError {
  const { code, message, details } = cause;
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  return { message, ...place, extensions: { ...details, code } };
}

/** `http` is for the server, and a stack is for nobody. */
function withCode(error: GraphQLError, fallback: string): GraphQLFormattedError {
  const { http: _http, stacktrace: _stacktrace, exception: _exception, ...extensions } = error.extensions;
  return { message: error.message, ...placeOf(error), extensions: { code: fallback, ...extensions } };
}

function hidden(error: unknown, cause: unknown, log: Logger): GraphQLFormattedError {
  const id = randomUUID();
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  log.error({ id, path: place.path, err: cause }, 'a request met an internal error');
  return { message: internalMessage, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', id } };
}

function placeOf({ locations, path }: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations && { locations }), ...(path && { path }) };
}
