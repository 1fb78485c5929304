import { EventEmitter } from 'node:events';
import pino from 'pino';
import type { Caller } from '../../../src/domain/actor';
import { TokenRefused } from '../../../src/http/identity/token-refused';
import type { HttpServerOptions } from '../../../src/http/options';
import { createHttpServer, type HttpServer } from '../../../src/http/server';
import { sampleSchema } from './sample-schema';

export interface TestServer {
  readonly server: HttpServer;
  readonly url: string;
  /** Every line of the log so far. */
  readonly logged: readonly string[];
  /** Resolves when a line with this text is logged. */
  awaitLog(text: string): Promise<void>;
}

/** The caller behind `Bearer alice`; `Bearer expired` and all unknown ones are refused. */
export const alice: Caller = {
  principalId: 'a11ce000-0000-4000-8000-000000000000',
  isApplication: false,
  satisfiesMfa: true,
  authenticationContexts: [],
  expiresAt: new Date('2100-01-01T00:00:00Z'),
  ipAddress: null,
};

const started = new Set<HttpServer>();

/** Starts a server over the sample schema on a free port. `closeServers` ends it. */
export async function startServer(overrides: Partial<HttpServerOptions> = {}): Promise<TestServer> {
  const logged: string[] = [];
  const lines = new EventEmitter();
  const write = (line: string) => {
    logged.push(line);
    lines.emit('line', line);
  };
  const awaitLog = (text: string) =>
    new Promise<void>((resolve) => lines.on('line', (line: string) => line.includes(text) && resolve()));
  const log = pino({ level: 'debug' }, { write });
  const server = createHttpServer({
    schema: sampleSchema(),
    authenticate: async (bearer, { ipAddress }) => {
      if (bearer !== 'alice') throw new TokenRefused('not alice');
      return { ...alice, ipAddress };
    },
    contextFor: async ({ principalId }) => ({ principalId }),
    routes: [],
    readiness: async () => ({ ready: true }),
    allowedOrigins: ['https://console.example.org'],
    log,
    now: () => new Date(),
    host: '127.0.0.1',
    port: 0,
    ...overrides,
  });
  await server.listen();
  started.add(server);
  return { server, url: server.url, logged, awaitLog };
}

/** Ends every server that this test file has started. */
export async function closeServers(): Promise<void> {
  await Promise.all([...started].map((server) => server.close({ graceMs: 200 })));
  started.clear();
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: unknown;
      readonly extensions: Record<string, unknown>;
    }[];
  };
}

/** Sends one operation as alice, as an ordinary client does, unless `init` says otherwise. */
export async function post(url: string, body: unknown, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { authorization: 'Bearer alice', 'content-type': 'application/json', ...init.headers },
  });
  return answerOf(response);
}

/** Reads an answer that is JSON, or empty. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? {} : JSON.parse(text) };
}

/** The code of an answer's first error. */
export function codeOf({ body }: Answer): unknown {
  return body.errors?.[0]?.extensions.code;
}
