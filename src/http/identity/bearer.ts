import { TokenRefused } from './token-refused';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Reads the bearer token of a request, or null where the request names no credentials at all.
 *
 * Takes headers in the form of Node's `headersDistinct`, because `headers` silently drops a second `Authorization` header. Throws
 * `TokenRefused` for two such headers, another scheme, or anything but one token68 after the scheme.
 * Source: RFC 6750 section 2.1; the scheme's letter case does not count (RFC 9110 section 11.1).
 */
export function bearerOf(headers: { readonly authorization?: readonly string[] | undefined }): string | null {
  const values = headers.authorization ?? [];
  if (values.length === 0) return null;
  if (values.length > 1) throw new TokenRefused('more than one Authorization header');
  const token = BEARER.exec(values[0] ?? '')?.[1];
  if (token === undefined) throw new TokenRefused('the Authorization header is not one bearer token');
  return token;
}

/**
 * The value of `WWW-Authenticate` that goes with a 401.
 *
 * A caller who sent no credentials is told the scheme only; one who sent bad ones hears `invalid_token` and the
 * sentence of the refusal. Source: RFC 6750 section 3.
 */
export function wwwAuthenticate(refusal: TokenRefused | null): string {
  if (refusal === null) return 'Bearer realm="portcullis"';
  return `Bearer realm="portcullis", error="invalid_token", error_description="${refusal.message}"`;
}
