import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Caller } from '../domain/actor';
import { admitRequest } from './admit-request';
import { answerProblem, type Outcome, type Problem } from './answer';
import { callerOf } from './caller';
import type { ErrorMask } from './error-mask';
import { answerFailure, answerRefusal, answerResult } from './graphql-answer';
import { type GraphqlParams, paramsOfBody, paramsOfSearch } from './graphql-params';
import type { Guard } from './guard/guard';
import type { Limits } from './guard/limits';
import { chooseMediaType, isJson, type MediaType } from './media-type';
import type { HttpServerOptions } from './options';
import { readBody } from './read-body';

/** What the HTTP door is made from. */
export interface GraphqlDoorOptions extends Pick<HttpServerOptions, 'authenticate' | 'contextFor' | 'log'> {
  readonly apollo: ApolloServer<object>;
  readonly guard: Guard;
  readonly limits: Limits;
  readonly mask: ErrorMask;
}

/** One request and the form of its answer. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly mediaType: MediaType;
}

/**
 * Serves GraphQL over HTTP: who calls, what they send, whether the guard lets it through, and only then Apollo.
 *
 * Takes GET and POST; the router refuses other methods. Never rejects.
 * Source: GraphQL over HTTP, and security.md 10 to 13, 16.
 */
export function createGraphqlDoor(
  options: GraphqlDoorOptions,
): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    const mediaType = chooseMediaType(req.headers.accept);
    if (mediaType === null) return answerProblem(res, notAcceptable);
    const exchange = { req, res, mediaType };
    try {
      await serve(exchange, options);
    } catch (error) {
      answerFailure(res, mediaType, error, options.mask);
    }
  };
}

async function serve(exchange: Exchange, options: GraphqlDoorOptions): Promise<void> {
  const { req, res, mediaType } = exchange;
  const caller = await callerOf(req, options);
  if (caller.problem !== undefined) return answerProblem(res, caller.problem, mediaType);
  const params = await readParams(req, res, options.limits);
  if (params === null) return;
  if (params.problem !== undefined) return answerProblem(res, params.problem, mediaType);
  const admitted = admitRequest(options.guard, params.value, req.method ?? '');
  if (admitted.refusal !== undefined) return answerRefusal(res, mediaType, admitted.refusal);
  await execute(exchange, caller.value, { ...params.value, query: admitted.passed.document.source }, options);
}

async function readParams(
  req: IncomingMessage,
  res: ServerResponse,
  limits: Limits,
): Promise<Outcome<GraphqlParams> | null> {
  if (req.method === 'GET') return paramsOfSearch(searchOf(req.url ?? ''));
  if (!isJson(req.headers['content-type'])) return { problem: notJson };
  const body = await readBody(req, res, limits.maxBodyBytes);
  if (body === null || body.problem !== undefined) return body;
  return paramsOfBody(body.value);
}

/** Apollo is shown a POST in every case: what a GET may do has been judged by then. */
async function execute(
  { res, mediaType }: Exchange,
  caller: Caller,
  { query, operationName, variables }: GraphqlParams,
  { apollo, contextFor }: GraphqlDoorOptions,
): Promise<void> {
  const requestId = randomUUID();
  const contextValue = await contextFor(caller, { door: 'http', requestId });
  const response = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: shownHeaders[mediaType],
      search: '',
      body: { query, operationName, variables },
    },
    context: async () => contextValue,
  });
  answerResult(res, mediaType, response, requestId);
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start + 1);
}

/** All that Apollo and its plugins get to see of a request's headers; above all, not the token. */
const shownHeaders: Readonly<Record<MediaType, HeaderMap>> = {
  'application/json': shown('application/json'),
  'application/graphql-response+json': shown('application/graphql-response+json'),
};

function shown(accept: MediaType): HeaderMap {
  return new HeaderMap([
    ['accept', accept],
    ['content-type', 'application/json'],
  ]);
}

const notAcceptable: Problem = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'Answers are application/json or application/graphql-response+json. Accept one of them.',
};

const notJson: Problem = {
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: 'Send the body as JSON in UTF-8, with Content-Type: application/json.',
};
