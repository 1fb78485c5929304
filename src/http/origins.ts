import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** Judges where in a browser a call comes from. */
export interface Origins {
  /** True for no `Origin` at all (not a browser), our own pages, and the origins that the operator allows. */
  allows(req: IncomingMessage): boolean;
  /** The headers that let a page of another, allowed origin read our answer; null for all other requests. */
  corsHeaders(req: IncomingMessage): Readonly<Record<string, string>> | null;
}

/**
 * Makes the judge from the allowed origins, such as `https://pim.example.org`.
 *
 * Our own pages are those whose origin names the very host the request was sent to. Tokens are never ambient here, so
 * this is a second line: a page without a token gets nothing anyway (security.md 10).
 */
export function createOrigins(allowedOrigins: readonly string[]): Origins {
  const allowed: ReadonlySet<string> = new Set(allowedOrigins);
  return {
    allows: ({ headers: { origin, host } }) =>
      origin === undefined || allowed.has(origin) || (host !== undefined && hostOf(origin) === host.toLowerCase()),
    corsHeaders: ({ headers: { origin } }) => {
      if (origin === undefined || !allowed.has(origin)) return null;
      return { 'access-control-allow-origin': origin, vary: 'origin' };
    },
  };
}

/** What the answer to a browser's preflight adds: the methods and headers of the GraphQL door, for ten minutes. */
export const preflightHeaders: OutgoingHttpHeaders = Object.freeze({
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-max-age': '600',
});

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
