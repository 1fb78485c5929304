import { randomUUID } from 'node:crypto';
import { createTokenVerifier, type TokenVerifierOptions } from '../../../src/http/identity/token-verifier';
import { startTestIssuer, type TestIssuer } from '../../support/issuer';

const START = Date.parse('2026-01-01T00:00:00Z');
const START_SECONDS = START / 1000;
const from = { ipAddress: '192.0.2.7' };

let milliseconds = START;
const clock = { now: () => new Date(milliseconds) };
let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await startTestIssuer({ clock });
});
beforeEach(() => {
  milliseconds = START;
});
afterAll(() => issuer.stop());

function optionsFor(changes: Partial<TokenVerifierOptions> = {}): TokenVerifierOptions {
  return {
    ...{ issuer: issuer.issuer, audience: issuer.audience, algorithms: ['RS256', 'ES256'] },
    ...{ clockToleranceSeconds: 5, now: clock.now, ...changes },
  };
}

const verify = (token: string, changes: Partial<TokenVerifierOptions> = {}) =>
  createTokenVerifier(optionsFor(changes)).verify(token, from);

const refusedFor = (reason: RegExp) => ({
  name: 'TokenRefused',
  message: 'Sign in again and send a valid bearer token.',
  reason: expect.stringMatching(reason),
});

describe('a good token', () => {
  test('D-6, D-9: says who calls, with MFA and authentication contexts', async () => {
    const oid = randomUUID();
    const token = await issuer.token({ oid: oid.toUpperCase(), amr: ['pwd', 'mfa'], acrs: ['c1', 'c3', 'c1'] });
    expect(await verify(token)).toEqual({
      ...{ principalId: oid, isApplication: false, satisfiesMfa: true, authenticationContexts: ['c1', 'c3'] },
      ...{ expiresAt: new Date(START + 3_600_000), ipAddress: '192.0.2.7' },
    });
  });

  test('D-6, D-9: absent proof is not satisfied', async () => {
    expect(await verify(await issuer.token())).toMatchObject({ satisfiesMfa: false, authenticationContexts: [] });
  });

  test.each([
    { when: 'acrs is one string', claims: { acrs: 'c1' }, gives: { authenticationContexts: ['c1'] } },
    { when: 'amr lacks mfa', claims: { amr: ['pwd', 'otp'] }, gives: { satisfiesMfa: false } },
    { when: 'idtyp is app', claims: { idtyp: 'app' }, gives: { isApplication: true } },
    { when: 'idtyp is user', claims: { idtyp: 'user' }, gives: { isApplication: false } },
    { when: 'several audiences', claims: { aud: ['other', 'portcullis-test'] }, gives: { satisfiesMfa: false } },
  ])('$when', async ({ claims, gives }) => {
    expect(await verify(await issuer.token(claims))).toMatchObject(gives);
  });

  test('the principal is oid before sub, sub without oid, or the configured claim alone', async () => {
    const [oid, sub, uid] = [randomUUID(), randomUUID(), randomUUID()];
    expect(await verify(await issuer.token({ oid, sub }))).toMatchObject({ principalId: oid });
    expect(await verify(await issuer.token({ oid: undefined, sub }))).toMatchObject({ principalId: sub });
    const configured = { principalClaim: 'uid' };
    expect(await verify(await issuer.token({ oid, uid }), configured)).toMatchObject({ principalId: uid });
    await expect(verify(await issuer.token({ oid }), configured)).rejects.toMatchObject(refusedFor(/no principal/));
  });

  test('another spelling of the same token names the same principal', async () => {
    const oid = randomUUID();
    const token = await issuer.token({ oid });
    // 64 bytes of signature leave four bits of the last letter unused, and its next letter differs in those alone.
    const respelt = token.slice(0, -1) + String.fromCharCode(token.charCodeAt(token.length - 1) + 1);
    const [first, second] = await Promise.all([verify(token), verify(respelt)]);
    expect(first).toMatchObject({ principalId: oid });
    expect(second).toEqual(first);
  });
});

