import type { AdapterFactory, ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { DemoApplication } from './demo-directory';
import type { DemoSecrets } from './demo-secrets';
import { applicationClaims, personClaims } from './demo-token';
import { escapeHtml, pageHeaders, renderPage } from './page';
import type { DemoPeople } from './sign-in';

/** The public client for browsers and command lines: authorization code with PKCE, no secret. */
export const DEMO_CLIENT_ID = 'portcullis-demo';

const HOUR = 3_600;

/** What the demo identity provider is made of. */
export interface DemoConfiguration extends DemoPeople {
  /** Its path is where the provider is mounted. */
  readonly issuer: string;
  readonly audience: string;
  readonly applications: readonly DemoApplication[];
  readonly secrets: DemoSecrets;
  readonly adapter: AdapterFactory;
}

/** Puts the demo's people, applications and keys into the terms of oidc-provider. */
export function providerConfiguration(demo: DemoConfiguration): Configuration {
  const { pathname } = new URL(demo.issuer);
  return {
    adapter: demo.adapter,
    jwks: { keys: [demo.secrets.signingKey] },
    cookies: { keys: [...demo.secrets.cookieKeys] },
    clients: [browserClient(), ...demo.applications.map((application) => applicationClient(application, demo.secrets))],
    clientBasedCORS: (_ctx, origin) => isLoopback(origin),
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      ...{ AccessToken: HOUR, ClientCredentials: HOUR, IdToken: HOUR, AuthorizationCode: 60 },
      ...{ Interaction: HOUR, Session: 12 * HOUR, Grant: 12 * HOUR },
    },
    interactions: { url: (_ctx, { uid }) => `${pathname}/interaction/${uid}` },
    features: features(demo),
    findAccount: (_ctx, id) => findAccount(demo, id),
    loadExistingGrant: (ctx) => grantOwnClient(ctx, resourceOf(demo)),
    extraTokenClaims: async (ctx, token) => ({
      ...(token.kind === 'ClientCredentials'
        ? applicationClaims(token.clientId ?? '')
        : await signedInClaims(demo, ctx, token.accountId)),
    }),
    renderError: (ctx, { error, error_description }) => {
      sendPage(ctx, 'Sign-in failed', `<p class="problem">${escapeHtml(error_description ?? error)}</p>`);
    },
  };
}

function features(demo: DemoConfiguration): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    clientCredentials: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        const button =
          '<button class="main" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>';
        sendPage(ctx, 'Sign out', `<p>Signing out lets another person sign in.</p>${form}${button}`);
      },
      postLogoutSuccessSource: (ctx) => sendPage(ctx, 'Signed out', '<p>You can close this page.</p>'),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resourceOf(demo),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        ...{ scope: '', audience: demo.audience, accessTokenTTL: HOUR },
        ...{ accessTokenFormat: 'jwt', jwt: { sign: { alg: demo.secrets.signingKey.alg } } },
      }),
    },
  };
}

/** A resource indicator must be a URI (RFC 8707); the audience itself need not be one. */
const resourceOf = ({ audience }: DemoConfiguration): string =>
  URL.canParse(audience) ? audience : `api://${audience}`;

function browserClient(): ClientMetadata {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'];
  return {
    client_id: DEMO_CLIENT_ID,
    client_name: 'Portcullis demo',
    // Native clients may come back on any loopback port (RFC 8252 section 7.3).
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: hosts.flatMap((host) => [`http://${host}/`, `http://${host}/callback`]),
    post_logout_redirect_uris: hosts.map((host) => `http://${host}/`),
  };
}

function applicationClient({ id, displayName }: DemoApplication, { applicationSecret }: DemoSecrets): ClientMetadata {
  return {
    client_id: id,
    client_name: displayName,
    client_secret: applicationSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };
}

async function findAccount({ findPerson }: DemoPeople, id: string) {
  const person = await findPerson(id);
  if (!person?.isEnabled) return undefined;
  const { displayName, userPrincipalName } = person;
  return { accountId: id, claims: () => ({ sub: id, name: displayName, preferred_username: userPrincipalName }) };
}

/** Grants the demo's own client what it asks for; oidc-provider's documented way to skip consent. */
async function grantOwnClient(ctx: KoaContextWithOIDC, resource: string) {
  const { client, session, provider } = ctx.oidc;
  if (client?.clientId !== DEMO_CLIENT_ID || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(resource, '');
  await grant.save();
  return grant;
}

async function signedInClaims({ findPerson }: DemoPeople, ctx: KoaContextWithOIDC, accountId: string) {
  const { amr, acr } = ctx.oidc.entities.AuthorizationCode ?? {};
  const proof = { mfa: amr?.includes('mfa') ?? false, acrs: acr?.split(' ') ?? [] };
  return personClaims(accountId, await findPerson(accountId), proof);
}

function sendPage(ctx: KoaContextWithOIDC, title: string, main: string): void {
  ctx.set(pageHeaders());
  ctx.body = renderPage(title, main);
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname);
}
