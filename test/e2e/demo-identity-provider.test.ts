import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoPerson } from '../../src/http/identity/demo/demo-directory';
import {
  createDemoIdentityProvider,
  type DemoIdentityProvider,
} from '../../src/http/identity/demo/demo-identity-provider';
import { createTokenVerifier, type TokenVerifier } from '../../src/http/identity/token-verifier';
import { type Browser, openBrowser } from '../support/browser';
import {
  type Attempt,
  accessTokenOf,
  beginSignIn,
  CALLBACK,
  type Fields,
  redeemCode,
  submitSignIn,
} from '../support/code-flow';

const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const BEN = 'be200000-0000-4000-8000-000000000002';
const DORA = 'd02a0000-0000-4000-8000-000000000003';
const DEPLOYER = 'de910e02-0000-4000-8000-000000000004';
const AUDIENCE = 'portcullis';

const aPerson = (id: string, displayName: string, changes: Partial<DemoPerson> = {}): DemoPerson => ({
  ...{ id, displayName, userPrincipalName: `${displayName.split(' ')[0]}@demo.example`.toLowerCase() },
  ...{ mailNickname: null, jobTitle: 'Engineer', isGuest: false, isEnabled: true, ...changes },
});
const people = [
  aPerson(ALICE, 'Alice <b>Ames</b>', { isGuest: true }),
  aPerson(BEN, 'Ben Bell'),
  aPerson(DORA, 'Dora Dim', { isEnabled: false }),
];

const now = () => new Date();
let dataDir: string;
let server: Server;
let issuer: string;
let demo: DemoIdentityProvider;
let verifier: TokenVerifier;

const makeDemo = () =>
  createDemoIdentityProvider({
    ...{ issuer, audience: AUDIENCE, dataDir, now, applications: [{ id: DEPLOYER, displayName: 'Deployer' }] },
    listPeople: async () => people,
    findPerson: async (id) => people.find((person) => person.id === id) ?? null,
  });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portcullis-demo-'));
  server = createServer((req: IncomingMessage, res: ServerResponse) => demo.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
  demo = await makeDemo();
  verifier = createTokenVerifier({
    ...{ issuer, audience: AUDIENCE, algorithms: ['RS256'], clockToleranceSeconds: 5, now },
  });
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true });
});

const callerOf = (token: string) => verifier.verify(token, { ipAddress: null });

async function finish(attempt: Attempt, fields: Fields) {
  const back = await submitSignIn(attempt, fields);
  expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
  expect(back.searchParams.get('state')).toBe('xyz');
  return redeemCode(attempt, back);
}

describe('signing in by authorization code and PKCE', () => {
  test.each<{ when: string; fields: Fields; mfa: boolean; contexts: readonly string[] }>([
    {
      ...{ when: 'with MFA and c1', mfa: true, contexts: ['c1'] },
      fields: [
        ['mfa', 'on'],
        ['context', 'c1'],
      ],
    },
    {
      ...{ when: 'with two contexts and one that is not offered', mfa: false, contexts: ['c1', 'c5'] },
      fields: ['c1', 'c5', 'c6'].map((context) => ['context', context] as const),
    },
    { when: 'with neither', mfa: false, contexts: [], fields: [] },
  ])('D-6, D-9: $when', async ({ fields, mfa, contexts }) => {
    const token = await finish(await beginSignIn(issuer), [['person', ALICE], ...fields]);
    expect(await callerOf(token)).toMatchObject({
      ...{ principalId: ALICE, isApplication: false, satisfiesMfa: mfa, authenticationContexts: contexts },
    });
  });

  test('the token names the person in the claims that Entra uses', async () => {
    const token = await finish(await beginSignIn(issuer), [['person', ALICE]]);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ oid: ALICE, sub: ALICE, aud: AUDIENCE, iss: issuer, amr: ['pwd'], acrs: [] });
    expect(claims).toMatchObject({ name: 'Alice <b>Ames</b>', preferred_username: 'alice@demo.example' });
  });

  test('D-6: a second sign-in in the same browser asks again and proves anew', async () => {
    const first = await beginSignIn(issuer);
    await submitSignIn(first, [
      ['person', ALICE],
      ['mfa', 'on'],
    ]);
    const second = await beginSignIn(issuer, {}, first.browser);
    const html = await (await second.browser.go(second.page)).text();
    expect(html).toContain(`value="${ALICE}" required checked`);
    expect(await callerOf(await finish(second, [['person', ALICE]]))).toMatchObject({ satisfiesMfa: false });
  });

  test('another person in the same browser takes over', async () => {
    const first = await beginSignIn(issuer);
    await submitSignIn(first, [
      ['person', ALICE],
      ['mfa', 'on'],
    ]);
    const token = await finish(await beginSignIn(issuer, {}, first.browser), [['person', BEN]]);
    expect(await callerOf(token)).toMatchObject({ principalId: BEN, satisfiesMfa: false });
  });

  test('cancelling leads back with access_denied', async () => {
    const back = await submitSignIn(await beginSignIn(issuer), [['cancel', 'on']]);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  test.each<{ when: string; changes: Readonly<Record<string, string>> }>([
    { when: 'without PKCE', changes: { code_challenge: '', code_challenge_method: '' } },
    { when: 'back to another path', changes: { redirect_uri: 'http://127.0.0.1:49152/elsewhere' } },
    { when: 'back to another machine', changes: { redirect_uri: 'http://192.0.2.1/callback' } },
  ])('RFC 8252: not $when', async ({ changes }) => {
    expect((await beginSignIn(issuer, changes)).page).not.toContain('/interaction/');
  });
});

