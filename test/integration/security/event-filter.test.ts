import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startTestApp, type TestApp } from '../../support/app';
import { cast } from '../../support/cast';

let service: TestApp;

beforeAll(async () => {
  service = await startTestApp();
});
afterAll(() => service.stop());

/** The first thing that a subscription with this filter says: a message, or the errors that end it. */
async function firstWord(filter: object): Promise<unknown> {
  const token = await service.issuer.token({ oid: cast.alice, exp: Date.parse('2099-01-01') / 1000 });
  const client = createClient({
    url: `${service.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const query = 'subscription ($filter: PimEventFilter) { pimEvents(filter: $filter) { __typename } }';
  try {
    return await new Promise((resolve) => {
      client.subscribe({ query, variables: { filter } }, { next: resolve, error: resolve, complete: () => undefined });
    });
  } finally {
    await client.dispose();
  }
}

test.each([
  ['no GUID but a zero byte', 'principalId', 'a\u0000b'],
  ['no GUID but a name', 'principalId', 'alice'],
  ['no GUID but SQL', 'requestId', "' or true --"],
  ['a zero byte', 'roleDefinitionId', 'a\u0000b'],
  ['257 characters', 'roleDefinitionId', 'r'.repeat(257)],
])('security 19: an event filter with %s in %s is refused at once', async (_what, field, value) => {
  expect(await firstWord({ [field]: value })).toMatchObject({
    errors: [{ extensions: { code: 'Request_BadRequest', path: ['filter', field] } }],
  });
});

test('GUIDs in an event filter may be in capitals', async () => {
  expect(await firstWord({ principalId: cast.alice.toUpperCase() })).toEqual({
    data: { pimEvents: { __typename: 'Ready' } },
  });
});
