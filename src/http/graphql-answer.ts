import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { HTTPGraphQLResponse } from '@apollo/server';
import { invariant } from '../domain/errors';
import { answerErrors, answerProblem, answerText } from './answer';
import { unauthenticated } from './caller';
import type { ErrorMask } from './error-mask';
import type { ExecutedMutation } from './execute-mutation';
import type { Refusal } from './guard/refusal';
import { TokenRefused } from './identity/token-refused';
import type { MediaType } from './media-type';
import type { PlannedResponse } from './planned-responses';

/** Answers what Apollo has made of an operation. */
export function answerResult(
  res: ServerResponse,
  mediaType: MediaType,
  { status = 200, headers, body }: HTTPGraphQLResponse,
  requestId: string,
): void {
  invariant(body.kind === 'complete', 'the schema has no incremental delivery');
  // After the guard, a 400 of Apollo's is a variable that cannot be coerced: a request error like those of the guard.
  const shown = status === 400 ? requestErrorStatus(mediaType) : status;
  answerText(res, shown, mediaType, body.string, { ...declaredHeaders(headers), 'x-request-id': requestId });
}

/** Answers what was read without the executor. */
export const answerPlanned = (
  res: ServerResponse,
  mediaType: MediaType,
  { data, errors }: Pick<PlannedResponse, 'data' | 'errors'>,
  mask: ErrorMask,
): void => answerExecuted(res, mediaType, { data, errors }, { mask, requestId: randomUUID() });

/** Answers what the executor has made of a mutation. */
export function answerExecuted(
  res: ServerResponse,
  mediaType: MediaType,
  { data, errors = [] }: ExecutedMutation,
  { mask, requestId }: { readonly mask: ErrorMask; readonly requestId: string },
): void {
  const shown = errors.length === 0 ? '' : `"errors":${JSON.stringify(errors.map(mask))},`;
  answerText(res, 200, mediaType, `{${shown}"data":${data}}`, { 'x-request-id': requestId });
}

/** Answers what the guard says of an operation that does not run. */
export function answerRefusal(res: ServerResponse, mediaType: MediaType, { kind, errors }: Refusal): void {
  const status = { limit: 400, method: 405, request: requestErrorStatus(mediaType) }[kind];
  answerErrors(res, status, mediaType, errors, kind === 'method' ? { allow: 'POST' } : {});
}

/** Answers what was thrown on the way: a token that turned out to be nobody's, or a fault of ours, hidden. */
export function answerFailure(res: ServerResponse, mediaType: MediaType, error: unknown, mask: ErrorMask): void {
  if (error instanceof TokenRefused) answerProblem(res, unauthenticated(error), mediaType);
  else answerErrors(res, 500, mediaType, [mask(error)]);
}

/** Headers that declared errors bring along, such as `retry-after`. */
function declaredHeaders(headers: ReadonlyMap<string, string>): OutgoingHttpHeaders {
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of headers) if (!name.startsWith('content-')) kept[name] = value;
  return kept;
}

/** Under `application/json` the status speaks of the transport alone, as clients of old expect. */
function requestErrorStatus(mediaType: MediaType): number {
  return mediaType === 'application/json' ? 200 : 400;
}
