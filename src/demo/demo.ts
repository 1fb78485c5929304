import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { App, AppOptions } from '../app';
import type { Config } from '../config';
import { readDemoDirectory } from '../http/identity/demo/demo-directory';
import { createDemoIdentityProvider } from '../http/identity/demo/demo-identity-provider';
import { importDirectory } from '../storage/import/import-directory';
import { poolOf } from '../storage/transact';
import { seedDemo } from './seed';

/** The demo directory's file, in the repository: the build leaves JSON where it is. */
const directoryFile = join(__dirname, '..', '..', '..', 'src', 'demo', 'directory.json');

/** The demo identity provider as the app's, on the port where the app will listen. */
export async function demoIdentity({ host, port, dataDir, oidc }: Config): Promise<AppOptions['identity']> {
  const directory = await readDemoDirectory(directoryFile);
  const issuer = `http://${host.includes(':') ? `[${host}]` : host}:${port}/oidc`;
  const provider = await createDemoIdentityProvider({
    issuer,
    audience: oidc.audience,
    dataDir,
    now: () => new Date(),
    listPeople: async () => directory.people,
    findPerson: async (id) => directory.people.find((person) => person.id === id) ?? null,
    applications: directory.applications,
  });
  return { issuer, jwksUri: provider.jwksUri, routes: [{ path: '/oidc', handle: provider.handle }] };
}

/** The configuration with a port that is free, where it left the choice to the system; the issuer's name holds it. */
export async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const server = createServer().listen(0, config.host);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { ...config, port };
}

/** Loads the demo directory and what goes on in it, where the directory is empty; leaves any other as it is. */
export async function loadDemo(
  { database, run }: Pick<App, 'database' | 'run'>,
  databaseUrl: string,
  newId: () => string,
  log: Logger,
): Promise<void> {
  const pool = poolOf(database);
  const { rows } = await pool.query<{ people: boolean; done: boolean }>(
    `select exists (select from principal) as people, exists (select from outbox) as done`,
  );
  if (rows[0]?.done) return;
  if (!rows[0]?.people) {
    await importDirectory({
      url: databaseUrl,
      source: createReadStream(directoryFile),
      fileName: 'directory.json',
      now: null,
      newId,
    });
  }
  await seedDemo(run, async (roleDefinitionId) => {
    const found = await pool.query<{ id: string }>('select id from policy where role_definition_id = $1', [
      roleDefinitionId,
    ]);
    return found.rows[0]?.id ?? '';
  });
  log.info('loaded the demo directory');
}
