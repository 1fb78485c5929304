import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { answerOf, closeServers, codeOf, post, startServer } from './a-server';

afterAll(closeServers);

describe('paths and methods', () => {
  let url = '';

  beforeAll(async () => {
    const handle = (req: IncomingMessage, res: { end(text: string): void }) => res.end(`served ${req.url}`);
    ({ url } = await startServer({ routes: [{ path: '/oidc', handle }] }));
  });

  test.each<readonly [string, string, number, string | undefined]>([
    ['GET', '/healthz', 200, undefined],
    ['GET', '/readyz', 200, undefined],
    ['HEAD', '/healthz', 200, undefined],
    ['POST', '/healthz', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/nowhere', 404, 'NOT_FOUND'],
    ['GET', '/graphqlx', 404, 'NOT_FOUND'],
    ['GET', '/oidcx', 404, 'NOT_FOUND'],
    ['GET', '/graphiql/../package.json', 404, 'NOT_FOUND'],
    ['GET', '/graphiql/..%2fpackage.json', 404, 'NOT_FOUND'],
    ['PUT', '/graphql', 405, 'METHOD_NOT_ALLOWED'],
    ['DELETE', '/graphql', 405, 'METHOD_NOT_ALLOWED'],
    ['OPTIONS', '/graphql', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s %s -> %d', async (method, path, status, code) => {
    const answer = await answerOf(await fetch(url + path, { method }));
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.headers.get('allow') !== null).toBe(status === 405);
  });

  test('a route serves its path and what lies below, without a token', async () => {
    expect(await (await fetch(`${url}/oidc/auth?x=1`)).text()).toBe('served /oidc/auth?x=1');
  });

  test('pages of an allowed origin may call; others may send nothing that counts and read nothing', async () => {
    const preflight = (origin: string) => fetch(`${url}/graphql`, { method: 'OPTIONS', headers: { origin } });
    const allowed = await preflight('https://console.example.org');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://console.example.org',
    ]);
    const foreign = await preflight('https://evil.example.org');
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });
});

describe('GraphiQL comes from local files (design.md 3)', () => {
  test('a browser gets the page, which asks for nothing from another host', async () => {
    const { url } = await startServer();
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const page = await fetch(`${url}/graphql`, { headers: { accept } });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:/);
    const files = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(6);
    for (const file of files) {
      const asset = await fetch(url + file);
      expect([file, asset.status, (await asset.text()).length > 500]).toEqual([file, 200, true]);
    }
  });
});

describe('health (security.md 28)', () => {
  test.each([
    [
      'says why it is not ready',
      async () => ({ ready: false, reason: 'The database is away.' }),
      'The database is away.',
    ],
    [
      'does not say what broke while it asked',
      () => Promise.reject(new Error('postgres://user:secret@host')),
      'Readiness could not be determined; the log says why.',
    ],
  ])('%s', async (_name, readiness, reason) => {
    const { url } = await startServer({ readiness });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'unavailable', reason }]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('the end (security.md 26)', () => {
  test('readiness goes first, while all else is served', async () => {
    const { server, url } = await startServer();
    server.drain();
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await post(url, { query: '{ hello }' })).body.data).toEqual({ hello: 'hello world' });
  });

  test('what runs is finished, what is new is not accepted', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const contextFor = async () => {
      entered();
      return { gate };
    };
    const { server, url } = await startServer({ contextFor });
    const running = post(url, { query: '{ slow }' });
    await inside;
    const closed = server.close({ graceMs: 5_000 });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
    release();
    expect((await running).body.data).toEqual({ slow: 'done' });
    await closed;
  });

  test('idle connections do not hold it up, stuck ones no longer than the grace', async () => {
    const { server, url } = await startServer({
      contextFor: async () => ({ gate: new Promise<void>(() => undefined) }),
    });
    const agent = new Agent({ keepAlive: true });
    const [idle] = (await once(get(`${url}/healthz`, { agent }), 'response')) as [IncomingMessage];
    idle.resume();
    const stuck = expect(post(url, { query: '{ slow }' })).rejects.toThrow('fetch failed');
    await once(idle, 'end');
    await server.close({ graceMs: 100 });
    await stuck;
    agent.destroy();
  });

  test('a taken port is named in a sentence that says what to do', async () => {
    const { url } = await startServer();
    const { port } = new URL(url);
    await expect(startServer({ port: Number(port) })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken: stop what`);
  });
});
