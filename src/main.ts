import 'reflect-metadata';
import process from 'node:process';
import { type Logger, pino } from 'pino';
import { type App, createApp } from './app';
import { type Config, readConfig } from './config';
import { demoIdentity, loadDemo, withPort } from './demo/demo';
import { welcome } from './demo/walk';
import { createNewId } from './new-id';
import { startEmbeddedPostgres } from './storage/embedded-postgres';

const newId = createNewId();

/** What was started, so that it can be ended in turn. */
interface Service {
  readonly stop: () => Promise<void>;
}

async function start(config: Config, log: Logger): Promise<Service> {
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres({ dataDir: config.dataDir, log }) : null;
  const databaseUrl = embedded?.url ?? config.databaseUrl ?? '';
  try {
    const app = await serve(config, databaseUrl, log);
    return {
      stop: async () => {
        await app.stop();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

async function serve(config: Config, databaseUrl: string, log: Logger): Promise<App> {
  const { issuer, jwksUri } = config.oidc;
  if (issuer !== null) {
    const app = await createApp({
      config,
      databaseUrl,
      identity: { issuer, jwksUri, routes: [] },
      clock: null,
      prepare: null,
      newId,
      log,
    });
    log.info(`Portcullis answers on ${app.url}/graphql`);
    return app;
  }
  const ported = await withPort(config);
  const app = await createApp({
    config: ported,
    databaseUrl,
    identity: await demoIdentity(ported),
    clock: null,
    prepare: (parts) => loadDemo(parts, databaseUrl, newId, log),
    newId,
    log,
  });
  process.stdout.write(welcome(app.url));
  return app;
}

/** One sentence for the operator, not a stack. */
const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function main(): Promise<void> {
  const signalled = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  const config = readConfig(process.env);
  const log = pino({
    level: config.logLevel,
    redact: { paths: ['*.authorization', '*.token', '*.password', '*.url'], censor: '[hidden]' },
  });
  const starting = start(config, log);
  const signal = await Promise.race([signalled, starting.then(() => signalled)]);
  log.info(`stopping on ${signal}`);
  await (await starting).stop();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${sentence(error)}\n`);
    process.exit(1);
  },
);
