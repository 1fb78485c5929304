import { serverAudits } from 'graphql-http';
import { closeServers, startServer, type TestServer } from '../integration/http/a-server';

/** The audits know of no tokens; a page that is signed in sends one with each of them. */
const signedIn: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { ...init?.headers, authorization: 'Bearer alice' } });

describe('GraphQL over HTTP, the audits of graphql-http (security.md 13)', () => {
  let running: TestServer;

  beforeAll(async () => {
    running = await startServer();
  });

  afterAll(closeServers);

  const audits = serverAudits({ url: () => `${running.url}/graphql`, fetchFn: signedIn });

  test('there are 61 of them', () => expect(audits).toHaveLength(61));

  test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
