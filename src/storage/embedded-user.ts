import { execFile } from 'node:child_process';
import { access, chmod, constants, mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { errorText } from './error-code';

const run = promisify(execFile);

/** The user of the operating system that a server runs under; null means the gateway's own. */
export type ServerUser = Readonly<{ uid: number; gid: number }> | null;

/** True when this process is root, whom PostgreSQL refuses to run under. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The user under which a new cluster is made: `postgres` when the gateway runs as root, else the gateway's own.
 *
 * The user is created when the machine has none. An error says what else can be done when that fails.
 */
export const userForNewCluster = async (): Promise<ServerUser> => {
  if (!isRoot()) return null;
  return (await lookUp('postgres')) ?? (await createUser('postgres'));
};

/** The user that owns an existing cluster: only its owner may run it. Null when that is the gateway's own. */
export const ownerOf = async (path: string): Promise<ServerUser> => {
  const { uid, gid } = await stat(path);
  return uid === process.getuid?.() ? null : { uid, gid };
};

/** Whether the user can enter a folder, through every folder above it. */
export const canEnter = async (user: ServerUser, folder: string): Promise<boolean> => {
  const attempt = user
    ? run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/' })
    : access(folder, constants.X_OK);
  return attempt.then(
    () => true,
    () => false,
  );
};

/**
 * A folder of this machine for what cannot live in the project folder, because the server's user cannot enter it.
 *
 * `/var/lib/portcullis` for root, `~/.cache/portcullis` for others. Nobody else may write there, for programs
 * are started from it; an existing folder that is laxer or somebody else's is refused.
 */
export const machineFolder = async (): Promise<string> => {
  const folder = isRoot() ? '/var/lib/portcullis' : join(homedir(), '.cache', 'portcullis');
  const created = await mkdir(folder, { recursive: true });
  if (created !== undefined) await chmod(folder, 0o755);
  const { uid, mode } = await stat(folder);
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return folder;
  throw new Error(`${folder} may be written to by others. Hand it to the user that starts Portcullis, with mode 755.`);
};

const lookUp = async (name: string): Promise<ServerUser> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
};

const createUser = async (name: string): Promise<ServerUser> => {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name]);
  } catch (error) {
    // Two gateways that start at once both find no user; the slower one's useradd fails and the user is there.
    const made = await lookUp(name);
    if (made) return made;
    throw new Error(
      `PostgreSQL refuses to run as root, and the user "${name}" could not be created (${errorText(error)}). ` +
        `Create it (useradd --system ${name}), start Portcullis as an ordinary user, or set DATABASE_URL.`,
    );
  }
  return lookUp(name);
};
