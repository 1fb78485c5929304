/** What sockets may take up. Every number is the largest that passes; counts hold for this process. */
export interface SocketLimits {
  readonly maxMessageBytes: number;
  /** Subscriptions that run at the same time over one socket. */
  readonly maxOperationsPerSocket: number;
  readonly maxSocketsPerPerson: number;
  readonly maxSockets: number;
  /** Sockets that have not yet said who they are. */
  readonly maxUnacknowledgedSockets: number;
  /** How long a new socket may take to send `connection_init`. */
  readonly initTimeoutMs: number;
  /** How often a socket is pinged; one that has not answered by the next ping is cut. */
  readonly keepAliveMs: number;
  /** Bytes written but not yet taken by the client, beyond which nothing more is written to it. */
  readonly maxBufferedBytes: number;
  /** How long a client may stay beyond that before it is closed. */
  readonly drainTimeoutMs: number;
}

/** The limits of a server whose operator has chosen no others. */
export const defaultSocketLimits: SocketLimits = Object.freeze({
  maxMessageBytes: 64 * 1024,
  maxOperationsPerSocket: 20,
  maxSocketsPerPerson: 10,
  maxSockets: 10_000,
  maxUnacknowledgedSockets: 500,
  initTimeoutMs: 3_000,
  keepAliveMs: 12_000,
  maxBufferedBytes: 1024 * 1024,
  drainTimeoutMs: 5_000,
});
