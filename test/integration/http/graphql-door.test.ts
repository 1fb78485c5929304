import { createHash } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { TokenRefused } from '../../../src/http/identity/token-refused';
import { alice, answerOf, closeServers, codeOf, post, startServer } from './a-server';
import { canary } from './sample-schema';

let url = '';

beforeAll(async () => {
  ({ url } = await startServer());
});

afterAll(closeServers);

const hello = { query: '{ hello }' };
const graphqlJson = { headers: { accept: 'application/graphql-response+json' } };

describe('who calls (security.md 16)', () => {
  test.each<readonly [string, Record<string, string>, string]>([
    ['no token', {}, 'Bearer realm="portcullis"'],
    ['a bad token', { authorization: 'Bearer mallory' }, 'error="invalid_token"'],
    ['another scheme', { authorization: 'Basic YWxpY2U6YWxpY2U=' }, 'error="invalid_token"'],
  ])('%s gets 401 and nothing more, before anything is read', async (_name, headers, challenge) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: 'not even JSON' };
    const answer = await answerOf(await fetch(`${url}/graphql`, init));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain(challenge);
    expect(answer.body).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(answer.text).not.toContain('alice');
  });

  test('introspection needs a token too (security.md 12)', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{__typename}"}' };
    expect((await fetch(`${url}/graphql`, init)).status).toBe(401);
  });

  test('the caller, with the address of the call, reaches the context', async () => {
    const seen: unknown[] = [];
    const { url: other } = await startServer({
      contextFor: async (caller, call) => {
        seen.push(caller.ipAddress, call.door);
        return { principalId: caller.principalId };
      },
    });
    expect((await post(other, { query: '{ caller }' })).body.data).toEqual({ caller: alice.principalId });
    expect(seen).toEqual(['127.0.0.1', 'http']);
  });

  test.each([
    ['a principal that turns out to be disabled', new TokenRefused('disabled'), 401, 'UNAUTHENTICATED'],
    ['a fault of ours', new Error(canary), 500, 'INTERNAL_SERVER_ERROR'],
  ])('%s while the context is made', async (_name, error, status, code) => {
    const { url: other } = await startServer({ contextFor: () => Promise.reject(error) });
    const answer = await post(other, hello);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(answer.text).not.toContain('secret');
  });

  test('a token that cannot be judged is our fault, not the caller', async () => {
    const { url: other } = await startServer({ authenticate: () => Promise.reject(new Error(canary)) });
    const answer = await post(other, hello);
    expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toContain('secret');
  });
});

describe('errors are masked unless declared (security.md 12)', () => {
  test.each([
    ['{ throws }', ['throws']],
    ['{ throwsFromMandatory }', ['throwsFromMandatory']],
    ['{ isNullThoughMandatory }', ['isNullThoughMandatory']],
    ['{ cannotBeSerialised }', ['cannotBeSerialised']],
  ])('%s', async (query, path) => {
    const running = await startServer();
    const { text, body } = await post(running.url, { query });
    const [error] = body.errors ?? [];
    expect(error).toEqual({
      message: 'Something went wrong on our side. Try again, and quote the id when you report it.',
      locations: [{ line: 1, column: 3 }],
      path,
      extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[\da-f-]{36}$/) },
    });
    expect(text).not.toMatch(/secret|select|\.ts|node_modules|non-nullable/);
    const line = running.logged.find((one) => one.includes(String(error?.extensions.id)));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ err: { stack: expect.any(String) } });
  });

  test('what we declare goes through: a PimError with its details', async () => {
    const { body } = await post(url, { query: '{ refuses }' });
    expect(body.errors).toMatchObject([
      {
        message: 'There is no such role. Choose another.',
        path: ['refuses'],
        extensions: { code: 'RoleNotFound', path: ['id'] },
      },
    ]);
  });

  test('what we declare goes through: a GraphQLError with a code, without what is for the server', async () => {
    const { status, body } = await post(url, { query: '{ refusesWithCode }' });
    expect(status).toBe(200);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'RESYNC_REQUIRED' });
  });

  test.each([
    [
      'a variable of the wrong type',
      { query: 'query ($n: Int) { items(first: $n) { totalCount } }', variables: { n: 'x' } },
    ],
    ['a mandatory variable left out', { query: 'query ($n: String!) { hello(name: $n) }' }],
  ])("%s is the client's to mend", async (_name, body) => {
    expect(codeOf(await post(url, body))).toBe('BAD_USER_INPUT');
    expect((await post(url, body)).status).toBe(200);
    expect((await post(url, body, graphqlJson)).status).toBe(400);
  });
});