describe('the sign-in page', () => {
  test('lists the people inertly, loads nothing and cannot be framed', async () => {
    const { browser, page } = await beginSignIn(issuer, { acr_values: 'c2' });
    const answer = await browser.go(page);
    const html = await answer.text();
    expect(html).toContain('Alice &lt;b&gt;Ames&lt;/b&gt;<span class="mark">guest</span>');
    expect(html).toContain('alice@demo.example · Engineer');
    expect(html).toContain(`value="${DORA}" required disabled`);
    expect(html).toContain('value="c2" checked');
    expect(html).not.toMatch(/<script|<link|src=|@import/);
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(
      /default-src 'none'.*frame-ancestors 'none'.*form-action 'self' http:\/\/127\.0\.0\.1:49152$/,
    );
  });

  test.each([
    { when: 'a disabled person', person: DORA },
    { when: 'somebody unknown', person: DEPLOYER },
    { when: 'nobody', person: '' },
  ])('does not sign in $when', async ({ person }) => {
    const { browser, page } = await beginSignIn(issuer);
    const answer = await browser.go(page, new URLSearchParams({ person }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Choose a person whose account is enabled.');
  });

  test.each<{ when: string; status: number; origin?: string; open: (attempt: Attempt) => Browser }>([
    { when: 'a browser without the cookie', status: 400, open: () => openBrowser() },
    { when: 'another origin', status: 403, origin: 'http://evil.example', open: ({ browser }) => browser },
  ])('takes no form from $when', async ({ status, origin, open }) => {
    const attempt = await beginSignIn(issuer);
    const form = new URLSearchParams({ person: ALICE });
    const answer = await open(attempt).go(attempt.page, form, origin === undefined ? {} : { origin });
    expect(answer.status).toBe(status);
  });

  test('a foreign host name is refused, since it may have been rebound to this machine', async () => {
    const { port } = new URL(issuer);
    const headers = { host: `evil.example:${port}` };
    const [response] = await once(request({ port, host: '127.0.0.1', path: '/oidc/jwks', headers }).end(), 'response');
    response.resume();
    expect(response.statusCode).toBe(421);
  });
});

describe('without a sign-in', () => {
  test('L-4: an application gets a token of its own', async () => {
    const credentials = Buffer.from(`${DEPLOYER}:${demo.applicationSecret}`).toString('base64');
    const answer = await fetch(`${issuer}/token`, {
      ...{ method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) },
      headers: { authorization: `Basic ${credentials}` },
    });
    const caller = await callerOf(await accessTokenOf(answer));
    expect(caller).toMatchObject({ principalId: DEPLOYER, isApplication: true, satisfiesMfa: false });
  });

  test('signToken signs for anybody, disabled people included', async () => {
    const token = await demo.signToken({ principalId: DORA, mfa: true, acrs: ['c4'], lifetimeSeconds: 60 });
    const proof = { satisfiesMfa: true, authenticationContexts: ['c4'] };
    expect(await callerOf(token)).toMatchObject({ principalId: DORA, ...proof });
  });

  test('the keys are the owner’s alone and the same after a restart', async () => {
    const file = join(dataDir, 'identity-provider.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = await readFile(file, 'utf8');
    const token = await (await makeDemo()).signToken({ principalId: ALICE, mfa: false, acrs: [], lifetimeSeconds: 60 });
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await callerOf(token)).toMatchObject({ principalId: ALICE });
  });
});
