import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The issuer of the bench's tokens, on loopback. */
export interface Issuer {
  readonly url: string;
  readonly audience: string;
  /** A token of that user for the day, signed in with MFA. RS256, as most identity providers sign. */
  readonly tokenOf: (principalId: string) => string;
  readonly stop: () => Promise<void>;
}

const audience = 'portcullis-bench';
const day = 24 * 60 * 60;

/** Starts an issuer that publishes its key; the tokens of one principal are made once. */
export async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = JSON.stringify({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'RS256', use: 'sig' }],
  });
  const server = createServer((_req, res) => res.writeHead(200, { 'content-type': 'application/json' }).end(keys));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made = new Map<string, string>();
  return {
    url,
    audience,
    tokenOf: (principalId) => {
      const token = made.get(principalId) ?? sign(privateKey, url, principalId);
      made.set(principalId, token);
      return token;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function sign(key: KeyObject, iss: string, oid: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss, aud: audience, sub: oid, oid, amr: ['pwd', 'mfa'], iat, exp: iat + day };
  const content = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: 'bench' })}.${encode(claims)}`;
  return `${content}.${createSign('sha256').update(content).sign(key, 'base64url')}`;
}

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
