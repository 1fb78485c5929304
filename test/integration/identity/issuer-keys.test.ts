import { createTokenVerifier, type TokenVerifierOptions } from '../../../src/http/identity/token-verifier';
import { startTestIssuer, type TestIssuer } from '../../support/issuer';

const from = { ipAddress: null };

let milliseconds = Date.parse('2026-01-01T00:00:00Z');
const clock = { now: () => new Date(milliseconds) };
const advance = (seconds: number) => {
  milliseconds += seconds * 1000;
};
let issuer: TestIssuer;

beforeEach(async () => {
  issuer = await startTestIssuer({ clock });
});
afterEach(() => issuer.stop());

function verifierOf(changes: Partial<TokenVerifierOptions> = {}) {
  return createTokenVerifier({
    ...{ issuer: issuer.issuer, audience: issuer.audience, algorithms: ['ES256'] },
    ...{ clockToleranceSeconds: 5, now: clock.now, ...changes },
  });
}

describe('security 15: key sets', () => {
  test('are fetched once for many tokens at the same moment', async () => {
    const verifier = verifierOf();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => issuer.token()));
    await Promise.all(tokens.map((token) => verifier.verify(token, from)));
    expect(issuer.keySetFetches()).toBe(1);
  });

  test('follow a rotation, and drop the key that is no longer published', async () => {
    const verifier = verifierOf();
    const before = await issuer.token();
    await verifier.verify(before, from);
    await issuer.rotate();
    advance(30);
    await expect(verifier.verify(await issuer.token(), from)).resolves.toBeDefined();
    await expect(verifier.verify(before, from)).rejects.toMatchObject({
      reason: expect.stringMatching(/NO_MATCHING_KEY/),
    });
    expect(issuer.keySetFetches()).toBe(2);
  });

  test('are fetched at most once per 30 s, whatever comes in', async () => {
    const verifier = verifierOf();
    await verifier.verify(await issuer.token(), from);
    const strange = await issuer.token({}, { header: { kid: 'unknown' } });
    const attack = () => Promise.allSettled(Array.from({ length: 50 }, () => verifier.verify(strange, from)));
    advance(29.999);
    await attack();
    expect(issuer.keySetFetches()).toBe(1);
    advance(0.001);
    await attack();
    await attack();
    expect(issuer.keySetFetches()).toBe(2);
  });

  test('that cannot be fetched are not asked for again before 30 s either', async () => {
    const verifier = verifierOf({ jwksUri: issuer.jwksUri });
    issuer.answerWith(503);
    const token = await issuer.token();
    await expect(verifier.verify(token, from)).rejects.toMatchObject({ reason: expect.stringMatching(/answered 503/) });
    issuer.answerWith(null);
    await expect(verifier.verify(token, from)).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(issuer.keySetFetches()).toBe(1);
    advance(30);
    await expect(verifier.verify(token, from)).resolves.toBeDefined();
    expect(issuer.keySetFetches()).toBe(2);
  });

  test.each([
    { when: 'fresh', seconds: 60 },
    { when: 'older than ten minutes', seconds: 11 * 60 },
    { when: 'older than an hour', seconds: 61 * 60 },
  ])('go on serving while the identity provider is down: $when', async ({ seconds }) => {
    const verifier = verifierOf();
    await verifier.verify(await issuer.token(), from);
    await issuer.stop();
    advance(seconds);
    await expect(verifier.verify(await issuer.token(), from)).resolves.toBeDefined();
  });

  test('older than an hour are read anew before they are trusted', async () => {
    const verifier = verifierOf();
    await verifier.verify(await issuer.token(), from);
    const withdrawn = await issuer.token({ exp: milliseconds / 1000 + 86_400 });
    await issuer.rotate();
    advance(60 * 60 + 1);
    await expect(verifier.verify(withdrawn, from)).rejects.toMatchObject({ name: 'TokenRefused' });
  });
});

describe('security 15: discovery', () => {
  test('is not used where the key set has an address of its own', async () => {
    issuer.discloseInstead({ issuer: 'http://other.example' });
    await expect(verifierOf({ jwksUri: issuer.jwksUri }).verify(await issuer.token(), from)).resolves.toBeDefined();
  });

  test.each([
    { when: 'it speaks for another issuer', metadata: { issuer: 'http://other.example' } },
    { when: 'it names no key set', metadata: { jwks_uri: undefined } },
    { when: 'it names a file', metadata: { jwks_uri: 'file:///etc/passwd' } },
  ])('is refused when $when', async ({ metadata }) => {
    issuer.discloseInstead(metadata);
    const refusal = { reason: expect.stringMatching(/keys cannot be read/) };
    await expect(verifierOf().verify(await issuer.token(), from)).rejects.toMatchObject(refusal);
    expect(issuer.keySetFetches()).toBe(0);
  });

  test('does not follow redirects', async () => {
    issuer.answerWith(302);
    await expect(verifierOf().verify(await issuer.token(), from)).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(issuer.keySetFetches()).toBe(0);
  });
});
