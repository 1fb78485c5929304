import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../domain/actor';
import type { Claim } from './claim';
import type { Limits } from './guard/limits';
import type { PlannedResponses } from './planned-responses';
import type { SocketLimits } from './socket/socket-limits';

/** A part of the site that is not GraphQL, such as the demo identity provider. */
export interface Route {
  /** Serves this path and every path below it, cut at `/`. */
  readonly path: string;
  handle(req: IncomingMessage, res: ServerResponse): void;
}

/** Which door a call came through, and its id in the log. */
export interface CallInfo {
  readonly door: 'http' | 'socket';
  readonly requestId: string;
  /** Judges a caller whom nobody has asked the directory for; absent where that has been done. */
  readonly admit?: Claim['admit'];
}

/**
 * The way of reads that are one statement each: the token is judged, and the statement itself finds its caller, so that
 * nothing decides that is older than the request (security.md 4). Whatever does not end in such an answer is confirmed
 * before it is answered otherwise.
 */
export interface DirectReads extends PlannedResponses {
  /** As `authenticate`, but asks the directory nothing. */
  verify(bearer: string, from: { readonly ipAddress: string | null }): Promise<Caller>;
  /** What `authenticate` asks besides; rejects as it does. */
  confirm(claimed: Caller): Promise<Caller>;
}

/** What the HTTP server is made from. */
export interface HttpServerOptions {
  readonly schema: GraphQLSchema;
  /** Rejects with `TokenRefused` for a token that does not say who calls; any other rejection is a fault of ours. */
  authenticate(bearer: string, from: { readonly ipAddress: string | null }): Promise<Caller>;
  /** Makes the GraphQL context of one operation; may reject as `authenticate` does. */
  contextFor(caller: Caller, call: CallInfo): Promise<object>;
  readonly routes: readonly Route[];
  /** Whether requests can be served now; `reason` is one of our own sentences, shown to anybody. */
  readiness(): Promise<{ readonly ready: boolean; readonly reason?: string }>;
  readonly limits?: Partial<Limits>;
  readonly socketLimits?: Partial<SocketLimits>;
  /** Origins, such as `https://pim.example.org`, whose pages may call besides our own. */
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
  readonly now: () => Date;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Reads that need neither executor nor a look at the caller beforehand; absent, every operation has both. */
  readonly direct?: DirectReads;
  readonly plugins?: readonly ApolloServerPlugin<object>[];
  /** Writes a result as JSON text, where a plugin hands over text that is ready. */
  readonly stringifyResult?: (result: object) => string;
}
