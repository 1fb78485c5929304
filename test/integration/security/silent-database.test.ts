import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import pino from 'pino';
import { closeDatabase, openDatabase } from '../../../src/storage/data-source';
import { poolOf } from '../../../src/storage/transact';
import { cloneDatabase, type TestDatabase } from '../../support/database';
import { closeServers, startServer } from '../http/a-server';

let database: TestDatabase;
let line: Line;

beforeAll(async () => {
  database = await cloneDatabase();
  line = await openLine(new URL(database.url));
});
afterAll(async () => {
  await line.close();
  await database.drop();
});
afterEach(() => closeServers());

/** A line to the database that can fall silent without being cut, as networks do. */
interface Line {
  readonly url: string;
  readonly fallSilent: () => void;
  /** New connections get through again; those from before stay dead. */
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

async function openLine(to: URL): Promise<Line> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(Number(to.port), to.hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    fallSilent: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: () => sockets.clear(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

test('security 28: a session whose server has gone silent is given up, and the next one works', async () => {
  const log = pino({ level: 'silent' });
  const source = await openDatabase({ url: line.url, poolSize: 1, entities: [], log, silenceMs: 300 });
  const pool = poolOf(source);
  await pool.query('select 1');
  line.fallSilent();
  await expect(pool.query('select 2')).rejects.toThrow();
  line.mend();
  expect((await pool.query('select 3 as three')).rows).toEqual([{ three: 3 }]);
  await closeDatabase(source);
});

test('security 28: readiness that is not told within a second is no readiness', async () => {
  const { url } = await startServer({ readiness: () => new Promise(() => undefined) });
  const before = performance.now();
  const answer = await fetch(`${url}/readyz`);
  expect(answer.status).toBe(503);
  expect(performance.now() - before).toBeLessThan(1_500);
  expect(await answer.json()).toMatchObject({ status: 'unavailable' });
});
