import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { Caller } from '../../domain/actor';
import { closeCodes } from './close-codes';
import type { SocketLimits } from './socket-limits';

/** How long a client that is closed for not reading may take to read that, before its line is cut. */
const partingMs = 1_000;

/** Node's timers fire at once when asked to wait longer than this. */
const longestTimerMs = 2 ** 31 - 1;

/** One open socket and who speaks through it. */
export interface Connection {
  readonly socket: WebSocket;
  readonly ipAddress: string | null;
  readonly log: Logger;
  /** Resolves when the socket is closed, by whomever. */
  readonly gone: Promise<void>;
  /** Null until `connection_init` was accepted. */
  caller: Caller | null;
  /** Answered the last ping. */
  isAlive: boolean;
  expiry: NodeJS.Timeout | null;
}

/** A connection whose token has not been seen yet. */
export function openConnection(socket: WebSocket, ipAddress: string | null, log: Logger): Connection {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, ipAddress, log, gone, caller: null, isAlive: true, expiry: null };
}

/** Whether the token still holds; `expiresAt` is the first instant at which it does not. Closes the socket if not. */
export function isStillSignedIn({ socket, caller }: Connection, now: () => Date): boolean {
  if (caller === null || now() < caller.expiresAt) return true;
  socket.close(closeCodes.tokenExpired, 'The token has expired: connect again with a fresh one');
  return false;
}

/** Closes the socket when its token expires, even if nothing is sent in that moment. */
export function closeAtExpiry(connection: Connection, now: () => Date): void {
  const { caller } = connection;
  if (caller === null || !isStillSignedIn(connection, now)) return;
  const waitMs = Math.min(caller.expiresAt.getTime() - now().getTime(), longestTimerMs);
  connection.expiry = setTimeout(() => closeAtExpiry(connection, now), waitMs);
  connection.expiry.unref();
}

/**
 * Writes one message.
 *
 * While the client has more than `maxBufferedBytes` to take, the promise waits, and with it the subscription that
 * feeds it. A client that is no further after `drainTimeoutMs` is closed with 1013 and may connect again and resume.
 */
export function send(connection: Connection, data: string, limits: SocketLimits): Promise<void> | undefined {
  const { socket, gone } = connection;
  // A source that never rests would spin from here to the end of the closing handshake and let nothing else run.
  if (socket.readyState !== socket.OPEN) return gone;
  if (socket.bufferedAmount + data.length <= limits.maxBufferedBytes) {
    socket.send(data);
    return undefined;
  }
  return new Promise((resolve) => {
    const patience = setTimeout(() => part(connection), limits.drainTimeoutMs);
    socket.send(data, () => {
      clearTimeout(patience);
      resolve();
    });
  });
}

/** Whether a client keeps sending while it takes nothing of what is answered; such a line is cut. */
export function cutIfDeaf({ socket }: Connection, { maxBufferedBytes }: SocketLimits): boolean {
  if (socket.bufferedAmount <= 2 * maxBufferedBytes) return false;
  socket.terminate();
  return true;
}

function part({ socket, log, caller }: Connection): void {
  log.info({ principalId: caller?.principalId }, 'a client that does not read its messages is closed');
  socket.close(closeCodes.tryAgainLater, 'Messages were not read in time: connect again and resume');
  setTimeout(() => socket.terminate(), partingMs).unref();
}
