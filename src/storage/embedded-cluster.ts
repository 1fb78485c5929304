import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { BaseLogger } from 'pino';
import { type Binaries, findBinaries } from './embedded-binaries';
import { canEnter, machineFolder, ownerOf, type ServerUser, userForNewCluster } from './embedded-user';
import { errorCode, errorText } from './error-code';

const run = promisify(execFile);

/**
 * A database cluster on disk. `home` holds `data` (PostgreSQL's own folder, mode 700, its user's), `password`
 * (mode 600, the superuser's, for the gateway alone) and `server.log`; `pgdata` is `home`/data.
 */
export type Cluster = Readonly<{
  home: string;
  pgdata: string;
  password: string;
  user: ServerUser;
  binaries: Binaries;
}>;

/** What server.log may be found under, in a cluster's home. */
export const serverLog = ({ home }: Cluster): string => join(home, 'server.log');

/**
 * The cluster below `dataDir`, made when there is none. It belongs to whoever made it and runs under that user.
 *
 * A cluster appears whole or not at all: it is made beside its place and moved there in one step, so neither a kill
 * in the middle nor a second gateway leaves half of one. Errors say what to do about foreign or older data.
 */
export const openCluster = async (dataDir: string, log: Pick<BaseLogger, 'info'>): Promise<Cluster> => {
  const home = join(resolve(dataDir), 'postgres');
  if (!(await exists(home))) await makeCluster(home, log);
  return readCluster(home, log);
};

/** A cluster in a folder for temporary files, for tests: quick to make, and to be removed by the caller. */
export const makeTemporaryCluster = async (log: Pick<BaseLogger, 'info'>): Promise<Cluster> => {
  const user = await userForNewCluster();
  const parent = (await canEnter(user, tmpdir())) ? tmpdir() : await machineFolder();
  return readCluster(await fill(await mkdtemp(join(parent, 'portcullis-')), user, ['--no-sync'], log), log);
};

/** Removes what gateways that were killed while making a cluster left behind. For the one that holds the cluster. */
export const sweepHalfMade = async (dataDir: string): Promise<void> => {
  const names = await readdir(dataDir);
  const left = names.filter((name) => name.startsWith('postgres.new-'));
  await Promise.all(left.map((name) => rm(join(dataDir, name), { recursive: true, force: true })));
};

const makeCluster = async (home: string, log: Pick<BaseLogger, 'info'>): Promise<void> => {
  const user = await userForNewCluster();
  const parent = dirname(home);
  // A link whose cluster somebody removed is in the way of the new one.
  await unlink(home).catch(() => undefined);
  // Whoever runs the server must be able to pass through, whatever the umask; what lies inside guards itself.
  if ((await mkdir(parent, { recursive: true })) !== undefined) await chmod(parent, 0o711);
  const reachable = await canEnter(user, parent);
  const half = await mkdtemp(reachable ? `${home}.new-` : join(await machineFolder(), 'data-'));
  try {
    await fill(half, user, [], log);
    if (reachable) return await rename(half, home);
    log.info(`The database is kept in ${half}, for its user "postgres" cannot enter ${parent}`);
    return await symlink(half, home);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    // Another gateway was quicker: its cluster is as good as ours.
    if (!(await exists(home))) throw error;
  }
};

const fill = async (
  home: string,
  user: ServerUser,
  extra: readonly string[],
  log: Pick<BaseLogger, 'info'>,
): Promise<string> => {
  const { folder } = await findBinaries(user, log);
  await chmod(home, 0o711);
  const pgdata = join(home, 'data');
  const password = join(home, 'password');
  await mkdir(pgdata, { mode: 0o700 });
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (user) await Promise.all([pgdata, password].map((path) => chown(path, user.uid, user.gid)));
  log.info('Making a new database');
  await initialise(join(folder, 'bin/initdb'), { pgdata, password }, user, extra);
  if (user) await chown(password, 0, 0);
  return home;
};

const initialise = async (
  initdb: string,
  { pgdata, password }: Readonly<{ pgdata: string; password: string }>,
  user: ServerUser,
  extra: readonly string[],
): Promise<void> => {
  const encoding = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256'];
  const options = [`--pgdata=${pgdata}`, ...encoding, ...access, '--no-instructions', ...extra];
  try {
    // An environment of its own: nothing of the gateway's (secrets, PGDATA, locale) reaches the server.
    await run(initdb, options, { ...user, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } });
  } catch (error) {
    throw new Error(`A new database could not be made in ${pgdata}: ${errorText(error).trim()}`);
  }
};

const readCluster = async (place: string, log: Pick<BaseLogger, 'info'>): Promise<Cluster> => {
  // The place may be a link, and the server's user may be unable to pass through the folders above the link.
  const home = await realpath(place);
  const pgdata = join(home, 'data');
  const user = await ownerOf(pgdata);
  const password = await readFile(join(home, 'password'), 'utf8').catch((error: unknown) => {
    throw new Error(`The database in ${home} is not this user's (${errorText(error)}). ${elsewhere}`);
  });
  const binaries = await findBinaries(user, log);
  const version = (await readFile(join(pgdata, 'PG_VERSION'), 'utf8')).trim();
  if (version !== binaries.major) {
    throw new Error(
      `The database in ${home} was made by PostgreSQL ${version}, and this is PostgreSQL ${binaries.major}. ` +
        `Run a PostgreSQL ${version} on it and set DATABASE_URL, or move the folder away to begin anew.`,
    );
  }
  if (!(await canEnter(user, home))) throw new Error(`The owner of ${pgdata} cannot enter ${home}. ${elsewhere}`);
  return { home, pgdata, password: password.trim(), user, binaries };
};

const elsewhere = 'Start Portcullis as the user that made it, hand the folder over (chown), or set DATABASE_URL.';

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
};
