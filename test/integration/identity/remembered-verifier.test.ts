import type { Caller } from '../../../src/domain/actor';
import { rememberTokens } from '../../../src/http/identity/remembered-verifier';
import { TokenRefused } from '../../../src/http/identity/token-refused';
import { caller } from '../../support/cast';
import { fakeClock } from '../../support/fake-clock';

/** A verifier that counts how often it is asked. */
function counted(answer: () => Caller) {
  const state = { asked: 0 };
  const clock = fakeClock();
  const verify = async () => {
    state.asked += 1;
    return answer();
  };
  const verifier = rememberTokens({ verify }, clock.now);
  const from = (ipAddress: string) => verifier.verify('a.b.c', { ipAddress });
  return { state, clock, verifier, from };
}

test('a token is checked once in half a minute, on both sides of it, and tells each time where the call came from', async () => {
  const { state, clock, from } = counted(() => caller('alice'));
  await from('10.0.0.1');
  clock.advance('PT29S');
  expect(await from('10.0.0.2')).toMatchObject({ principalId: caller('alice').principalId, ipAddress: '10.0.0.2' });
  expect(state.asked).toBe(1);
  clock.advance('PT1S');
  await from('10.0.0.1');
  expect(state.asked).toBe(2);
});

test('from its exp on a token is checked in full', async () => {
  const { state, clock, from } = counted(() => caller('alice', { expiresAt: new Date('2026-01-01T00:00:10Z') }));
  await from('10.0.0.1');
  clock.advance('PT9S');
  await from('10.0.0.1');
  expect(state.asked).toBe(1);
  clock.advance('PT1S');
  await from('10.0.0.1');
  await from('10.0.0.1');
  expect(state.asked).toBe(3);
});

test('another spelling is another token, and a refusal is not remembered', async () => {
  const { state, verifier, from } = counted(() => caller('alice'));
  await from('10.0.0.1');
  await verifier.verify('a.b.c=', { ipAddress: null });
  expect(state.asked).toBe(2);
  const refusing = rememberTokens({ verify: () => Promise.reject(new TokenRefused('no')) }, fakeClock().now);
  await expect(refusing.verify('x', { ipAddress: null })).rejects.toThrow(TokenRefused);
  await expect(refusing.verify('x', { ipAddress: null })).rejects.toThrow(TokenRefused);
});

test('no more than a few thousand are remembered', async () => {
  const { state, verifier, from } = counted(() => caller('alice'));
  await from('10.0.0.1');
  for (let n = 0; n < 5_000; n += 1) await verifier.verify(`token ${n}`, { ipAddress: null });
  await from('10.0.0.1');
  expect(state.asked).toBe(5_002);
});
