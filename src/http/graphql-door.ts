import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Caller } from '../domain/actor';
import { admitRequest } from './admit-request';
import { answerProblem, type Outcome, type Problem } from './answer';
import { callerOf, orUnauthenticated } from './caller';
import { createClaim } from './claim';
import type { ErrorMask } from './error-mask';
import type { ExecuteMutation } from './execute-mutation';
import { answerExecuted, answerFailure, answerPlanned, answerRefusal, answerResult } from './graphql-answer';
import { type GraphqlParams, paramsOfBody, paramsOfSearch } from './graphql-params';
import type { AdmittedRequest, Guard } from './guard/guard';
import type { Limits } from './guard/limits';
import type { Refusal } from './guard/refusal';
import { chooseMediaType, isJson, type MediaType } from './media-type';
import type { DirectReads, HttpServerOptions } from './options';
import type { PlannedResponse } from './planned-responses';
import { readBody } from './read-body';

/** What the HTTP door is made from. */
export interface GraphqlDoorOptions extends Pick<HttpServerOptions, 'authenticate' | 'contextFor' | 'direct' | 'log'> {
  readonly apollo: ApolloServer<object>;
  /** The shorter way of mutations; null where plugins want to hear of them. */
  readonly mutate: ExecuteMutation | null;
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
 * Serves GraphQL over HTTP: who calls, what they send, whether the guard lets it through, and only then the operation:
 * by planned reads where they are the whole answer, else by Apollo.
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
  const { direct, guard, log, limits, mask } = options;
  const claimed = await callerOf(req, { authenticate: direct?.verify ?? options.authenticate, log });
  if (claimed.problem !== undefined) return answerProblem(res, claimed.problem, mediaType);
  const params = await readParams(req, res, limits);
  if (params === null) return;
  const asked = judge(guard, params, req.method ?? '');
  const planned = asked.is === 'admitted' ? await respond(asked, claimed.value, direct) : null;
  if (planned?.isCallerKnown) return answerPlanned(res, mediaType, planned, mask);
  if (asked.is === 'admitted' && (await mutate(exchange, claimed.value, asked, options))) return;
  const caller = await confirmed(claimed.value, options);
  if (caller.problem !== undefined) return answerProblem(res, caller.problem, mediaType);
  if (asked.is === 'bad') return answerProblem(res, asked.problem, mediaType);
  if (asked.is === 'refused') return answerRefusal(res, mediaType, asked.refusal);
  if (planned) return answerPlanned(res, mediaType, planned, mask);
  await execute(exchange, caller.value, asked, options);
}

/** What was sent, judged: no request at all, one that the guard refuses, or one to answer. */
type Asked =
  | { readonly is: 'bad'; readonly problem: Problem }
  | { readonly is: 'refused'; readonly refusal: Refusal }
  | Admitted;

interface Admitted {
  readonly is: 'admitted';
  readonly params: GraphqlParams;
  readonly admitted: AdmittedRequest;
}

function judge(guard: Guard, params: Outcome<GraphqlParams>, method: string): Asked {
  if (params.problem !== undefined) return { is: 'bad', problem: params.problem };
  const verdict = admitRequest(guard, params.value, method);
  if (verdict.refusal !== undefined) return { is: 'refused', refusal: verdict.refusal };
  return { is: 'admitted', params: params.value, admitted: verdict.passed };
}

function respond(
  { params, admitted }: Admitted,
  caller: Caller,
  direct: DirectReads | undefined,
): Promise<PlannedResponse | null> | null {
  const { document, operation } = admitted;
  if (operation !== 'query' || direct === undefined) return null;
  const { operationName, variables } = params;
  return direct.respond({ document: document.document, operationName, variables, caller });
}

/** The caller as the directory knows him; without direct reads he was asked for at once. */
async function confirmed(claimed: Caller, { direct, log }: GraphqlDoorOptions): Promise<Outcome<Caller>> {
  if (direct === undefined) return { value: claimed };
  return orUnauthenticated(claimed.ipAddress, log, () => direct.confirm(claimed));
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

/**
 * Carries out a mutation by the shorter way, if there is one, and tells whether it has answered. The caller is asked for
 * by the transaction itself; a claim that does not hold is answered as such, whatever else was found.
 */
async function mutate(
  { res, mediaType }: Exchange,
  claimed: Caller,
  { params: { operationName, variables }, admitted }: Admitted,
  { contextFor, direct, log, mask, mutate: carryOut }: GraphqlDoorOptions,
): Promise<boolean> {
  if (carryOut === null || direct === undefined || admitted.operation !== 'mutation') return false;
  const requestId = randomUUID();
  const claim = createClaim(claimed, direct.confirm);
  const contextValue = await contextFor(claimed, { door: 'http', requestId, admit: claim.admit });
  const executed = await carryOut({ document: admitted.document.document, operationName, variables }, contextValue);
  const caller = await orUnauthenticated(claimed.ipAddress, log, claim.settled);
  if (caller.problem !== undefined) answerProblem(res, caller.problem, mediaType);
  else if (executed !== null) answerExecuted(res, mediaType, executed, { mask, requestId });
  return caller.problem !== undefined || executed !== null;
}

/** Apollo is shown a POST in every case: what a GET may do has been judged by then. */
async function execute(
  { res, mediaType }: Exchange,
  caller: Caller,
  { params: { operationName, variables }, admitted }: Admitted,
  { apollo, contextFor }: GraphqlDoorOptions,
): Promise<void> {
  const { source: query } = admitted.document;
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
