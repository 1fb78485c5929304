import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { messageOf, startChild } from '../child';
import type { Contestant, Surroundings } from './contestant';

const run = promisify(execFile);
const source = join(__dirname, '../rivals/postgraphile');
const oldestNode = 22;

/** Starts PostGraphile on a Node that it runs on; the first time its packages are installed in the cache folder. */
export async function startPostgraphile({ databaseUrl, cacheDir }: Surroundings): Promise<Contestant> {
  const home = join(cacheDir, 'postgraphile');
  await install(home);
  const child = startChild({
    script: join(home, 'server.cjs'),
    cwd: home,
    env: { DATABASE_URL: databaseUrl, GRAPHILE_ENV: 'production' },
    node: nodeIn(home),
  });
  const { port } = await messageOf<{ port: number }>(child);
  return { name: 'postgraphile', dialect: 'postgraphile', port, child };
}

async function install(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await copyFile(join(source, 'server.cjs'), join(home, 'server.cjs'));
  const lock = await readFile(join(source, 'package-lock.json'), 'utf8');
  const marker = join(home, 'installed.json');
  if ((await readFile(marker, 'utf8').catch(() => '')) === lock) return;
  for (const file of ['package.json', 'package-lock.json']) await copyFile(join(source, file), join(home, file));
  await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: home });
  await writeFile(marker, lock);
}

/** The Node that came with the packages; this process's own where none did and it is new enough. */
function nodeIn(home: string): string {
  const name = `node-${process.platform}-${process.arch}/package.json`;
  try {
    return join(createRequire(join(home, 'package.json')).resolve(name), '../bin/node');
  } catch {
    if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
    throw new Error(`PostGraphile needs Node ${oldestNode}; on this platform run the bench with it.`);
  }
}
