import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { TokenRefused } from '../../../src/http/identity/token-refused';
import { alice, closeServers, startServer, type TestServer } from './a-server';
import { closeSockets, connect, type Message, refusedStatus } from './a-socket';
import { canary } from './sample-schema';

let running: TestServer;

beforeAll(async () => {
  running = await startServer({ socketLimits: { initTimeoutMs: 200 } });
});

afterEach(closeSockets);

afterAll(closeServers);

const subscribe = (query: string, id = '1', variables?: unknown): Message => ({
  type: 'subscribe',
  id,
  payload: { query, variables },
});

const waits = 'subscription { waits }';

describe('the protocol closes for what breaks it (security.md 14)', () => {
  test('no init -> 4408', async () => {
    const { closed } = await connect(running.url, null);
    expect(await closed).toBe(4408);
  });

  test('subscribe before ack -> 4401', async () => {
    const { send, closed } = await connect(running.url, null);
    send(subscribe(waits));
    expect(await closed).toBe(4401);
  });

  test('second init -> 4429', async () => {
    const { send, closed } = await connect(running.url);
    send({ type: 'connection_init', payload: { authorization: 'Bearer alice' } });
    expect(await closed).toBe(4429);
  });

  test.each(['not JSON', '[]', '{"type":"start"}', '{"type":"subscribe","id":1,"payload":{}}'])(
    '%s -> 4400',
    async (text) => {
      const { send, closed } = await connect(running.url);
      send(text);
      expect(await closed).toBe(4400);
    },
  );

  test('duplicate id -> 4409', async () => {
    const { send, next, closed } = await connect(running.url);
    send(subscribe(waits));
    await next();
    send(subscribe(waits));
    expect(await closed).toBe(4409);
  });

  test('no subprotocol -> 4406', async () => {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}/graphql`);
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4406);
  });

  test('a message of 64 KiB is read, a larger one closes with 1009', async () => {
    const { send, next, closed } = await connect(running.url);
    const ping = (bytes: number) => `{"type":"ping","payload":{"pad":"${'x'.repeat(bytes - 36)}"}}`.padEnd(bytes);
    send(ping(64 * 1024));
    expect((await next()).type).toBe('pong');
    send(ping(64 * 1024 + 1));
    expect(await closed).toBe(1009);
  });
});

describe('who may connect (security.md 10)', () => {
  test.each<readonly [string, Record<string, unknown>]>([
    ['authorization', { authorization: 'Bearer alice' }],
    ['Authorization', { Authorization: 'bearer alice' }],
    ['token', { token: 'alice' }],
  ])('the token comes in connection_init as %s', async (_name, payload) => {
    const { send, next } = await connect(running.url, null);
    send({ type: 'connection_init', payload });
    expect(await next()).toEqual({ type: 'connection_ack' });
  });

  test.each<readonly [string, Record<string, unknown> | undefined]>([
    ['none', undefined],
    ['a bad one', { authorization: 'Bearer mallory' }],
    ['one that is no text', { authorization: { $ne: null } }],
    ['two in one', { authorization: 'Bearer alice, Bearer alice' }],
  ])('token: %s -> 4403', async (_name, payload) => {
    const { send, closed } = await connect(running.url, null);
    send({ type: 'connection_init', payload });
    expect(await closed).toBe(4403);
  });

  test('a token in the query string or the headers counts for nothing', async () => {
    const socket = new WebSocket(`${running.url.replace('http', 'ws')}/graphql?token=alice`, 'graphql-transport-ws', {
      headers: { authorization: 'Bearer alice' },
    });
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4403);
  });

  test('a token that cannot be judged just now -> 1013, try again', async () => {
    const { url } = await startServer({ authenticate: () => Promise.reject(new Error(canary)) });
    const { send, closed } = await connect(url, null);
    send({ type: 'connection_init', payload: { token: 'alice' } });
    expect(await closed).toBe(1013);
  });

  test.each([
    ['a foreign page', 'https://evil.example.org', 403],
    ['a page in a frame without origin', 'null', 403],
    ['our host under another port', 'http://127.0.0.1:1', 403],
  ])('%s is turned away', async (_name, origin, status) => {
    expect(await refusedStatus(running.url, '/graphql', { origin })).toBe(status);
  });

  test('our own page and an allowed one may connect', async () => {
    for (const origin of [running.url, 'https://console.example.org']) {
      const { socket } = await connect(running.url, { token: 'alice' }, { origin });
      expect(socket.readyState).toBe(socket.OPEN);
    }
  });

  test('another path has no sockets', async () => {
    expect(await refusedStatus(running.url, '/elsewhere')).toBe(404);
  });
});

describe('a token ends (design.md 4)', () => {
  test('the socket closes with 4401 when the token expires, though nothing is sent', async () => {
    const { url } = await startServer({
      authenticate: async () => ({ ...alice, expiresAt: new Date(Date.now() + 150) }),
    });
    const { closed } = await connect(url);
    expect(await closed).toBe(4401);
  });

  test('nothing is delivered from the instant of expiry on, whatever the timer does', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const { url } = await startServer({
      authenticate: async () => ({ ...alice, expiresAt: new Date('2026-01-01T01:00:00Z') }),
      now: () => now,
    });
    const { send, next, closed } = await connect(url);
    now = new Date('2026-01-01T00:59:59.999Z');
    send(subscribe('subscription { count(to: 1) }'));
    expect(await next()).toMatchObject({ type: 'next', payload: { data: { count: 1 } } });
    expect(await next()).toMatchObject({ type: 'complete' });
    now = new Date('2026-01-01T01:00:00Z');
    send(subscribe('subscription { count(to: 1) }', '2'));
    expect(await closed).toBe(4401);
  });

  test('a token that ends beyond the reach of a timer does not close at once', async () => {
    const { send, next } = await connect(running.url);
    send({ type: 'ping' });
    expect(await next()).toEqual({ type: 'pong' });
  });
});

describe('what runs over a socket', () => {
  test.each(['{ hello }', 'mutation { touch }'])('%s is refused: subscriptions only', async (query) => {
    const { send, next } = await connect(running.url);
    send(subscribe(query));
    expect(await next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'OPERATION_NOT_SERVED_HERE' } }],
    });
  });

  test.each<readonly [string, string, unknown, string]>([
    ['too deep a variable', waits, { a: [[[[[[[[[[[]]]]]]]]]]] }, 'VALUE_TOO_DEEP'],
    ['a fragment cycle', 'subscription { ...A } fragment A on Subscription { ...A }', {}, 'FRAGMENT_CYCLE'],
    [
      'aliases',
      `subscription { ${Array.from({ length: 31 }, (_, at) => `a${at}: waits`).join(' ')} }`,
      {},
      'TOO_MANY_ROOT_FIELDS',
    ],
    ['an unknown field', 'subscription { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['no GraphQL', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['__proto__', waits, JSON.parse('{"__proto__":1}'), 'NAME_NOT_ALLOWED'],
  ])('the same guard refuses %s', async (_name, query, variables, code) => {
    const { send, next } = await connect(running.url);
    send(subscribe(query, '1', variables));
    expect(await next()).toMatchObject({ type: 'error', id: '1', payload: [{ extensions: { code } }] });
  });

  test('a variable that cannot be coerced', async () => {
    const { send, next } = await connect(running.url);
    send(subscribe('subscription ($to: Int!) { count(to: $to) }', '1', { to: 'many' }));
    expect(await next()).toMatchObject({ payload: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] } });
  });

  test.each(['throwsInstead', 'throwsAtOnce', 'throwsLater', 'fails'])(
    'errors of %s are masked (security.md 12)',
    async (field) => {
      const { send, next } = await connect(running.url);
      send(subscribe(`subscription { ${field} }`));
      const messages: Message[] = [];
      while (!['error', 'complete'].includes(messages.at(-1)?.type ?? '')) messages.push(await next());
      const text = JSON.stringify(messages);
      expect(text).toContain('"code":"INTERNAL_SERVER_ERROR"');
      expect(text).not.toMatch(/secret|select|stack/);
      const id = /"id":"([\da-f-]{36})"/.exec(text)?.[1] ?? 'none';
      expect(running.logged.some((line) => line.includes(id) && line.includes(canary))).toBe(true);
    },
  );

  test.each([
    ['a fault of ours', new Error(canary), 'INTERNAL_SERVER_ERROR'],
    ['a principal that is nobody any more', new TokenRefused('disabled'), null],
  ])('%s while the context is made', async (_name, error, code) => {
    const { url } = await startServer({ contextFor: () => Promise.reject(error) });
    const { send, next, closed } = await connect(url);
    send(subscribe(waits));
    if (code === null) return expect(await closed).toBe(4403);
    const message = await next();
    expect(message).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    expect(JSON.stringify(message)).not.toContain('secret');
  });

  test("graphql-ws's own client receives every event in order", async () => {
    const client: Client = createClient({
      url: `${running.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: 'Bearer alice' },
    });
    const seen: unknown[] = [];
    for await (const { data } of client.iterate({ query: 'subscription { count(to: 500) }' })) seen.push(data?.count);
    expect(seen).toEqual(Array.from({ length: 500 }, (_, at) => at + 1));
    await client.dispose();
  });
});

