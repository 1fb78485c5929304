import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createNewId } from './new-id';
import { errorCode, errorText } from './storage/error-code';
import { importDirectory } from './storage/import/import-directory';
import { describeReport, hasChanges, type ImportReport } from './storage/import/import-report';
import { reachEmbedded } from './storage/import/reach-database';
import { type ProgressScreen, showProgress } from './storage/import/show-progress';
import { migrate } from './storage/migrate';

const usage = `Loads a directory (users, groups with members and owners, service principals, administrative units,
custom roles, role assignments, scopes of resources and roles on them) from a JSON file in Microsoft Graph's shapes: all
of it, or nothing.

  npm run import -- <file.json> [--dry-run] [--quiet]

  --dry-run   check the whole file and say what it would change, but store nothing
  --quiet     show no progress and no counts; faults are still named
  --help      this text

The directory goes to the database at DATABASE_URL; without it, to the embedded one in PORTCULLIS_DATA_DIR (.data when
unset), whether its server runs at this moment or not. Exit code 0: done. 1: the file or the database is at fault, and
nothing is stored. 2: the command line cannot be followed.
`;

/** What the command reads besides its arguments, and where it writes. */
export interface ImportSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: ProgressScreen;
}

const theProcess: ImportSurroundings = {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: process.stderr,
};

interface Order {
  readonly file: string;
  readonly isQuiet: boolean;
  readonly isDryRun: boolean;
}

/** Runs `import` with the arguments after the program's name and yields the exit code (see `--help`). */
export async function main(argv: readonly string[], surroundings = theProcess): Promise<number> {
  const order = orderIn(argv);
  if (order === 'help') {
    surroundings.out(usage);
    return 0;
  }
  if (typeof order === 'string') {
    surroundings.err.write(`${order} See --help.\n`);
    return 2;
  }
  try {
    const report = await run(order, surroundings);
    if (!order.isQuiet) surroundings.out(inWords(report, order));
    return 0;
  } catch (error) {
    surroundings.err.write(`${printable(`${order.file}: ${advice(error)}`)}\n`);
    return 1;
  }
}

/** The order, the word `help`, or a sentence on what is wrong with the command line. */
function orderIn(argv: readonly string[]): Order | string {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: flag, quiet: flag, 'dry-run': flag },
    });
    if (values.help) return 'help';
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return 'Name one file.';
    return { file, isQuiet: values.quiet, isDryRun: values['dry-run'] };
  } catch (error) {
    return errorText(error);
  }
}

async function run({ file, isQuiet, isDryRun }: Order, { env, err }: ImportSurroundings): Promise<ImportReport> {
  const found = await stat(file);
  if (found.isDirectory()) throw new Error('this is a folder. Name a file.');
  const say = (message: unknown) => err.write(`${String(message)}\n`);
  const log = { info: () => undefined, warn: say, error: say };
  const database = env.DATABASE_URL
    ? { url: env.DATABASE_URL, stop: () => Promise.resolve() }
    : await reachEmbedded(env.PORTCULLIS_DATA_DIR ?? '.data', log);
  const display = showProgress(err, found.isFile() ? found.size : null);
  try {
    await migrate({ url: database.url, log });
    return await importDirectory({
      url: database.url,
      source: createReadStream(file),
      fileName: basename(file),
      now: null,
      newId: createNewId(),
      isDryRun,
      onProgress: isQuiet ? undefined : display.show,
    });
  } finally {
    display.finish();
    await database.stop();
  }
}

function inWords(report: ImportReport, { isDryRun }: Order): string {
  const lines = describeReport(report).map(([title, counts]) => `  ${title}: ${counts}`);
  const changes = hasChanges(report)
    ? 'The directory is as the file says.'
    : 'Nothing changed: the directory was as the file says.';
  return [...lines, isDryRun ? 'Nothing was stored: this was a dry run.' : changes, ''].join('\n');
}

function advice(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return 'there is no such file.';
    case 'EACCES':
      return 'this user may not read the file.';
    case 'Request_BadRequest':
      return `${errorText(error)}\nNothing was stored.`;
    default:
      return errorText(error);
  }
}

/** Without what a terminal would obey. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '?');

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
