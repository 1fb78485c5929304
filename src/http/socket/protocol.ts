import { randomUUID } from 'node:crypto';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { Caller } from '../../domain/actor';
import type { ErrorMask } from '../error-mask';
import type { AdmittedRequest, Guard } from '../guard/guard';
import { refusedRequest, type Verdict } from '../guard/refusal';
import { bearerOf } from '../identity/bearer';
import { TokenRefused } from '../identity/token-refused';
import type { HttpServerOptions } from '../options';
import { closeCodes } from './close-codes';
import { type Connection, closeAtExpiry, isStillSignedIn } from './connection';
import type { SocketRegistry } from './registry';
import type { SocketLimits } from './socket-limits';

/** What the socket door shares with the HTTP door, and what is its own. */
export interface ProtocolOptions extends Pick<HttpServerOptions, 'authenticate' | 'contextFor' | 'now'> {
  readonly schema: GraphQLSchema;
  readonly guard: Guard;
  readonly mask: ErrorMask;
  readonly limits: SocketLimits;
  readonly registry: SocketRegistry;
  readonly log: Logger;
}

/** What `connection_init` may carry; the token comes here and nowhere else. */
interface InitPayload extends Record<string, unknown> {
  readonly authorization?: unknown;
  readonly Authorization?: unknown;
  readonly token?: unknown;
}

type SocketContext = Context<InitPayload, Connection>;

/**
 * The protocol graphql-transport-ws, with every check that the HTTP door makes: graphql-ws by itself makes none
 * (security.md 10). Only subscriptions run here.
 */
export function createProtocol(options: ProtocolOptions): Server<Connection> {
  const { mask, limits, now } = options;
  return makeServer<InitPayload, Connection>({
    connectionInitWaitTimeout: limits.initTimeoutMs,
    onConnect: (context) => signIn(context, options),
    onSubscribe: (context, _id, payload) => prepare(context, payload, options),
    onNext: ({ extra }, _id, _payload, _args, { errors, ...result }) => {
      isStillSignedIn(extra, now);
      return errors === undefined ? undefined : { ...result, errors: errors.map(mask) };
    },
    onError: (_context, _id, _payload, errors) => errors.map(mask),
  });
}

/** False makes graphql-ws close with 4403; a socket that is closed already keeps the code it was closed with. */
async function signIn({ extra, connectionParams }: SocketContext, options: ProtocolOptions): Promise<boolean> {
  const { authenticate, registry, now, log } = options;
  try {
    const bearer = bearerIn(connectionParams ?? {});
    if (bearer === null) return false;
    return enter(extra, await authenticate(bearer, { ipAddress: extra.ipAddress }), registry, now);
  } catch (error) {
    if (error instanceof TokenRefused) {
      log.info({ ipAddress: extra.ipAddress, reason: error.reason }, 'a bearer token was refused');
      return false;
    }
    log.error({ err: error }, 'a socket could not be signed in');
    extra.socket.close(closeCodes.tryAgainLater, 'Signing in is not possible just now: try again later');
    return false;
  }
}

function bearerIn({ authorization, Authorization, token }: InitPayload): string | null {
  const text = authorization ?? Authorization ?? token;
  if (typeof text !== 'string') return null;
  return bearerOf({ authorization: [/^bearer /i.test(text) ? text : `Bearer ${text}`] });
}

function enter(connection: Connection, caller: Caller, registry: SocketRegistry, now: () => Date): boolean {
  const { socket } = connection;
  if (socket.readyState !== socket.OPEN) return false;
  connection.caller = caller;
  if (!registry.acknowledge(connection)) {
    connection.caller = null;
    socket.close(closeCodes.tooManySockets, 'Too many sockets: close one of yours first');
    return false;
  }
  closeAtExpiry(connection, now);
  return true;
}

async function prepare(
  { extra, subscriptions }: SocketContext,
  payload: SubscribePayload,
  options: ProtocolOptions,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { caller } = extra;
  if (caller === null || !isStillSignedIn(extra, options.now)) return [notSignedIn];
  if (Object.keys(subscriptions).length > options.limits.maxOperationsPerSocket)
    return [tooManyOperations(options.limits)];
  const admitted = admit(options.guard, payload);
  if (admitted.refusal !== undefined) return admitted.refusal.errors;
  try {
    const contextValue = await options.contextFor(caller, { door: 'socket', requestId: randomUUID() });
    return {
      ...argumentsOf(payload),
      schema: options.schema,
      document: admitted.passed.document.document,
      contextValue,
    };
  } catch (error) {
    if (error instanceof TokenRefused) extra.socket.close(closeCodes.tokenRefused, 'Forbidden');
    return [new GraphQLError('The context could not be made', { originalError: asError(error) })];
  }
}

function admit(guard: Guard, payload: SubscribePayload): Verdict<AdmittedRequest> {
  const document = guard.admit(payload.query);
  if (document.refusal !== undefined) return document;
  const { operationName, variableValues } = argumentsOf(payload);
  const admitted = guard.judge(document.passed, { operationName: operationName ?? null, variables: variableValues });
  if (admitted.refusal !== undefined || admitted.passed.operation === 'subscription') return admitted;
  return refusedRequest('OPERATION_NOT_SERVED_HERE', [subscriptionsOnly]);
}

function argumentsOf({ operationName, variables }: SubscribePayload) {
  return { operationName: operationName || undefined, variableValues: variables ?? {} };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const subscriptionsOnly = new GraphQLError('Only subscriptions run over a socket. Send queries and mutations by POST.');

const notSignedIn = new GraphQLError('The token has expired. Connect again with a fresh one.', {
  extensions: { code: 'UNAUTHENTICATED' },
});

function tooManyOperations({ maxOperationsPerSocket }: SocketLimits): GraphQLError {
  const message = `This socket runs ${maxOperationsPerSocket} subscriptions already. Complete one, or open another socket.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', limit: maxOperationsPerSocket } });
}
