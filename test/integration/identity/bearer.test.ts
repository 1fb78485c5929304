import { bearerOf, wwwAuthenticate } from '../../../src/http/identity/bearer';
import { TokenRefused } from '../../../src/http/identity/token-refused';

describe('bearerOf', () => {
  test.each([
    { when: 'no header', headers: {}, gives: null },
    { when: 'a bearer token', headers: { authorization: ['Bearer a.b-c_d.e='] }, gives: 'a.b-c_d.e=' },
    { when: 'the scheme in other letters', headers: { authorization: ['bEARER abc'] }, gives: 'abc' },
  ])('RFC 6750: $when -> $gives', ({ headers, gives }) => expect(bearerOf(headers)).toBe(gives));

  test.each([
    { when: 'two headers', authorization: ['Bearer a', 'Bearer a'] },
    { when: 'another scheme', authorization: ['Basic YTpi'] },
    { when: 'a scheme alone', authorization: ['Bearer '] },
    { when: 'two tokens', authorization: ['Bearer a b'] },
    { when: 'two joined headers', authorization: ['Bearer a, Bearer b'] },
    { when: 'an empty header', authorization: [''] },
    { when: 'blanks in front', authorization: [' Bearer a'] },
  ])('RFC 6750: $when is refused', ({ authorization }) => {
    expect(() => bearerOf({ authorization })).toThrow(TokenRefused);
  });
});

describe('wwwAuthenticate', () => {
  test('names the error and our sentence, never the reason', () => {
    const challenge = wwwAuthenticate(new TokenRefused('the secret reason'));
    expect(challenge).toMatch(/^Bearer realm="portcullis", error="invalid_token", error_description="[^"]+"$/);
    expect(challenge).not.toContain('secret');
  });

  test('names the scheme only where no credentials were sent', () => {
    expect(wwwAuthenticate(null)).toBe('Bearer realm="portcullis"');
  });
});