describe('a bad token', () => {
  test.each<{ when: string; claims: Record<string, unknown>; why: RegExp }>([
    { when: 'another issuer', claims: { iss: 'http://127.0.0.1:1' }, why: /"iss"/ },
    { when: 'no issuer', claims: { iss: undefined }, why: /"iss"/ },
    { when: 'another audience', claims: { aud: 'other' }, why: /"aud"/ },
    { when: 'no audience', claims: { aud: undefined }, why: /"aud"/ },
    { when: 'no expiry', claims: { exp: undefined }, why: /"exp"/ },
    { when: 'an expiry in words', claims: { exp: 'tomorrow' }, why: /"exp"/ },
    { when: 'an expiry beyond all dates', claims: { exp: 1e300 }, why: /exp/ },
    { when: 'no principal', claims: { oid: undefined, sub: undefined }, why: /no principal/ },
    { when: 'a principal that is no GUID', claims: { oid: 'alice' }, why: /oid is not a GUID/ },
    { when: 'an empty oid beside a good sub', claims: { oid: '', sub: randomUUID() }, why: /oid is not a GUID/ },
    { when: 'the nil GUID', claims: { oid: '00000000-0000-0000-0000-000000000000' }, why: /nil GUID/ },
    { when: 'amr as one string', claims: { amr: 'mfa' }, why: /amr/ },
    { when: 'amr of numbers', claims: { amr: [1] }, why: /amr/ },
    { when: 'acrs as an object', claims: { acrs: { c1: true } }, why: /acrs/ },
    { when: 'idtyp of another kind', claims: { idtyp: 'device' }, why: /idtyp/ },
    { when: 'a token bound to a key', claims: { cnf: { jkt: 'x' } }, why: /cnf/ },
    { when: 'a token longer than 16 KiB', claims: { filling: 'x'.repeat(16_384) }, why: /longer/ },
  ])('security 15: $when', async ({ claims, why }) => {
    await expect(verify(await issuer.token(claims))).rejects.toMatchObject(refusedFor(why));
  });

  test.each([
    { when: 'a type of another kind', header: { typ: 'logout+jwt' }, why: /another type/ },
    { when: 'critical extensions', header: { crit: ['b64'], b64: true }, why: /critical|crit/ },
    { when: 'a key id that nobody publishes', header: { kid: 'unknown' }, why: /ERR_JWKS_NO_MATCHING_KEY/ },
  ])('security 15: $when', async ({ header, why }) => {
    await expect(verify(await issuer.token({}, { header }))).rejects.toMatchObject(refusedFor(why));
  });

  test.each([
    { when: 'a key of somebody else', token: () => issuer.token({}, { key: 'stranger' }), why: /SIGNATURE/ },
    { when: 'alg none', token: async () => issuer.unsignedToken(), why: /ERR_JOSE_ALG_NOT_ALLOWED/ },
    { when: 'HS256 with the public key', token: () => issuer.confusedToken(), why: /ERR_JOSE_ALG_NOT_ALLOWED/ },
    { when: 'no JWT at all', token: async () => 'abc', why: /ERR_JW[ST]_INVALID/ },
    { when: 'nothing', token: async () => '', why: /ERR_JW[ST]_INVALID/ },
  ])('security 15: $when', async ({ token, why }) => {
    await expect(verify(await token())).rejects.toMatchObject(refusedFor(why));
  });

  test('security 15: an algorithm that is not on the list, though the key is good', async () => {
    const refusal = refusedFor(/ERR_JOSE_ALG_NOT_ALLOWED/);
    await expect(verify(await issuer.token(), { algorithms: ['RS256'] })).rejects.toMatchObject(refusal);
  });

  test('security 15: jku, x5u and jwk of the header lead nowhere', async () => {
    const elsewhere = await startTestIssuer({ clock });
    const header = { jku: elsewhere.jwksUri, x5u: elsewhere.jwksUri, jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AQAB' } };
    await expect(verify(await issuer.token({}, { header, key: 'stranger' }))).rejects.toMatchObject(
      refusedFor(/SIGNATURE/),
    );
    await expect(verify(await issuer.token({}, { header }))).resolves.toBeDefined();
    expect(elsewhere.keySetFetches()).toBe(0);
    await elsewhere.stop();
  });
});

describe('times, 5 s of tolerance', () => {
  test.each([
    { when: 'exp 4.999 s ago', exp: START_SECONDS - 5, atMs: -1, accepted: true },
    { when: 'exp 5 s ago', exp: START_SECONDS - 5, atMs: 0, accepted: false },
    { when: 'nbf 5 s ahead', nbf: START_SECONDS + 5, atMs: 0, accepted: true },
    { when: 'nbf 6 s ahead', nbf: START_SECONDS + 6, atMs: 0, accepted: false },
    { when: 'iat 5 s ahead', iat: START_SECONDS + 5, atMs: 0, accepted: true },
    { when: 'iat 6 s ahead', iat: START_SECONDS + 6, atMs: 0, accepted: false },
  ])('$when: accepted $accepted', async ({ when: _when, atMs, accepted, ...claims }) => {
    const token = await issuer.token(claims);
    milliseconds = START + atMs;
    const outcome = await Promise.allSettled([verify(token)]);
    expect(outcome[0]?.status).toBe(accepted ? 'fulfilled' : 'rejected');
  });
});

describe('a verifier that would skip a check is not made', () => {
  test.each<{ when: string; changes: Partial<TokenVerifierOptions>; why: RegExp }>([
    { when: 'no issuer', changes: { issuer: '' }, why: /OIDC_ISSUER/ },
    { when: 'no audience', changes: { audience: '' }, why: /OIDC_AUDIENCE/ },
    { when: 'no algorithms', changes: { algorithms: [] }, why: /algorithms/ },
    { when: 'a shared-secret algorithm', changes: { algorithms: ['RS256', 'HS256'] }, why: /HS256/ },
    { when: 'alg none', changes: { algorithms: ['none'] }, why: /none/ },
    { when: 'a minute of tolerance', changes: { clockToleranceSeconds: 60 }, why: /tolerance/ },
    { when: 'an unreadable tolerance', changes: { clockToleranceSeconds: Number.NaN }, why: /tolerance/ },
  ])('security 15: $when', ({ changes, why }) => {
    expect(() => createTokenVerifier(optionsFor(changes))).toThrow(why);
  });
});
