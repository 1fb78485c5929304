import { randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { DemoSecrets } from './demo-secrets';

/** The claims by which an access token of the demo says who signed in and how; Entra's names. */
export interface DemoClaims {
  readonly oid: string;
  readonly amr?: readonly string[];
  readonly acrs?: readonly string[];
  readonly name?: string;
  readonly preferred_username?: string;
  readonly idtyp?: 'app';
}

/** How a person proved who they are. */
export interface DemoProof {
  readonly mfa: boolean;
  /** Authentication contexts, such as `c1`. */
  readonly acrs: readonly string[];
}

/** The claims of a person; `person` is null for an id that the demo directory does not know. */
export function personClaims(
  principalId: string,
  person: { readonly displayName: string; readonly userPrincipalName: string } | null,
  { mfa, acrs }: DemoProof,
): DemoClaims {
  const named = person === null ? {} : { name: person.displayName, preferred_username: person.userPrincipalName };
  return { oid: principalId, ...named, amr: mfa ? ['pwd', 'mfa'] : ['pwd'], acrs };
}

/** The claims of an application that speaks for itself. */
export const applicationClaims = (principalId: string): DemoClaims => ({ oid: principalId, idtyp: 'app' });

/** Who issues a token, for whom, and for how long from `issuedAt` on. */
export interface DemoTokenTerms {
  readonly issuer: string;
  readonly audience: string;
  readonly issuedAt: Date;
  readonly lifetimeSeconds: number;
}

/** Signs an access token just as the demo identity provider's own token endpoint would (RFC 9068, RS256). */
export async function signDemoToken(
  { signingKey }: DemoSecrets,
  { issuer, audience, issuedAt, lifetimeSeconds }: DemoTokenTerms,
  claims: DemoClaims,
): Promise<string> {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: signingKey.alg, kid: signingKey.kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.oid)
    .setJti(randomUUID())
    .setIssuedAt(iat)
    .setExpirationTime(iat + lifetimeSeconds)
    .sign(await importJWK(signingKey, signingKey.alg));
}
