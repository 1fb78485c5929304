// Run by hand: node -r ./test/support/swc-hook.cjs test/integration/planner/measure.ts 3 3 'W1 W4' direct
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import process from 'node:process';
import pino, { type Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import type { Read } from '../../../src/api/context';
import { buildApiSchema } from '../../../src/api/schema';
import { createConfirmCaller } from '../../../src/http/authenticate';
import type { HttpServerOptions } from '../../../src/http/options';
import { createPlannedResponses } from '../../../src/http/planned-responses';
import { createHttpServer } from '../../../src/http/server';
import { createReader } from '../../../src/queries/planner/reader';
import { ensureBuiltInRoles, ensurePolicies } from '../../../src/storage/built-in-roles';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { startEmbeddedPostgres } from '../../../src/storage/embedded-postgres';
import { migrate } from '../../../src/storage/migrate';
import { allTables } from '../../../src/storage/tables/all-tables';
import { poolOf } from '../../../src/storage/transact';
import { caller } from '../../support/cast';
import { fillDirectory } from '../../support/directory';
import { fillMany, manyIds } from './many-rows';

const seconds = Number(process.argv[2] ?? 3);
const rounds = Number(process.argv[3] ?? 3);
const only = process.argv[4] ?? 'W1 W2 W3 W4';
const kinds = process.argv[5] ?? 'direct executor';

/** The reads of the workloads W1 to W4, in small. */
const reads = {
  W1: {
    query: `{ roleEligibilityScheduleInstances(on: principal, first: 50) { nodes { id startDateTime endDateTime memberType
      roleDefinition { id displayName policyAssignment { policy { id rules { id ... on UnifiedRoleManagementPolicyExpirationRule {
      isExpirationRequired maximumDuration } ... on UnifiedRoleManagementPolicyEnablementRule { enabledRules } } } } } } } }`,
  },
  W2: {
    query: `{ roleAssignmentScheduleRequests(first: 50, filter: { status: { eq: PendingApproval } }) { nodes { id status action
      createdDateTime justification principal { id ... on User { displayName userPrincipalName } } roleDefinition { id displayName }
      approval { id stages { id status reviewResult expiresAt: reviewedDateTime } } } } }`,
  },
  W3: {
    query: `{ roleAssignmentScheduleRequests(first: 100) { totalCount: __typename pageInfo { hasNextPage endCursor } edges { cursor node { id status
      createdDateTime principal { id ... on User { displayName jobTitle department } } roleDefinition { id displayName isPrivileged }
      targetSchedule { id createdDateTime status } approval { id stages { id status justification } } } } } }`,
  },
  W4: {
    query: `query ($id: ID!) { roleAssignmentScheduleRequest(id: $id) { id status action createdDateTime justification
      principal { id ... on User { displayName } } roleDefinition { id displayName } ticketInfo { ticketNumber } } }`,
    variables: { id: manyIds.request },
  },
};

const client = `
const http = require('node:http');
const { url, body, token, milliseconds } = JSON.parse(process.argv[1]);
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
const { hostname, port } = new URL(url);
const headers = { authorization: 'Bearer ' + token, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
let [count, bytes, sample] = [0, 0, ''];
const end = performance.now() + milliseconds;
const times = [];
const once = () => new Promise((resolve, reject) => {
  const began = performance.now();
  const req = http.request({ agent, hostname, port, path: '/graphql', method: 'POST', headers }, (res) => {
    const parts = [];
    res.on('data', (part) => parts.push(part));
    res.on('end', () => { times.push(performance.now() - began); count += 1; if (sample === '') sample = Buffer.concat(parts).toString(); resolve(); });
  });
  req.on('error', reject);
  req.end(body);
});
const loop = async () => { while (performance.now() < end) await once(); };
const began = performance.now();
Promise.all(Array.from({ length: 16 }, loop)).then(() => {
  times.sort((a, b) => a - b);
  process.send({ perSecond: count / (performance.now() - began) * 1000, p50: times[times.length >> 1], sample });
  process.disconnect();
});`;

interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  /** Microseconds of this process per request. */
  readonly cpu: number;
  readonly sample: string;
}

