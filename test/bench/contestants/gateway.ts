import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { scripts } from '../../../package.json';
import { freePort } from '../../../src/storage/embedded-server';
import { startChild } from '../child';
import type { Issuer } from '../tokens';
import type { Contestant } from './contestant';

const script = join(__dirname, '../../../dist/src/main.js');
const patienceMs = 30_000;

/** Starts the gateway as an operator does, with authentication, authorisation and cost limits on. */
export async function startGateway(databaseUrl: string, issuer: Issuer, name = 'gateway'): Promise<Contestant> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_JWKS_URI: `${issuer.url}/keys`,
    LOG_LEVEL: 'error',
  };
  const child = startChild({ script, env, flags: flagsIn(scripts.start) });
  const ended = new Promise<never>((_resolve, reject) =>
    child.process.once('exit', () => reject(new Error('The gateway did not start. Build it, and look above for why.'))),
  );
  await Promise.race([ended, untilReady(`http://127.0.0.1:${port}/readyz`)]);
  ended.catch(() => undefined);
  return { name, dialect: 'gateway', port, child };
}

/** What `npm start` tells Node. */
const flagsIn = (start: string): readonly string[] => start.match(/(?<= )--[a-z-]+=\S+/g) ?? [];

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await delay(100);
  }
  throw new Error(`The gateway was not ready within ${patienceMs / 1000} s.`);
}
