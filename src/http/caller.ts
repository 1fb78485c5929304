import type { IncomingMessage } from 'node:http';
import type { Caller } from '../domain/actor';
import type { Outcome, Problem } from './answer';
import { bearerOf, wwwAuthenticate } from './identity/bearer';
import { TokenRefused } from './identity/token-refused';
import type { HttpServerOptions } from './options';

const authorization = 'authorization';
const signInMessage = 'Send a valid bearer token in the Authorization header.';

/**
 * Who sends this request, or a 401 that says no more than that (security.md 16).
 *
 * Rejects when the token could not be judged at all, which is no fault of the caller's.
 */
export function callerOf(
  req: IncomingMessage,
  { authenticate, log }: Pick<HttpServerOptions, 'authenticate' | 'log'>,
): Promise<Outcome<Caller>> {
  const ipAddress = req.socket.remoteAddress ?? null;
  return orUnauthenticated(ipAddress, log, () => {
    const bearer = bearerOf({ authorization: authorizationsOf(req) });
    return bearer === null ? null : authenticate(bearer, { ipAddress });
  });
}

/** Every `Authorization` header, as `headersDistinct` has them, without looking at the others. */
function authorizationsOf({ rawHeaders }: IncomingMessage): string[] {
  const found: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = [rawHeaders[index], rawHeaders[index + 1]];
    if (name.length === authorization.length && name.toLowerCase() === authorization) found.push(value);
  }
  return found;
}

/** What `ask` finds; a 401 where it finds nobody, or refuses the token, at once or later, which the log tells. */
export async function orUnauthenticated(
  ipAddress: string | null,
  log: HttpServerOptions['log'],
  ask: () => Promise<Caller> | null,
): Promise<Outcome<Caller>> {
  try {
    const caller = await ask();
    return caller === null ? { problem: unauthenticated(null) } : { value: caller };
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    log.info({ ipAddress, reason: error.reason }, 'a bearer token was refused');
    return { problem: unauthenticated(error) };
  }
}

/** The 401 for missing credentials (null) or bad ones. Source: RFC 6750 section 3. */
export function unauthenticated(refusal: TokenRefused | null): Problem {
  const message = refusal?.message ?? signInMessage;
  const headers = { 'www-authenticate': wwwAuthenticate(refusal) };
  return { status: 401, code: 'UNAUTHENTICATED', message, headers };
}
