import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { buildApiSchema } from './api/schema';
import { bootstrapAdministrator } from './commands/bootstrap-administrator';
import { createRunner, type Run } from './commands/command';
import type { Config } from './config';
import { createContextFor } from './context-for';
import { serviceActor } from './domain/actor';
import { PimError } from './domain/errors';
import { createFeed, type Feed } from './feed/feed';
import { createAuthenticate, createConfirmCaller } from './http/authenticate';
import { rememberTokens } from './http/identity/remembered-verifier';
import { createTokenVerifier } from './http/identity/token-verifier';
import type { Route } from './http/options';
import { createPlannedResponses } from './http/planned-responses';
import { createHttpServer, type HttpServer } from './http/server';
import { startBackground } from './jobs/background';
import { announceDue } from './jobs/due';
import { every, type Timer } from './jobs/every';
import { createCheckAccess } from './queries/check-access';
import { createFindActivationRequirements } from './queries/find-activation-requirements';
import { createFindGuests } from './queries/find-guests';
import { createReader } from './queries/planner/reader';
import { ensureBuiltInRoles, ensurePolicies } from './storage/built-in-roles';
import { closeDatabase, openDatabase } from './storage/data-source';
import { migrate } from './storage/migrate';
import { forgetForeignEvents } from './storage/outbox-retention';
import { allTables } from './storage/tables/all-tables';
import { createTransact, poolOf } from './storage/transact';
import type { Instant } from './storage/transaction';

/** What the app is made from. */
export interface AppOptions {
  readonly config: Config;
  /** Address of the database, the embedded one's included. */
  readonly databaseUrl: string;
  /** Who issues the tokens: an issuer of the operator's, or the demo identity provider. */
  readonly identity: {
    readonly issuer: string;
    readonly jwksUri: string | undefined;
    readonly routes: readonly Route[];
  };
  /** The tests' clock; null leaves the time to the database. */
  readonly clock: (() => Date) | null;
  /** What has to be in the directory before the first call is answered; null when it is taken as it is. */
  readonly prepare: ((parts: Pick<App, 'database' | 'run'>) => Promise<void>) | null;
  readonly newId: () => string;
  readonly log: Logger;
}

/** The running service. */
export interface App {
  readonly url: string;
  readonly run: Run;
  readonly database: DataSource;
  /** Announces what is due at this moment; the service does so by itself. */
  readonly announceDue: () => Promise<number>;
  /** Finishes what runs, closes sockets with a code that tells clients to come again, and gives back the database. */
  readonly stop: () => Promise<void>;
}

const bootstrapEveryMs = 1_000;
const graceMs = 10_000;
const clockToleranceSeconds = 5;

/** Builds everything once, and serves. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, databaseUrl, clock, newId, log } = options;
  const instant: Instant = clock ?? (() => null);
  await migrate({ url: databaseUrl, log });
  const database = await openDatabase({
    url: databaseUrl,
    poolSize: config.databasePoolSize,
    entities: allTables,
    log,
  });
  await ensureBuiltInRoles(database);
  await ensurePolicies(database, newId);
  await forgetForeignEvents(database);
  const run = createRunner(createTransact(database, { instant, newId }), newId);
  const feed = createFeed({ dataSource: database, url: databaseUrl, log, instant });
  await feed.start();
  const timers = clock ? [] : await startTimers(options, database, run);
  const server = serverOf(options, { database, run, feed, instant });
  await options.prepare?.({ database, run });
  await server.listen();
  const announce = () => announceDue(poolOf(database), run, instant(), log);
  return {
    url: server.url,
    run,
    database,
    announceDue: announce,
    stop: () => stop({ server, timers, feed, database }),
  };
}

interface Parts {
  readonly database: DataSource;
  readonly run: Run;
  readonly feed: Feed;
  readonly instant: Instant;
}

function serverOf({ config, identity, clock, log }: AppOptions, { database, run, feed, instant }: Parts): HttpServer {
  const now = clock ?? (() => new Date());
  const checked = createTokenVerifier({
    ...identity,
    audience: config.oidc.audience,
    algorithms: config.oidc.algorithms,
    principalClaim: config.oidc.principalClaim,
    clockToleranceSeconds,
    now,
  });
  const verifier = rememberTokens(checked, now);
  const [schema, reader, pool] = [buildApiSchema(), createReader({ database }), poolOf(database)];
  const confirm = createConfirmCaller(pool);
  return createHttpServer({
    schema,
    authenticate: createAuthenticate(verifier, pool),
    contextFor: createContextFor({
      reader,
      run,
      feed,
      checkAccess: createCheckAccess(pool),
      findGuests: createFindGuests(pool),
      findActivationRequirements: createFindActivationRequirements(pool),
      instant,
    }),
    direct: { verify: verifier.verify, confirm, ...createPlannedResponses({ schema, reader, instant, log }) },
    routes: identity.routes,
    readiness: () => readiness(database),
    allowedOrigins: config.allowedOrigins,
    host: config.host,
    port: config.port,
    log,
    now,
  });
}

async function readiness(database: DataSource) {
  try {
    await poolOf(database).query('select 1');
    return { ready: true };
  } catch {
    return { ready: false, reason: 'The database does not answer.' };
  }
}

/** What goes on by itself; tests with a clock of theirs call it, and nothing runs. */
async function startTimers(options: AppOptions, database: DataSource, run: Run): Promise<readonly Timer[]> {
  const { config, databaseUrl: url, log } = options;
  const { databasePoolSize: poolSize, eventRetentionDays, bootstrapGlobalAdmin } = config;
  const background = await startBackground({ url, database, poolSize, run, eventRetentionDays, log });
  return bootstrapGlobalAdmin === null ? [background] : [background, startBootstrap(bootstrapGlobalAdmin, run, log)];
}

/** Makes the first Global Administrator as soon as he is in the directory. */
function startBootstrap(principalId: string, run: Run, log: Logger): Timer {
  const state = { isDone: false };
  const work = async () => {
    if (!state.isDone) state.isDone = await bootstrapWith(run, principalId, log);
  };
  return every(bootstrapEveryMs, work, (error) =>
    log.warn({ err: error }, 'the first Global Administrator could not be made; it will be tried again'),
  );
}

/** Whether nothing is left to be done: the administrator is made, or there was one already. */
export async function bootstrapWith(run: Run, principalId: string, log: Logger): Promise<boolean> {
  try {
    await run(bootstrapAdministrator, { principalId }, serviceActor);
    log.info({ principalId }, 'made the first Global Administrator');
    return true;
  } catch (error) {
    if (error instanceof PimError) return error.code === 'RoleAssignmentExists';
    throw error;
  }
}

interface Running {
  readonly server: HttpServer;
  readonly timers: readonly Timer[];
  readonly feed: Feed;
  readonly database: DataSource;
}

async function stop({ server, timers, feed, database }: Running): Promise<void> {
  await Promise.all([server.close({ graceMs }), ...timers.map((timer) => timer.stop())]);
  await feed.stop();
  await closeDatabase(database);
}
