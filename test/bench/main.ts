import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { errorText } from '../../src/storage/error-code';
import { createCleanup } from './cleanup';
import { compare } from './compare';
import { growth } from './growth';
import { type Options, readOptions, usage } from './options';
import { createProgress } from './progress';

const cacheDir = join(__dirname, '../../.cache/bench');

/** Runs `bench` with the arguments after the program's name and yields the exit code (see `--help`). */
export async function main(argv: readonly string[]): Promise<number> {
  const options = optionsFrom(argv);
  if (typeof options === 'string') return said(process.stderr, `${options}\n\n${usage}`, 2);
  if (options.shows === 'usage') return said(process.stdout, usage, 0);
  if (options.shows === 'list')
    return said(process.stdout, options.workloads.map(({ name, asks }) => `${name}  ${asks}\n`).join(''), 0);
  return measure(options);
}

/** The options, or why there are none. */
function optionsFrom(argv: readonly string[]): Options | string {
  try {
    return readOptions(argv);
  } catch (error) {
    return errorText(error);
  }
}

function said(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

async function measure(options: Options): Promise<number> {
  const cleanup = createCleanup();
  const progress = createProgress();
  const stop = new AbortController();
  const interrupted = new Promise<number>((resolve) => stop.signal.addEventListener('abort', () => resolve(130)));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const way = options.growth === null ? compare : growth;
  const work = async () => {
    await mkdir(cacheDir, { recursive: true });
    const record = await way(options, { cacheDir, cleanup, progress });
    await writeFile(options.json ?? join(cacheDir, 'last.json'), `${JSON.stringify(record, null, 2)}\n`);
    return 0;
  };
  const failed = (error: unknown) => {
    progress.clear();
    // What breaks because everything is being ended is nobody's fault.
    return stop.signal.aborted ? 130 : said(process.stderr, `${errorText(error)}\n`, 1);
  };
  const code = await Promise.race([interrupted, work().catch(failed)]);
  await cleanup.run();
  return code;
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => process.exit(code));
