import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

const TIMEOUT_MS = 5_000;
const MAXIMUM_BYTES = 256 * 1024;

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

/**
 * Fetches an issuer's key set: from `jwksUri`, or from where the issuer's own discovery document points.
 *
 * Rejects when the answer is late (5 s), redirected, longer than 256 KiB, empty or not a key set, and when the
 * discovery document speaks for another issuer or sends an `https` issuer's readers to an unprotected address.
 * Source: OpenID Connect Discovery 1.0, sections 4.1 and 4.3.
 */
export async function fetchKeySet(issuer: string, jwksUri: string | undefined): Promise<JSONWebKeySet> {
  const address = jwksUri ?? (await discoverJwksUri(issuer));
  return keySet.parse(await fetchJson(address));
}

async function discoverJwksUri(issuer: string): Promise<string> {
  const metadata = z.object({ issuer: z.literal(issuer), jwks_uri: z.url({ protocol: /^https?$/ }) });
  const { jwks_uri } = metadata.parse(await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  const isDowngrade = issuer.startsWith('https:') && !jwks_uri.startsWith('https:');
  if (isDowngrade) throw new Error('the discovery document of an https issuer names a jwks_uri without https');
  return jwks_uri;
}

async function fetchJson(address: string): Promise<unknown> {
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200 || response.body === null) throw new Error(`${address} answered ${response.status}`);
  return JSON.parse(await readBounded(response.body));
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAXIMUM_BYTES) throw new Error(`the answer is longer than ${MAXIMUM_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
