import { Client } from 'pg';
import { errorCode, errorText } from './error-code';

const newestSupported = 18;
const oldestSupported = 15;

/** What is known about a database before a pool is opened on it. */
export type ServerFacts = Readonly<{
  /** Whether the role `portcullis_gateway` exists, and whether the connecting user may act as it. */
  gatewayRole: 'usable' | 'forbidden' | 'absent';
}>;

/**
 * The address with `-c name=value` settings for each session added.
 *
 * What the address itself brings as `options` stays and comes first, so that our settings win where both name one.
 */
export const withSettings = (url: string, settings: Readonly<Record<string, string | number>>): string => {
  const address = parse(url);
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const options = [address.searchParams.get('options') ?? '', ...ours].join(' ').trim();
  address.searchParams.set('options', options);
  return address.toString();
};

/** The address without the password: for messages and logs. */
export const describe = (url: string): string => {
  const { hostname, port, pathname, username } = parse(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname} as ${decodeURIComponent(username) || 'the default user'}`;
};

/**
 * Opens one session on a database, for the caller to end.
 *
 * A database that cannot be reached or entered gives a sentence that says what to look at, never the password.
 */
export const connect = async (url: string, settings: Readonly<Record<string, string | number>>): Promise<Client> => {
  const client = new Client({
    connectionString: withSettings(url, settings),
    application_name: 'portcullis',
    connectionTimeoutMillis: 5_000,
  });
  // A session that breaks fails the statement that runs on it; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new Error(`Cannot use the database ${describe(url)}: ${advice(error)}`, { cause: error });
  }
};

/** Makes sure that the server's version is one we run on; else a sentence names the versions. */
export const inspectServer = async (client: Client): Promise<ServerFacts> => {
  const { rows } = await client.query<{ major: number; version: string }>(
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version`,
  );
  const [{ major, version } = { major: 0, version: 'unknown' }] = rows;
  if (major < oldestSupported || major > newestSupported) {
    throw new Error(
      `The database server is PostgreSQL ${version}; Portcullis runs on ${oldestSupported} to ${newestSupported}. ` +
        'Point DATABASE_URL at one of those.',
    );
  }
  // Before 16 whoever was a member of a role could act as it.
  const { rows: roles } = await client.query<{ usable: boolean }>(
    `select pg_has_role(current_user, oid, $1) as usable from pg_roles where rolname = 'portcullis_gateway'`,
    [major >= 16 ? 'SET' : 'MEMBER'],
  );
  const [role] = roles;
  if (!role) return { gatewayRole: 'absent' };
  return { gatewayRole: role.usable ? 'usable' : 'forbidden' };
};

const parse = (url: string): URL => {
  if (URL.canParse(url)) return new URL(url);
  throw new Error('The address of the database is not a URL. Write it as postgres://user:password@host:5432/database.');
};

const advice = (error: unknown): string => {
  switch (errorCode(error)) {
    case 'ECONNREFUSED':
      return 'nothing listens there. Is the server running, and are host and port right?';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its host name is not known. Is it spelt right?';
    case '28P01':
    case '28000':
      return `the server does not let this user in (${errorText(error)}). Look at the user and the password.`;
    case '3D000':
      return 'there is no such database on the server. Create it, or name another.';
    case '57P03':
      return 'the server is starting or stopping. Try again in a moment.';
    case '53300':
      return 'the server has no free connection. Raise its max_connections, or start fewer gateways.';
    default:
      return `${errorText(error) || 'no answer'}. Look at the address and at the server's log.`;
  }
};
