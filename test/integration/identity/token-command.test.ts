import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { main } from '../../../src/http/identity/token-command';

const ALICE = 'a11ce000-0000-4000-8000-000000000001';
const SAM_ONE = '5a300000-0000-4000-8000-000000000002';
const SAM_TWO = '5a300000-0000-4000-8000-000000000003';
const DEPLOYER = 'de910e02-0000-4000-8000-000000000004';
const START = Date.parse('2026-01-01T00:00:00Z') / 1000;

const directory = {
  users: [
    {
      id: ALICE.toUpperCase(),
      displayName: 'Alice Ames',
      userPrincipalName: 'alice.ames@demo.example',
      mailNickname: 'ali',
    },
    { id: SAM_ONE, displayName: 'Sam', userPrincipalName: 'sam1@demo.example' },
    { id: SAM_TWO, displayName: 'Sam', userPrincipalName: 'sam2@demo.example' },
  ],
  servicePrincipals: [{ id: DEPLOYER, displayName: 'Deployer' }],
};

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'portcullis-token-'));
  await writeFile(join(dataDir, 'directory.json'), JSON.stringify(directory));
});
afterAll(() => rm(dataDir, { recursive: true }));

async function run(...argv: readonly string[]) {
  const written = { out: '', err: '' };
  const code = await main(argv, {
    env: { PORTCULLIS_DATA_DIR: dataDir, PORT: '4711' },
    now: () => new Date(START * 1000),
    directoryFile: () => join(dataDir, 'directory.json'),
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
  });
  return { code, ...written };
}

test.each(['alice.ames@demo.example', 'ALICE.AMES', 'ali', 'alice ames', ALICE])(
  'finds the person by %s',
  async (name) => {
    const { code, out } = await run(name);
    expect(code).toBe(0);
    expect(decodeJwt(out)).toMatchObject({ oid: ALICE, amr: ['pwd'], acrs: [], exp: START + 3600 });
  },
);

test('D-6, D-9: puts what was asked into a token that the stored key signed', async () => {
  const { out } = await run('ali', '--mfa', '--acrs', 'c1,c25', '--lifetime', 'PT90S');
  const { signingKey } = JSON.parse(await readFile(join(dataDir, 'identity-provider.json'), 'utf8'));
  const { payload } = await jwtVerify(out.trim(), createLocalJWKSet({ keys: [{ ...signingKey, d: undefined }] }), {
    ...{ issuer: 'http://127.0.0.1:4711/oidc', audience: 'portcullis', currentDate: new Date(START * 1000) },
  });
  expect(payload).toMatchObject({ amr: ['pwd', 'mfa'], acrs: ['c1', 'c25'], iat: START, exp: START + 90 });
});

test('L-4: signs for an application with --app, and not without', async () => {
  expect(decodeJwt((await run('deployer', '--app')).out)).toMatchObject({ oid: DEPLOYER, idtyp: 'app' });
  expect(await run('deployer')).toMatchObject({ code: 1, out: '' });
});

test.each([
  { when: 'nobody is called that', argv: ['zoe'], err: /Nobody is called "zoe".*\n.*alice\.ames@demo\.example/ },
  { when: 'two are called that', argv: ['sam'], err: /"sam" may mean 2/ },
  { when: 'no name is given', argv: [], err: /Name one user/ },
  { when: 'two names are given', argv: ['ali', 'sam1'], err: /Name one user/ },
  { when: 'the context is none', argv: ['ali', '--acrs', 'c1,mfa'], err: /"mfa" is no authentication context/ },
  { when: 'the lifetime is nothing', argv: ['ali', '--lifetime', 'PT0S'], err: /"PT0S" is no lifetime/ },
  { when: 'the option is unknown', argv: ['ali', '--admin'], err: /--admin/ },
])('refuses when $when', async ({ argv, err }) => {
  const answer = await run(...argv);
  expect(answer).toMatchObject({ code: 1, out: '' });
  expect(answer.err).toMatch(err);
});

test('--help says how', async () => {
  expect(await run('--help')).toMatchObject({
    code: 0,
    out: expect.stringContaining('npm run --silent token'),
    err: '',
  });
});
