import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { DemoApplication } from './demo-directory';
import { loadDemoSecrets } from './demo-secrets';
import { applicationClaims, type DemoProof, personClaims, signDemoToken } from './demo-token';
import { sendProblem } from './page';
import { providerConfiguration } from './provider-configuration';
import { answerSignIn, type DemoPeople } from './sign-in';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/** Who can sign in at the demo identity provider, and what its tokens say. */
export interface DemoIdentityProviderOptions extends DemoPeople {
  /** Where the provider is reached, such as `http://127.0.0.1:4000/oidc`; no slash at the end. */
  readonly issuer: string;
  readonly audience: string;
  /** Service principals that can get tokens of their own by `client_credentials`, client id = principal id. */
  readonly applications: readonly DemoApplication[];
  /** Directory that keeps the keys over restarts. */
  readonly dataDir: string;
  /** Times the tokens of `signToken`; the provider's own follow the system clock. */
  readonly now: () => Date;
}

/** Whom a token of `signToken` is for and what it proves. */
export interface TokenRequest extends DemoProof {
  readonly principalId: string;
  /** True for a service principal: the token gets `idtyp: app` and proves nothing about a person. */
  readonly application?: boolean;
  readonly lifetimeSeconds: number;
}

/** An identity provider for trying things out: anybody on this machine can be anybody in the demo directory. */
export interface DemoIdentityProvider {
  /** Answers every request whose path begins with the issuer's; mounted as it is or by `app.use('/oidc', handle)`. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void;
  readonly jwksUri: string;
  /** Signs an access token without any sign-in; the principal need not exist. */
  readonly signToken: (request: TokenRequest) => Promise<string>;
  /** What the applications authenticate with at the token endpoint. */
  readonly applicationSecret: string;
}

/** Makes the demo identity provider (oidc-provider); it keeps its sessions in memory and its keys in `dataDir`. */
export async function createDemoIdentityProvider(options: DemoIdentityProviderOptions): Promise<DemoIdentityProvider> {
  const { issuer, audience, dataDir, now, findPerson } = options;
  const secrets = await loadDemoSecrets(dataDir);
  const { Provider, createMemoryAdapter } = await loadOidcProvider();
  const configuration = providerConfiguration({ ...options, secrets, adapter: createMemoryAdapter() });
  const provider = new Provider(issuer, configuration);
  return {
    handle: createHandler(provider, new URL(issuer).pathname, options),
    jwksUri: `${issuer}/jwks`,
    applicationSecret: secrets.applicationSecret,
    signToken: async ({ principalId, application, lifetimeSeconds, ...proof }) => {
      const claims = application
        ? applicationClaims(principalId)
        : personClaims(principalId, await findPerson(principalId), proof);
      return signDemoToken(secrets, { issuer, audience, issuedAt: now(), lifetimeSeconds }, claims);
    },
  };
}

/**
 * Loads the parts instead of the package's entry: the entry writes a warning on every Node older than 22 (what is
 * used here runs on 20 as well), and the built-in store writes one unless a factory is handed in.
 */
async function loadOidcProvider() {
  const [{ Provider }, { createMemoryAdapter }] = await Promise.all([
    import('oidc-provider/lib/provider.js'),
    import('oidc-provider/lib/adapters/memory_adapter.js'),
  ]);
  return { Provider, createMemoryAdapter };
}

function createHandler(provider: Provider, mountPath: string, people: DemoPeople): DemoIdentityProvider['handle'] {
  const answerProtocol = provider.callback();
  return (req, res) => {
    // A foreign name that resolves to this machine must not let a web page sign in here (DNS rebinding).
    if (!LOOPBACK_HOST.test(req.headers.host ?? '')) {
      sendProblem(res, 421, 'Refused', 'Open the demo by its loopback address.');
      return;
    }
    const originalUrl = originalUrlOf(req);
    const path = originalUrl.slice(mountPath.length);
    const uid = /^\/interaction\/([\w-]{1,64})$/.exec(path)?.[1];
    if (uid !== undefined) {
      answerSignIn(provider, people, req, res, uid).catch((error: unknown) => failed(provider, res, error));
      return;
    }
    // oidc-provider learns its mount path from the difference between the two.
    answerProtocol(Object.assign(req, { originalUrl, url: path || '/' }), res);
  };
}

function originalUrlOf(req: IncomingMessage): string {
  return 'originalUrl' in req && typeof req.originalUrl === 'string' ? req.originalUrl : (req.url ?? '/');
}

function failed(provider: Provider, res: ServerResponse, error: unknown): void {
  provider.emit('error', error);
  if (res.headersSent) res.destroy();
  else sendProblem(res, 500, 'Sign-in failed', 'Go back to the application and begin again.');
}
