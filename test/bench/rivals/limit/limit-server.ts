import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { Pool } from 'pg';
import { withSettings } from '../../../../src/storage/connection';
import { eligibleJson, eligibleRows } from './eligible';
import { newestJson, newestRows, oneJson, oneRow, pendingJson, pendingRows } from './requests';
import { access, approve, submit } from './writes';

// The limit: what Node and PostgreSQL can do when one writes by hand the one statement that each question needs. No
// GraphQL, no authentication, no authorisation, no validation.
type Handler = (pool: Pool, body: Readonly<Record<string, unknown>>) => Promise<string>;

const both: Readonly<Record<string, Handler>> = { '/submit': submit, '/approve': approve, '/access': access };
const manners: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  json: { ...both, '/eligible': eligibleJson, '/pending': pendingJson, '/newest': newestJson, '/one': oneJson },
  rows: { ...both, '/eligible': eligibleRows, '/pending': pendingRows, '/newest': newestRows, '/one': oneRow },
};

const handlers = manners[process.env.MANNER ?? ''] ?? {};
const pool = new Pool({
  connectionString: withSettings(process.env.DATABASE_URL ?? '', {
    timezone: 'UTC',
    plan_cache_mode: 'force_generic_plan',
  }),
  max: 10,
  idleTimeoutMillis: 0,
});

function answer(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

async function serve(req: IncomingMessage, res: ServerResponse, text: string): Promise<void> {
  try {
    const handler = handlers[req.url ?? ''];
    if (handler) answer(res, 200, await handler(pool, JSON.parse(text)));
    else answer(res, 404, '{}');
  } catch (error) {
    answer(res, 500, JSON.stringify({ message: String(error) }));
  }
}

const server = createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => void serve(req, res, Buffer.concat(chunks).toString()));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
