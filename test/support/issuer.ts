import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK } from 'jose';

/** What a test says of a token; every claim can be replaced, and left out by `undefined`. */
export interface TokenClaims {
  readonly oid?: string;
  readonly amr?: unknown;
  readonly acrs?: unknown;
  readonly idtyp?: unknown;
  /** Seconds since 1970; an hour after the clock's instant when not given. */
  readonly exp?: unknown;
  readonly [claim: string]: unknown;
}

/** How a token is signed, where that matters. */
export interface TokenSignature {
  /** Added to the protected header, or put in the place of what stands there. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** `published`: the current key; `stranger`: a key that nobody publishes, under the current key's id. */
  readonly key?: 'published' | 'stranger';
}

/** A small issuer on a free loopback port, for tests. */
export interface TestIssuer {
  /** Its `iss`, and where discovery begins. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** A good token, but for what the arguments spoil. */
  token(claims?: TokenClaims, signature?: TokenSignature): Promise<string>;
  /** The same claims with `alg: none` and no signature. */
  unsignedToken(claims?: TokenClaims): string;
  /** The same claims as HS256, with the published public key (PEM) for a secret. */
  confusedToken(claims?: TokenClaims): Promise<string>;
  /** Publishes a new key in the place of the old one; later tokens are signed with it. */
  rotate(): Promise<void>;
  /** How often the key set was fetched. */
  keySetFetches(): number;
  /** From now on every request is answered by the given status, or by a redirect; null: as usual. */
  answerWith(status: number | null): void;
  /** Replaces members of the discovery document. */
  discloseInstead(metadata: Readonly<Record<string, unknown>>): void;
  /** Stops listening and cuts what is open; later calls find nobody there. */
  stop(): Promise<void>;
}

const AUDIENCE = 'portcullis-test';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** Starts an issuer whose tokens are timed by `clock`; stop it when the test ends. */
export async function startTestIssuer({ clock }: { readonly clock: { now(): Date } }): Promise<TestIssuer> {
  const stranger = await makeKey();
  let key = await makeKey();
  let status: number | null = null;
  let metadata: Readonly<Record<string, unknown>> = {};
  let fetches = 0;

  const server = createServer((req, res) => {
    if (req.url === '/jwks') fetches += 1;
    if (status !== null) return void res.writeHead(status, { location: '/jwks' }).end('{}');
    const documents: Readonly<Record<string, unknown>> = {
      '/jwks': { keys: [key.publicJwk] },
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks`, ...metadata },
    };
    const document = documents[req.url ?? ''];
    res.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(document ?? {}));
  });
  const issuer = `http://127.0.0.1:${await listen(server)}`;

  const claimsOf = (claims: TokenClaims) => {
    const iat = Math.floor(clock.now().getTime() / 1000);
    return { iss: issuer, aud: AUDIENCE, sub: 'somebody', oid: randomUUID(), iat, exp: iat + 3600, ...claims };
  };
  const headerOf = (alg: string) => ({ alg, kid: key.kid, typ: 'at+jwt' });

  return {
    issuer,
    audience: AUDIENCE,
    jwksUri: `${issuer}/jwks`,
    token: (claims = {}, { header = {}, key: which = 'published' } = {}) =>
      // Not SignJWT: it would refuse to make the tokens that a verifier must refuse to take.
      new CompactSign(Buffer.from(JSON.stringify(claimsOf(claims))))
        .setProtectedHeader({ ...headerOf('ES256'), ...header })
        .sign(which === 'published' ? key.privateKey : stranger.privateKey),
    unsignedToken: (claims = {}) => `${encode(headerOf('none'))}.${encode(claimsOf(claims))}.`,
    confusedToken: async (claims = {}) => {
      const signed = `${encode(headerOf('HS256'))}.${encode(claimsOf(claims))}`;
      const secret = await exportSPKI(key.publicKey);
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
    },
    rotate: async () => {
      key = await makeKey();
    },
    keySetFetches: () => fetches,
    answerWith: (next) => {
      status = next;
    },
    discloseInstead: (members) => {
      metadata = members;
    },
    stop: () => stop(server),
  };
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = randomUUID();
  return { kid, privateKey, publicKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