describe('what is sent', () => {
  const bodyOf = (bytes: number): string => {
    const empty = JSON.stringify({ ...hello, extensions: { pad: '' } });
    return JSON.stringify({ ...hello, extensions: { pad: 'x'.repeat(bytes - empty.length) } });
  };

  test('a body of 100 KiB passes, one byte more is 413', async () => {
    const limit = 100 * 1024;
    expect((await post(url, bodyOf(limit))).body.data).toEqual({ hello: 'hello world' });
    const answer = await post(url, bodyOf(limit + 1));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(answer.headers.get('connection')).toBe('close');
  });

  test('a body without end is answered and cut, not read', async () => {
    const sending = open({ 'transfer-encoding': 'chunked' });
    const answered = new Promise<IncomingMessage>((resolve) => sending.on('response', resolve));
    const cut = new Promise((resolve) => sending.on('close', resolve));
    const feed = () => !sending.destroyed && sending.write('x'.repeat(16 * 1024), feed);
    feed();
    const response = await answered;
    response.resume();
    expect(response.statusCode).toBe(413);
    await cut;
  });

  function open(headers: Record<string, string>): ClientRequest {
    const sending = request(`${url}/graphql`, {
      method: 'POST',
      headers: { authorization: 'Bearer alice', 'content-type': 'application/json', ...headers },
    });
    // The server cuts the line while this client still writes.
    sending.on('error', () => undefined);
    return sending;
  }

  test.each<readonly [string, string | undefined, number]>([
    ['JSON', 'application/json', 200],
    ['JSON in UTF-8', 'Application/JSON; charset="UTF-8"', 200],
    ['JSON in Latin-1', 'application/json; charset=iso-8859-1', 415],
    ['a form, which a foreign page could send (CSRF)', 'application/x-www-form-urlencoded', 415],
    ['plain text, which a foreign page could send (CSRF)', 'text/plain', 415],
    ['parts', 'multipart/form-data; boundary=x', 415],
  ])('%s', async (_name, contentType, status) => {
    expect((await post(url, hello, { headers: { 'content-type': contentType ?? '' } })).status).toBe(status);
  });

  test('a compressed body is not read', async () => {
    const answer = await post(url, hello, { headers: { 'content-encoding': 'gzip' } });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_CONTENT_ENCODING']);
  });

  test.each([
    ['[]', 'BATCHING_NOT_SUPPORTED'],
    ['[{"query":"{ hello }"}]', 'BATCHING_NOT_SUPPORTED'],
    ['"{ hello }"', 'BAD_REQUEST'],
    ['null', 'BAD_REQUEST'],
    ['{"query":""}', 'BAD_REQUEST'],
    ['{"query":"{ hello }"', 'BAD_REQUEST'],
  ])('%s is refused with 400 and %s', async (body, code) => {
    const answer = await post(url, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  test('an answer is never cached, framed or guessed at', async () => {
    const { headers } = await post(url, hello);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  test.each<readonly [string, number, string | null]>([
    ['application/graphql-response+json, application/json;q=0.9', 200, 'application/graphql-response+json'],
    ['application/json, application/graphql-response+json', 200, 'application/json'],
    ['text/html, */*;q=0.1', 200, 'application/json'],
    ['application/graphql-response+json;q=0', 406, 'application/json'],
    ['image/png', 406, 'application/json'],
  ])('Accept: %s -> %d', async (accept, status, type) => {
    const answer = await post(url, hello, { headers: { accept } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, `${type}; charset=utf-8`]);
  });
});

describe('which operation', () => {
  const get = async (params: Record<string, string>) =>
    answerOf(
      await fetch(`${url}/graphql?${new URLSearchParams(params)}`, { headers: { authorization: 'Bearer alice' } }),
    );

  test('GET runs a query', async () => {
    const query = 'query ($name: String) { hello(name: $name) }';
    expect((await get({ query, variables: '{"name":"Ann"}' })).body.data).toEqual({ hello: 'hello Ann' });
  });

  test('GET never runs a mutation', async () => {
    const answer = await get({ query: 'mutation { touch }' });
    expect([answer.status, answer.headers.get('allow'), codeOf(answer)]).toEqual([
      405,
      'POST',
      'OPERATION_NOT_SERVED_HERE',
    ]);
  });

  test('subscriptions belong to the socket', async () => {
    const answer = await post(url, { query: 'subscription { count(to: 1) }' });
    expect(codeOf(answer)).toBe('OPERATION_NOT_SERVED_HERE');
    expect((await post(url, { query: 'subscription { count(to: 1) }' }, graphqlJson)).status).toBe(400);
  });

  test.each([
    ['the one named', 'B', { data: { b: 'hello world' } }],
    ['one that is not there', 'C', { errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] }],
    ['none of several', null, { errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] }],
  ])('%s', async (_name, operationName, expected) => {
    const query = 'query A { a: hello } query B { b: hello }';
    expect((await post(url, { query, operationName })).body).toMatchObject(expected);
  });

  test('automatic persisted queries: not known, then sent along, then known', async () => {
    const query = '{ persisted: hello }';
    const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
    const byHash = { extensions: { persistedQuery } };
    expect((await post(url, byHash)).body.errors?.[0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
    expect((await post(url, { query, ...byHash })).body.data).toEqual({ persisted: 'hello world' });
    expect((await post(url, byHash)).body.data).toEqual({ persisted: 'hello world' });
    expect(codeOf(await post(url, { query: '{ hello }', ...byHash }))).toBe('BAD_USER_INPUT');
  });

  test('the same document judged before is judged by its variables again', async () => {
    const query = 'query ($first: Int) { items(first: $first) { totalCount } }';
    expect((await post(url, { query, variables: { first: 100 } })).body.errors).toBeUndefined();
    expect(codeOf(await post(url, { query, variables: { first: 101 } }))).toBe('PAGE_SIZE_OUT_OF_RANGE');
    expect((await post(url, { query })).body.errors).toBeUndefined();
  });

  test('of two page sizes, each is looked at', async () => {
    const query = 'query ($first: Int) { items(first: $first, last: 5) { totalCount } }';
    expect(codeOf(await post(url, { query, variables: { first: -5 } }))).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });
});
