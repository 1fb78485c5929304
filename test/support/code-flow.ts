import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Browser, openBrowser } from './browser';

/** Where the demo's own client is led back to; nobody needs to listen there. */
export const CALLBACK = 'http://127.0.0.1:49152/callback';

const CLIENT_ID = 'portcullis-demo';

/** A sign-in that has come as far as the sign-in page. */
export interface Attempt {
  readonly issuer: string;
  readonly browser: Browser;
  readonly codeVerifier: string;
  /** Address of the sign-in page, or of what came in its place. */
  readonly page: string;
}

/** The fields of the sign-in form; names may repeat. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** Begins the authorization-code flow with PKCE at the demo identity provider; `changes` replaces parameters. */
export async function beginSignIn(
  issuer: string,
  changes: Readonly<Record<string, string>> = {},
  browser = openBrowser(),
): Promise<Attempt> {
  const codeVerifier = randomBytes(32).toString('base64url');
  const asked = new URLSearchParams({
    ...{ client_id: CLIENT_ID, response_type: 'code', scope: 'openid profile', redirect_uri: CALLBACK, state: 'xyz' },
    ...{ code_challenge_method: 'S256', code_challenge: createHash('sha256').update(codeVerifier).digest('base64url') },
    ...changes,
  });
  const page = targetOf(await browser.go(`${issuer}/auth?${asked}`), issuer);
  return { issuer, browser, codeVerifier, page };
}

/** Sends the sign-in form and yields the address in the application that the browser is led back to. */
export async function submitSignIn({ browser, page, issuer }: Attempt, fields: Fields): Promise<URL> {
  const resume = await browser.go(targetOf(await postForm(browser, page, fields), issuer));
  if (resume.status === 303) return new URL(targetOf(resume, issuer));
  // Somebody else was signed in here: the answer is a form that ends their session and then comes back.
  const { action, inputs } = selfSendingForm(await resume.text());
  const resumed = await browser.go(targetOf(await postForm(browser, action, inputs), issuer));
  return new URL(targetOf(resumed, issuer));
}

/** Redeems the code that the application was handed for an access token. */
export async function redeemCode({ issuer, codeVerifier }: Attempt, back: URL): Promise<string> {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: CLIENT_ID, redirect_uri: CALLBACK },
      ...{ code: back.searchParams.get('code') ?? '', code_verifier: codeVerifier },
    }),
  });
  return accessTokenOf(answer);
}

/** The access token in an answer of the token endpoint; throws where there is none. */
export async function accessTokenOf(answer: Response): Promise<string> {
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

function postForm(browser: Browser, address: string, fields: Fields): Promise<Response> {
  return browser.go(address, new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])));
}

function targetOf(response: Response, issuer: string): string {
  return new URL(response.headers.get('location') ?? '', issuer).href;
}

function selfSendingForm(html: string) {
  const inputs = [...html.matchAll(/name="([^"]*)" value="([^"]*)"/g)];
  return {
    action: /action="([^"]*)"/.exec(html)?.[1] ?? '',
    inputs: inputs.map(([, name = '', value = '']) => [name, value] as const),
  };
}
