import { z } from 'zod';

/** Everything that an operator can set; parsed once from the environment, then frozen. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly databasePoolSize: number;
  readonly dataDir: string;
  readonly oidc: OidcConfig;
  /** Events older than this many days cannot be resumed after. */
  readonly eventRetentionDays: number;
  readonly bootstrapGlobalAdmin: string | null;
  readonly allowedOrigins: readonly string[];
  readonly logLevel: string;
}

export interface OidcConfig {
  /** Null: the demo identity provider. */
  readonly issuer: string | null;
  readonly audience: string;
  readonly jwksUri: string | undefined;
  readonly algorithms: readonly string[];
  /** Undefined: `oid`, else `sub`. */
  readonly principalClaim: string | undefined;
}

const guid = z.guid('is the GUID of a user in the directory');
const url = (what: string) => z.url({ protocol: /^https?$/, error: `is the URL of ${what}, beginning with https://` });
const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce
    .number('is a port number')
    .int('is a whole number')
    .min(0, 'is 0 to 65535')
    .max(65_535, 'is 0 to 65535')
    .default(4000),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'begins with postgres://')
    .optional(),
  DATABASE_POOL_SIZE: z.coerce
    .number('is a number')
    .int('is a whole number')
    .min(2, 'is at least 2')
    .max(200, 'is at most 200')
    .default(10),
  PORTCULLIS_DATA_DIR: z.string().min(1).default('.data'),
  OIDC_ISSUER: url('the issuer of tokens').optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_JWKS_URI: url('the key set of the issuer').optional(),
  OIDC_ALGORITHMS: z
    .string()
    .default('RS256,PS256,ES256,EdDSA')
    .transform(listOf)
    .refine(
      (names) => names.length > 0 && names.every((name) => asymmetric.includes(name)),
      `is a list of ${asymmetric.join(', ')}`,
    ),
  PRINCIPAL_CLAIM: z
    .string()
    .regex(/^[\w.:/-]{1,128}$/, 'is the name of a claim')
    .optional(),
  EVENT_RETENTION_DAYS: z.coerce
    .number('is a number of days')
    .int('is a whole number')
    .min(1, 'is at least 1')
    .max(3650, 'is at most 3650')
    .default(30),
  BOOTSTRAP_GLOBAL_ADMIN: guid.optional(),
  ALLOWED_ORIGINS: z.string().default('').transform(listOf),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'is one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  NODE_ENV: z.string().optional(),
});

type Environment = z.infer<typeof environment>;

const loopback = ['127.0.0.1', '::1', 'localhost'];

/**
 * The configuration in the environment. Throws one sentence per wrong value, which says what to do.
 *
 * Without `OIDC_ISSUER` the demo identity provider signs anybody in, so the server then listens on loopback only and
 * refuses `NODE_ENV=production`.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `Set ${path.join('.')} right: it ${message}.`).join('\n'),
    );
  refuseOpenDemo(parsed.data);
  return Object.freeze(configOf(parsed.data));
}

function refuseOpenDemo({ OIDC_ISSUER, OIDC_AUDIENCE, NODE_ENV, HOST }: Environment): void {
  if (OIDC_ISSUER !== undefined) {
    if (OIDC_AUDIENCE === undefined)
      throw new Error('Set OIDC_AUDIENCE: the audience that tokens of OIDC_ISSUER are made for.');
    return;
  }
  if (NODE_ENV === 'production')
    throw new Error('Set OIDC_ISSUER: the demo identity provider does not run with NODE_ENV=production.');
  if (!loopback.includes(HOST))
    throw new Error('Set OIDC_ISSUER, or HOST to 127.0.0.1: the demo identity provider signs anybody in.');
}

const configOf = (env: Environment): Config => ({
  host: env.HOST,
  port: env.PORT,
  databaseUrl: env.DATABASE_URL ?? null,
  databasePoolSize: env.DATABASE_POOL_SIZE,
  dataDir: env.PORTCULLIS_DATA_DIR,
  oidc: {
    issuer: env.OIDC_ISSUER ?? null,
    audience: env.OIDC_AUDIENCE ?? 'portcullis',
    jwksUri: env.OIDC_JWKS_URI,
    algorithms: env.OIDC_ALGORITHMS,
    principalClaim: env.PRINCIPAL_CLAIM,
  },
  eventRetentionDays: env.EVENT_RETENTION_DAYS,
  bootstrapGlobalAdmin: env.BOOTSTRAP_GLOBAL_ADMIN?.toLowerCase() ?? null,
  allowedOrigins: env.ALLOWED_ORIGINS,
  logLevel: env.LOG_LEVEL,
});