const load = (url: string, body: string, token: string, milliseconds: number): Promise<Figures> =>
  new Promise((resolve, reject) => {
    const given = JSON.stringify({ url, body, token, milliseconds });
    const child = spawn(process.execPath, ['-e', client, given], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const before = process.cpuUsage();
    child.once('message', (figures: Omit<Figures, 'cpu'>) => {
      const { user, system } = process.cpuUsage(before);
      resolve({ ...figures, cpu: (user + system) / ((figures.perSecond * milliseconds) / 1_000) });
    });
    child.once('error', reject);
  });

/** A database with many rows, and what the servers over it share. */
async function open(log: Logger) {
  const postgres = await startEmbeddedPostgres({ ephemeral: true, log });
  await migrate({ url: postgres.url, log });
  const database = await openDatabase({ url: postgres.url, poolSize: 10, entities: allTables, log });
  await ensureBuiltInRoles(database);
  await ensurePolicies(database, () => v7());
  await fillDirectory(poolOf(database));
  await fillMany(postgres.url);
  const close = async () => {
    await closeDatabase(database);
    await postgres.stop();
  };
  return { database, close };
}

function serversOver(database: DataSource, log: Logger) {
  const [schema, reader, instant] = [buildApiSchema(), createReader({ database }), () => null];
  const confirm = createConfirmCaller(poolOf(database));
  const claimed = (token: string) => caller(token === 'alice' ? 'alice' : 'adam');
  const options: HttpServerOptions = {
    schema,
    authenticate: async (token) => confirm(claimed(token)),
    contextFor: async ({ principalId }) => {
      const session = { callerId: principalId, instant: null };
      const page: Read['page'] = (question, args, info) => reader.page(question, args, info, session);
      const one: Read['one'] = (question, id, info) => reader.one(question, id, info, session);
      return { caller: claimed('adam'), loaders: reader.loaders(session), read: { page, one } };
    },
    routes: [],
    readiness: async () => ({ ready: true }),
    allowedOrigins: [],
    log,
    now: () => new Date(),
    host: '127.0.0.1',
    port: 0,
  };
  const responses = createPlannedResponses({ schema, reader, instant, log });
  const direct = { verify: async (token: string) => claimed(token), confirm, ...responses };
  return { direct: createHttpServer({ ...options, direct }), executor: createHttpServer(options) };
}

async function measure(name: string, body: object, urls: Readonly<Record<string, string>>): Promise<void> {
  const token = name === 'W1' ? 'alice' : 'adam';
  for (let round = 0; round <= rounds; round += 1) {
    const samples = new Set<string>();
    for (const [kind, url] of Object.entries(urls)) {
      const figures = await load(url, JSON.stringify(body), token, (round === 0 ? 1 : seconds) * 1_000);
      samples.add(figures.sample);
      if (round > 0) process.stdout.write(`${name} ${kind.padEnd(9)} ${inWords(figures)}\n`);
    }
    if (samples.size > 1) process.stdout.write(`${name}: the answers differ\n`);
  }
}

const inWords = ({ perSecond, p50, cpu, sample }: Figures): string =>
  `${perSecond.toFixed(0).padStart(6)}/s  p50 ${p50.toFixed(2)} ms  cpu ${cpu.toFixed(0)} us  ${sample.length} bytes`;

async function main(): Promise<void> {
  const log = pino({ level: 'error' });
  const { database, close } = await open(log);
  const servers = serversOver(database, log);
  const urls: Record<string, string> = {};
  for (const [kind, server] of Object.entries(servers)) {
    await server.listen();
    if (kinds.includes(kind)) urls[kind] = server.url;
  }
  for (const [name, body] of Object.entries(reads)) if (only.includes(name)) await measure(name, body, urls);
  for (const server of Object.values(servers)) await server.close({ graceMs: 100 });
  await close();
}

void main();
