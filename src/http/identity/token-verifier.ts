import { errors, type JWSHeaderParameters, type JWTPayload, jwtVerify } from 'jose';
import type { Caller } from '../../domain/actor';
import { createIssuerKeys, type IssuerKeysOptions, type KeyResolver } from './issuer-keys';
import { callerOf } from './token-claims';
import { TokenRefused } from './token-refused';

/** The signatures that can be allowed: asymmetric ones, so that no public key can ever serve as a shared secret. */
const ASYMMETRIC_ALGORITHMS: ReadonlySet<string> = new Set([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]);

/** Longer than any identity provider's token, and no longer than Node lets all headers together be. */
const MAXIMUM_TOKEN_LENGTH = 16_384;

const MAXIMUM_TOLERANCE_SECONDS = 30;

const TOKEN_TYPES: ReadonlySet<string> = new Set(['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt']);

/** What a token is held to. */
export interface TokenVerifierOptions extends IssuerKeysOptions {
  readonly audience: string;
  /** JWS names, asymmetric ones only, at least one. */
  readonly algorithms: readonly string[];
  /** The claim that holds the principal's GUID; absent: `oid`, else `sub`. */
  readonly principalClaim?: string;
  /** How far the issuer's clock may be off, 0 to 30. */
  readonly clockToleranceSeconds: number;
}

/** Turns bearer tokens into callers. */
export interface TokenVerifier {
  /** Rejects with `TokenRefused` and nothing else. Whether the principal exists and is enabled is not asked here. */
  verify(bearer: string, from: { readonly ipAddress: string | null }): Promise<Caller>;
}

/**
 * Makes the verifier of one issuer's access tokens (signed JWTs).
 *
 * Throws at once without issuer, audience or algorithms: a check whose option is missing would silently be skipped.
 * `exp` is demanded and the second `exp + tolerance` is the first that refuses; `nbf` and `iat` may be ahead by the
 * tolerance, the last second included. Source: RFC 9068 section 4, RFC 8725.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  demandComplete(options);
  const keyOf = createIssuerKeys(options);
  return {
    verify: async (bearer, { ipAddress }) => {
      if (bearer.length > MAXIMUM_TOKEN_LENGTH) throw new TokenRefused('longer than a token can be');
      const payload = await verifiedPayload(bearer, keyOf, options);
      return callerOf(payload, options.principalClaim, ipAddress);
    },
  };
}

async function verifiedPayload(bearer: string, keyOf: KeyResolver, options: TokenVerifierOptions): Promise<JWTPayload> {
  const { issuer, audience, algorithms, clockToleranceSeconds, now } = options;
  const currentDate = now();
  try {
    const { payload } = await jwtVerify(bearer, (header, token) => keyOf(acceptable(header), token), {
      ...{ issuer, audience, algorithms: [...algorithms], currentDate },
      ...{ clockTolerance: clockToleranceSeconds, requiredClaims: ['exp'] },
    });
    demandPastIssue(payload, currentDate, clockToleranceSeconds);
    return payload;
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Judges the header before any key is looked for. `jku`, `x5u` and `jwk` are never read: keys come from the issuer. */
function acceptable(header: JWSHeaderParameters): JWSHeaderParameters {
  if (header.crit !== undefined) throw new TokenRefused('the header has critical extensions');
  const isTypeKnown = header.typ === undefined || TOKEN_TYPES.has(String(header.typ).toLowerCase());
  if (!isTypeKnown) throw new TokenRefused('the header names another type than an access token');
  return header;
}

function demandPastIssue({ iat }: JWTPayload, currentDate: Date, toleranceSeconds: number): void {
  const latest = Math.floor(currentDate.getTime() / 1000) + toleranceSeconds;
  if (iat !== undefined && iat > latest) throw new TokenRefused('"iat" lies in the future');
}

function asRefusal(error: unknown): TokenRefused {
  if (error instanceof TokenRefused) return error;
  if (error instanceof errors.JOSEError) return new TokenRefused(`${error.code}: ${error.message}`, { cause: error });
  return new TokenRefused('the token or its key cannot be read', { cause: error });
}

function demandComplete({ issuer, audience, algorithms, clockToleranceSeconds }: TokenVerifierOptions): void {
  if (!issuer) throw new Error('Tokens cannot be verified without an issuer: set OIDC_ISSUER.');
  if (!audience) throw new Error('Tokens cannot be verified without an audience: set OIDC_AUDIENCE.');
  if (algorithms.length === 0) throw new Error('Tokens cannot be verified without algorithms: name at least one.');
  const stranger = algorithms.find((algorithm) => !ASYMMETRIC_ALGORITHMS.has(algorithm));
  if (stranger !== undefined) {
    throw new Error(`"${stranger}" cannot be allowed: choose from ${[...ASYMMETRIC_ALGORITHMS].join(', ')}.`);
  }
  const isTolerable = clockToleranceSeconds >= 0 && clockToleranceSeconds <= MAXIMUM_TOLERANCE_SECONDS;
  if (!isTolerable) throw new Error(`The clock tolerance must lie between 0 and ${MAXIMUM_TOLERANCE_SECONDS} seconds.`);
}
