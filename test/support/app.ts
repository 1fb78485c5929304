import pino from 'pino';
import { v7 } from 'uuid';
import { type App, createApp } from '../../src/app';
import { readConfig } from '../../src/config';
import { ensurePolicies } from '../../src/storage/built-in-roles';
import { connect } from '../../src/storage/connection';
import { encodeCursor } from '../../src/storage/cursor';
import { readHead } from '../../src/storage/outbox';
import { poolOf } from '../../src/storage/transact';
import { cast, type Person } from './cast';
import { type Client, createTestClient } from './client';
import { cloneDatabase } from './database';
import { fillDirectory } from './directory';
import { type FakeClock, fakeClock } from './fake-clock';
import { startTestIssuer, type TestIssuer, type TokenClaims } from './issuer';

/** The whole service on a free port, with a database, an issuer and a clock of its own; nothing runs by itself. */
export interface TestApp {
  readonly url: string;
  readonly app: App;
  readonly clock: FakeClock;
  readonly issuer: TestIssuer;
  /** A client of one of the cast, signed in with MFA; claims replace those of the token. */
  readonly as: (person: Person, claims?: TokenClaims) => Client;
  /** A client of any principal by his id. */
  readonly asPrincipal: (id: string, claims?: TokenClaims) => Client;
  /** Runs statements as the owner of the tables, for what the gateway itself may not do. */
  readonly owner: (statements: string) => Promise<void>;
  /** Runs one statement on the database, as the gateway does; for facts that no client can make. */
  readonly sql: (statement: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /**
   * The place to subscribe after everything that has happened so far: waits until that is final, which databases of the same
   * server hold back while they write.
   */
  readonly head: () => Promise<string>;
  /** Back to the beginning: cast, policies and clock are as at the start, and of what happened only the audit is left. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Far enough that no test's clock comes there: a socket is closed when its token expires. */
const farAway = Date.parse('2099-01-01T00:00:00Z') / 1000;

const everythingThatHappened =
  'truncate principal, administrative_unit, policy, schedule_request, schedule, separation_rule, outbox, idempotency_key cascade';

/** Starts it with the cast in the directory, at 2026-01-01T00:00Z or the given instant. */
export async function startTestApp(start?: string): Promise<TestApp> {
  const clock = fakeClock(start);
  const beginning = clock.now().toISOString();
  const [database, issuer] = await Promise.all([cloneDatabase(), startTestIssuer({ clock })]);
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: database.url,
    OIDC_ISSUER: issuer.issuer,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_JWKS_URI: issuer.jwksUri,
  });
  const app = await createApp({
    config,
    databaseUrl: database.url,
    identity: { issuer: issuer.issuer, jwksUri: issuer.jwksUri, routes: [] },
    clock: clock.now,
    prepare: null,
    newId: () => v7(),
    log: pino({ level: 'silent' }),
  });
  const pool = poolOf(app.database);
  await fillDirectory(pool);
  const asPrincipal = (oid: string, claims: TokenClaims = {}) =>
    createTestClient(app.url, () => issuer.token({ oid, amr: ['pwd', 'mfa'], exp: farAway, ...claims }));
  return {
    url: app.url,
    app,
    clock,
    issuer,
    as: (person, claims) => asPrincipal(cast[person], { ...(person === 'robot' && { idtyp: 'app' }), ...claims }),
    asPrincipal,
    owner: (statements) => runAsOwner(database.url, statements),
    head: async () => {
      for (;;) {
        const { head, hasPending } = await readHead(pool);
        if (!hasPending) return encodeCursor(head);
      }
    },
    sql: async (statement, values = []) => (await pool.query(statement, [...values])).rows,
    reset: async () => {
      await runAsOwner(database.url, everythingThatHappened);
      await fillDirectory(pool);
      await ensurePolicies(app.database, () => v7());
      clock.set(beginning);
    },
    stop: async () => {
      await app.stop();
      await issuer.stop();
      await database.drop();
    },
  };
}

async function runAsOwner(url: string, statements: string): Promise<void> {
  const client = await connect(url, {});
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
