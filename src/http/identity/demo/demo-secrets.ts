import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { errorCode } from '../../../storage/error-code';

const FILE = 'identity-provider.json';

const base64url = z.string().min(1);

const secrets = z.object({
  /** The private RSA key (RS256) that signs every token, as a JWK. */
  signingKey: z.object({
    ...{ kty: z.literal('RSA'), alg: z.literal('RS256'), use: z.literal('sig'), kid: z.string().min(1) },
    ...{ n: base64url, e: base64url, d: base64url },
    ...{ p: base64url, q: base64url, dp: base64url, dq: base64url, qi: base64url },
  }),
  /** Sign the identity provider's cookies; the first signs, all verify. */
  cookieKeys: z.array(z.string().min(32)).min(1),
  /** What the demo applications authenticate with at the token endpoint. */
  applicationSecret: z.string().min(32),
});

/** What the demo identity provider must find again after a restart for its tokens to stay good. */
export type DemoSecrets = Readonly<z.infer<typeof secrets>>;

/**
 * Reads the demo identity provider's secrets from `identity-provider.json` in `dataDir`, making them on first use.
 *
 * Readable by the owner alone. Of two processes that make them at the same moment, both end with the same ones. Rejects
 * when the file does not hold what it should; deleting it makes new secrets and ends every token signed before.
 */
export async function loadDemoSecrets(dataDir: string): Promise<DemoSecrets> {
  const path = join(dataDir, FILE);
  const stored = (await readIfThere(path)) ?? (await storeOnce(dataDir, path));
  const read = secrets.safeParse(JSON.parse(stored));
  if (!read.success)
    throw new Error(`${path} does not hold the demo identity provider's keys: delete it and start again.`);
  return read.data;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function storeOnce(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(await makeSecrets(), null, 2), { mode: 0o600, flag: 'wx', flush: true });
  try {
    // A hard link either appears whole or not at all, and never replaces what another process put there first.
    await link(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return readFile(path, 'utf8');
}

async function makeSecrets(): Promise<DemoSecrets> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return secrets.parse({
    signingKey: { ...jwk, alg: 'RS256', use: 'sig', kid: randomUUID() },
    cookieKeys: [randomBytes(32).toString('base64url')],
    applicationSecret: randomBytes(32).toString('base64url'),
  });
}
