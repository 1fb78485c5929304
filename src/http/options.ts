import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../domain/actor';
import type { Limits } from './guard/limits';
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
  readonly plugins?: readonly ApolloServerPlugin<object>[];
  /** Writes a result as JSON text, where a plugin hands over text that is ready. */
  readonly stringifyResult?: (result: object) => string;
}
