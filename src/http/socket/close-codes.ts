/**
 * The codes a socket is closed with beyond those that graphql-ws itself gives for broken protocol: 4400 bad message,
 * 4401 subscribe before ack, 4406 other subprotocol, 4408 no init in time, 4409 duplicate id, 4429 second init
 * (security.md 14). `retry` in a comment means that clients may connect again by themselves.
 */
export const closeCodes = Object.freeze({
  /** The server stops: retry, another process answers. */
  goingAway: 1001,
  /** The client reads too slowly, or the service cannot judge its token just now: retry. */
  tryAgainLater: 1013,
  /** The token has expired: connect again with a fresh one. */
  tokenExpired: 4401,
  /** The token of `connection_init` is missing or refused. */
  tokenRefused: 4403,
  /** The person has as many sockets as one may: close one first. */
  tooManySockets: 4429,
  /** A fault of ours; the log says which. */
  internalError: 4500,
});
