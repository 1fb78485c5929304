import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { printApiSchema } from './schema';

const fileName = 'schema.graphql';

/**
 * Writes `schema.graphql` into the working directory; with `--check` only compares.
 *
 * Returns the exit code: 1 when the file and the code differ, else 0.
 */
export function main(argv: readonly string[], say: (line: string) => void): number {
  const path = join(process.cwd(), fileName);
  const printed = printApiSchema();
  if (!argv.includes('--check')) {
    writeFileSync(path, printed);
    say(`Wrote ${fileName}.`);
    return 0;
  }
  if (readOrNothing(path) === printed) return 0;
  say(`${fileName} is not what the code says. Run npm run schema and look at what changed.`);
  return 1;
}

function readOrNothing(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

if (require.main === module) {
  process.exitCode = main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
}
