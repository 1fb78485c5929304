import pino from 'pino';
import { v7 } from 'uuid';
import { type App, createApp } from '../../../src/app';
import { readConfig } from '../../../src/config';
import { ensureBuiltInRoles } from '../../../src/storage/built-in-roles';
import { poolOf } from '../../../src/storage/transact';
import { fill, withClient } from '../../bench/data/build';
import { type Picks, pick } from '../../bench/data/picks';
import { sizesAt } from '../../bench/data/sizes';
import { type Issuer, startIssuer } from '../../bench/tokens';
import type { Workload } from '../../bench/workloads/workload';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { fakeClock } from '../../support/fake-clock';
import { type Sent, watchStatements } from '../../support/sent-statements';

/** A step of a plan, as `explain (format json)` tells it. */
interface Step {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Step[];
}

/** How a table is read somewhere in a statement. */
export interface Access {
  readonly how: string;
  readonly table: string | null;
  readonly index: string | null;
  /** What is looked for in the index; empty where all of it is read. */
  readonly condition: string;
}

/** The service over a database with thousands of rows, whose plans are then like those over millions. */
export interface Grown {
  /** Every access in the plans of the statements that the workload's first call runs. */
  readonly accessesIn: (workload: Workload) => Promise<readonly Access[]>;
  readonly stop: () => Promise<void>;
}

/** 20,000 requests. */
const scale = 0.04;

export async function startGrown(): Promise<Grown> {
  const [database, issuer] = await Promise.all([cloneDatabase(), startIssuer()]);
  await withClient(database.url, async (client) => {
    await ensureBuiltInRoles(client);
    await fill(client, sizesAt(scale), () => undefined);
  });
  const app = await serve(database, issuer);
  const sent = watchStatements(poolOf(app.database));
  const picks = await pick(database.url, scale);
  return {
    accessesIn: async (workload) => {
      const statements = await statementsOf(workload, { app, issuer, picks, sent });
      const plans = await Promise.all(statements.map((statement) => planOf(database.url, statement)));
      return plans.flatMap(accesses);
    },
    stop: async () => {
      await app.stop();
      await issuer.stop();
      await database.drop();
    },
  };
}

function serve({ url }: TestDatabase, issuer: Issuer): Promise<App> {
  const jwksUri = `${issuer.url}/keys`;
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: url,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: issuer.audience,
    OIDC_JWKS_URI: jwksUri,
  });
  const identity = { issuer: issuer.url, jwksUri, routes: [] };
  const clock = fakeClock(new Date().toISOString()).now;
  return createApp({
    config,
    databaseUrl: url,
    identity,
    clock,
    prepare: null,
    newId: () => v7(),
    log: pino({ level: 'silent' }),
  });
}

/** Sends the first call of the workload and yields the texts that went to the database because of it. */
async function statementsOf(
  workload: Workload,
  {
    app,
    issuer,
    picks,
    sent,
  }: { readonly app: App; readonly issuer: Issuer; readonly picks: Picks; readonly sent: Sent },
): Promise<readonly string[]> {
  const [call] = workload.operations(picks, 'gateway')[0] ?? [];
  if (!call) throw new Error(`${workload.name} has no call`);
  const before = sent.statements.length;
  const answer = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${issuer.tokenOf(call.callerId)}` },
    body: JSON.stringify(call.body),
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors"')) throw new Error(`${workload.name}: ${text.slice(0, 500)}`);
  return sent.statements.slice(before);
}

/** The plan that serves every call of the prepared statement, whatever its parameters. */
async function planOf(url: string, text: string): Promise<Step> {
  return withClient(url, async (client) => {
    await client.query(`set plan_cache_mode = 'force_generic_plan'; set timezone = 'UTC'`);
    await client.query(`prepare asked as ${text}`);
    const parameters = new Set(text.match(/\$\d+/g)).size;
    const nulls = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Step }[] }>(
      `explain (format json) execute asked${nulls}`,
    );
    const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error(`no plan for ${text}`);
    return plan.Plan;
  });
}

const accesses = (step: Step): readonly Access[] => {
  const { 'Relation Name': table = null, 'Index Name': index = null, 'Index Cond': condition = '' } = step;
  const own = table === null && index === null ? [] : [{ how: step['Node Type'], table, index, condition }];
  return [...own, ...(step.Plans ?? []).flatMap(accesses)];
};
