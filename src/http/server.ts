import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import { createApollo } from './apollo';
import { createErrorMask } from './error-mask';
import { createExecuteMutation } from './execute-mutation';
import { createGraphqlDoor } from './graphql-door';
import { createGuard } from './guard/guard';
import { defaultLimits } from './guard/limits';
import type { HttpServerOptions } from './options';
import { createOrigins } from './origins';
import { createRouter, pathOf } from './router';
import { createSocketDoor, turnAway } from './socket/socket-door';
import { defaultSocketLimits } from './socket/socket-limits';

/** The server with both its doors. */
export interface HttpServer {
  /** Starts to accept; rejects with a sentence that says what to do when the address cannot be had. */
  listen(): Promise<void>;
  /** Where it listens, without a slash at the end; known after `listen`. */
  readonly url: string;
  /** Makes `/readyz` answer 503 while all else is still served, for whoever balances load. */
  drain(): void;
  /**
   * Stops: readiness goes first, then nothing new is accepted, running requests finish and sockets are asked to go
   * (1001); what is left after `graceMs` is cut. Resolves when every connection is gone (security.md 26).
   */
  close(options: { readonly graceMs: number }): Promise<void>;
}

/** A client may take this long to send its headers, and its whole request: slow senders must not hold connections. */
const patience = Object.freeze({
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
});

const sweepMs = 25;

/** Builds the server. Nothing is opened before `listen`. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port } = options;
  let isStopping = false;
  const { server, apollo, sockets } = assemble(options, () => isStopping);
  return {
    listen: () => listen(server, apollo, host, port),
    get url() {
      return urlOf(server, host);
    },
    drain: () => {
      isStopping = true;
    },
    close: async ({ graceMs }) => {
      isStopping = true;
      sockets.close();
      await closeWithin(server, graceMs, sockets.terminate);
      await apollo.stop();
    },
  };
}

/** Puts the two doors before one guard. */
function assemble(options: HttpServerOptions, isStopping: () => boolean) {
  const limits = Object.freeze({ ...defaultLimits, ...options.limits });
  const guard = createGuard(options.schema, limits);
  const mask = createErrorMask(options.log);
  const origins = createOrigins(options.allowedOrigins);
  const apollo = createApollo({ ...options, plugins: options.plugins ?? [], guard, limits, mask });
  const isHeard = (options.plugins ?? []).length > 0 || options.stringifyResult !== undefined;
  const mutate = isHeard ? null : createExecuteMutation(options.schema);
  const graphql = createGraphqlDoor({ ...options, apollo, mutate, guard, limits, mask });
  const socketLimits = Object.freeze({ ...defaultSocketLimits, ...options.socketLimits });
  const sockets = createSocketDoor({ ...options, limits: socketLimits, guard, mask, origins });
  const server = createServer(patience, createRouter({ ...options, graphql, origins, isStopping }));
  server.on('upgrade', (req, stream, head) => {
    if (pathOf(req.url) === '/graphql') sockets.upgrade(req, stream, head);
    else turnAway(stream, noSocketHere);
  });
  return { server, apollo, sockets };
}

async function listen(server: Server, apollo: ApolloServer<object>, host: string, port: number): Promise<void> {
  await apollo.start();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await apollo.stop();
    const code = codeOf(error);
    if (code !== 'EADDRINUSE')
      throw new Error(`Cannot listen on ${host}:${port} (${code}): set HOST and PORT.`, { cause: error });
    throw new Error(`Port ${port} of ${host} is taken: stop what listens there, or set PORT.`, { cause: error });
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : 'unknown';
}

async function closeWithin(server: Server, graceMs: number, terminateSockets: () => void): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that becomes idle after its last answer would otherwise be kept alive.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => {
    terminateSockets();
    server.closeAllConnections();
  }, graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
  terminateSockets();
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const noSocketHere = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'Sockets are served at /graphql. Connect there.',
};
