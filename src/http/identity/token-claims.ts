import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Caller } from '../../domain/actor';
import { TokenRefused } from './token-refused';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The service's own principal in the record; no token may speak for it. */
const NIL_GUID = '00000000-0000-0000-0000-000000000000';

/** The end of the year 9999: the last second that every consumer of a date can spell. */
const LAST_SECOND = 253_402_300_799;

const name = z.string().min(1).max(256);
const names = z.array(name).max(64);

const claims = z.object({
  exp: z.number().positive().max(LAST_SECOND),
  iat: z.number().positive().max(LAST_SECOND).optional(),
  amr: names.default([]),
  acrs: z
    .union([name.transform((context) => [context]), names])
    .default([])
    .readonly(),
  idtyp: z.enum(['app', 'user']).optional(),
  // A token bound to its holder's key is no bearer token (RFC 9449 section 7.2, RFC 8705 section 3).
  cnf: z.undefined().optional(),
});

/**
 * Reads who calls from the claims of a token whose signature, issuer, audience and times already hold.
 *
 * An absent `amr` or `acrs` means not satisfied. A claim of the wrong type, a principal that is not a GUID and a token
 * bound to a key throw `TokenRefused`. With `principalClaim` undefined the principal is `oid`, else `sub`.
 */
export function callerOf(payload: JWTPayload, principalClaim: string | undefined, ipAddress: string | null): Caller {
  const read = claims.safeParse(payload);
  if (!read.success) throw new TokenRefused(`claims of the wrong shape: ${namesOf(read.error)}`);
  const { exp, amr, acrs, idtyp } = read.data;
  return {
    principalId: principalOf(payload, principalClaim === undefined ? ['oid', 'sub'] : [principalClaim]),
    isApplication: idtyp === 'app',
    satisfiesMfa: amr.includes('mfa'),
    authenticationContexts: [...new Set(acrs)],
    expiresAt: new Date(exp * 1000),
    ipAddress,
  };
}

function principalOf(payload: JWTPayload, candidates: readonly string[]): string {
  const claim = candidates.find((candidate) => Object.hasOwn(payload, candidate));
  if (claim === undefined) throw new TokenRefused(`no principal: none of the claims ${candidates.join(', ')}`);
  const value = payload[claim];
  if (typeof value !== 'string' || !GUID.test(value)) throw new TokenRefused(`no principal: ${claim} is not a GUID`);
  if (value === NIL_GUID) throw new TokenRefused(`no principal: ${claim} is the nil GUID`);
  return value.toLowerCase();
}

function namesOf({ issues }: z.ZodError): string {
  return [...new Set(issues.map(({ path }) => path.join('.')))].join(', ');
}
