import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Problem } from '../answer';
import type { Origins } from '../origins';
import { closeCodes } from './close-codes';
import { type Connection, cutIfDeaf, openConnection, send } from './connection';
import { createProtocol, type ProtocolOptions } from './protocol';
import { createRegistry, type SocketRegistry } from './registry';
import type { SocketLimits } from './socket-limits';

/** What the socket door is made from. */
export interface SocketDoorOptions extends Omit<ProtocolOptions, 'registry'> {
  readonly origins: Origins;
}

/** The door for subscriptions: WebSocket, subprotocol graphql-transport-ws. */
export interface SocketDoor {
  /** Takes over a connection that asks to become a socket, or answers why not. */
  upgrade(req: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Asks every client to go (1001); they may connect again elsewhere. New ones are turned away. */
  close(): void;
  /** Cuts the sockets that are still open, and stops the pings. */
  terminate(): void;
}

/** Makes the door. Nothing runs until `upgrade` is called; the pings run from the start and do not keep the process alive. */
export function createSocketDoor(options: SocketDoorOptions): SocketDoor {
  const { limits, origins, log } = options;
  const registry = createRegistry(limits);
  const protocol = createProtocol({ ...options, registry });
  const server = new WebSocketServer(serverOptions(limits));
  const pings = setInterval(() => pingAll(registry), limits.keepAliveMs);
  pings.unref();
  let isClosing = false;
  return {
    upgrade: (req, stream, head) => {
      stream.on('error', (error) => log.debug({ err: error }, 'a socket was cut while it opened'));
      const problem = isClosing ? stopping : problemWith(req, origins, registry);
      if (problem !== null) return turnAway(stream, problem);
      server.handleUpgrade(req, stream, head, (socket) => attach(socket, req, { protocol, registry, limits, log }));
    },
    close: () => {
      isClosing = true;
      for (const { socket } of registry.all()) socket.close(closeCodes.goingAway, 'The server stops: connect again');
    },
    terminate: () => {
      clearInterval(pings);
      for (const { socket } of registry.all()) socket.terminate();
    },
  };
}

/** `closeTimeout` is how long a client may take to answer our close; ws knows it, its typings do not yet. */
function serverOptions({ maxMessageBytes }: SocketLimits) {
  const closing = { closeTimeout: 5_000 };
  return { noServer: true, clientTracking: false, maxPayload: maxMessageBytes, handleProtocols, ...closing };
}

interface Attachment {
  readonly protocol: Server<Connection>;
  readonly registry: SocketRegistry;
  readonly limits: SocketLimits;
  readonly log: Logger;
}

/** Joins a socket to the protocol; `protocol.opened` is graphql-ws's own seam for that. */
function attach(socket: WebSocket, req: IncomingMessage, { protocol, registry, limits, log }: Attachment): void {
  const connection = openConnection(socket, req.socket.remoteAddress ?? null, log);
  registry.add(connection);
  socket.on('pong', () => {
    connection.isAlive = true;
  });
  // ws closes the socket by itself with the fitting code, such as 1009 for a message that is too large.
  socket.on('error', (error) => log.debug({ err: error }, 'a socket failed'));
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(connection, data, limits),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) => socket.on('message', (data) => receive(connection, String(data), handle, limits, log)),
    },
    connection,
  );
  socket.once('close', (code, reason) => {
    registry.remove(connection);
    if (connection.expiry !== null) clearTimeout(connection.expiry);
    closed(code, String(reason)).catch((error) => log.error({ err: error }, 'a subscription did not end cleanly'));
  });
}

async function receive(
  connection: Connection,
  data: string,
  handle: (data: string) => Promise<void>,
  limits: SocketLimits,
  log: Logger,
): Promise<void> {
  if (cutIfDeaf(connection, limits)) return;
  try {
    await handle(data);
  } catch (error) {
    log.error({ err: error }, 'a message on a socket met an internal error');
    connection.socket.close(closeCodes.internalError, 'Internal server error');
  }
}

/** One timer for all sockets: a socket that has not answered the last ping is gone. */
function pingAll(registry: SocketRegistry): void {
  for (const connection of registry.all()) {
    if (!connection.isAlive) {
      connection.socket.terminate();
      continue;
    }
    connection.isAlive = false;
    connection.socket.ping();
  }
}

function problemWith(req: IncomingMessage, origins: Origins, registry: SocketRegistry): Problem | null {
  if (!origins.allows(req)) return foreignOrigin;
  return registry.hasRoom() ? null : noRoom;
}

const foreignOrigin: Problem = {
  status: 403,
  code: 'ORIGIN_NOT_ALLOWED',
  message: 'Pages of this origin may not connect. Ask the operator to allow the origin.',
};

const noRoom: Problem = {
  status: 503,
  code: 'TOO_MANY_SOCKETS',
  message: 'The server has as many sockets as it can hold. Try again later.',
};

const stopping: Problem = { status: 503, code: 'STOPPING', message: 'The server is stopping. Connect again.' };

/** Answers an upgrade with plain HTTP, in the shape of a GraphQL error, and closes. */
export function turnAway(stream: Duplex, { status, code, message }: Problem): void {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