describe('limits on sockets (security.md 10)', () => {
  test('operations of one socket, both sides', async () => {
    const { url } = await startServer({ socketLimits: { maxOperationsPerSocket: 2 } });
    const { send, next } = await connect(url);
    for (const id of ['1', '2']) {
      send(subscribe(waits, id));
      expect(await next()).toMatchObject({ type: 'next', id });
    }
    send(subscribe(waits, '3'));
    expect(await next()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }],
    });
    send({ type: 'complete', id: '1' });
    send(subscribe('subscription { count(to: 1) }', '4'));
    expect(await next()).toMatchObject({ type: 'next', id: '4' });
  });

  test('sockets of one person, both sides; a closed one makes room', async () => {
    const { url } = await startServer({ socketLimits: { maxSocketsPerPerson: 2 } });
    const first = await connect(url);
    await connect(url);
    const third = await connect(url, null);
    third.send({ type: 'connection_init', payload: { token: 'alice' } });
    expect(await third.closed).toBe(4429);
    first.socket.close();
    await first.closed;
    expect((await connect(url)).socket.readyState).toBe(WebSocket.OPEN);
  });

  test.each([
    ['sockets in all', { maxSockets: 1 }, undefined],
    ['sockets that have not said who they are', { maxUnacknowledgedSockets: 1 }, null],
  ])('%s', async (_name, socketLimits, initial) => {
    const { url } = await startServer({ socketLimits });
    await connect(url, initial);
    expect(await refusedStatus(url, '/graphql')).toBe(503);
  });

  test('a client that does not read is closed and told to try again', async () => {
    const { url, awaitLog } = await startServer({ socketLimits: { maxBufferedBytes: 64 * 1024, drainTimeoutMs: 100 } });
    const { socket, send, next, closed } = await connect(url);
    const isClosed = awaitLog('does not read its messages');
    send(subscribe('subscription { large(bytes: 1000000) }'));
    await next();
    socket.pause();
    await isClosed;
    socket.resume();
    expect(await closed).toBe(1013);
  });

  test('a client that no longer answers pings is cut', async () => {
    const { url } = await startServer({ socketLimits: { keepAliveMs: 50 } });
    const { closed } = await connect(url, { token: 'alice' }, { autoPong: false });
    expect(await closed).toBe(1006);
  });

  test('a client that answers them stays', async () => {
    const { url } = await startServer({ socketLimits: { keepAliveMs: 20 } });
    const { socket } = await connect(url);
    for (let pings = 0; pings < 5; pings += 1) await new Promise((resolve) => socket.once('ping', resolve));
    expect(socket.readyState).toBe(socket.OPEN);
  });
});

describe('the end (security.md 26)', () => {
  test('sockets get 1001, and the server is gone within the grace', async () => {
    const { server, url } = await startServer();
    const { send, next, closed } = await connect(url);
    send(subscribe(waits));
    await next();
    const gone = server.close({ graceMs: 5_000 });
    expect(await closed).toBe(1001);
    await gone;
  });

  test('a client that does not answer the close is cut after the grace', async () => {
    const { server, url } = await startServer();
    const { socket, closed } = await connect(url);
    socket.pause();
    await server.close({ graceMs: 50 });
    socket.resume();
    expect(await closed).toBe(1001);
  });
});
