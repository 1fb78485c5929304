import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './source';

/** One import that the linter is asked about: who imports what, and whether style.md 1 lets it. */
interface Case {
  readonly file: string;
  readonly imports: string;
}

const folders = ['domain', 'commands', 'queries', 'storage', 'feed', 'jobs', 'api', 'http'] as const;
type Folder = (typeof folders)[number];

/** What each folder may import besides itself; the table of style.md 1. `http` may import anything. */
const mayImport: Readonly<Record<Folder, readonly Folder[]>> = {
  domain: [],
  commands: ['domain', 'storage'],
  queries: ['domain', 'storage'],
  storage: ['domain', 'queries'],
  feed: ['domain', 'storage', 'queries'],
  jobs: ['domain', 'storage', 'queries', 'commands'],
  api: ['domain', 'commands', 'queries'],
  http: folders,
};

/** Libraries that only some folders know. */
const libraries: readonly { readonly name: string; readonly knownTo: readonly Folder[] }[] = [
  { name: 'typeorm', knownTo: ['queries', 'storage', 'feed', 'jobs', 'http'] },
  { name: 'pg', knownTo: ['queries', 'storage', 'feed', 'jobs', 'http'] },
  { name: 'type-graphql', knownTo: ['api', 'http'] },
  { name: 'graphql', knownTo: ['api', 'http'] },
  { name: '@apollo/server', knownTo: ['api', 'http'] },
];

const file = (folder: Folder): string => `src/${folder}/a.ts`;
const nowhere: readonly Folder[] = ['http'];

const cases = (isAllowed: boolean): readonly Case[] =>
  folders.flatMap((folder) => [
    ...folders
      .filter((other) => (other === folder || mayImport[folder].includes(other)) === isAllowed)
      .map((other) => ({ file: file(folder), imports: other === folder ? './other' : `../${other}/other` })),
    ...['app', 'main', 'config']
      .filter(() => nowhere.includes(folder) === isAllowed)
      .map((name) => ({ file: file(folder), imports: `../${name}` })),
    ...libraries
      .filter(({ knownTo }) => knownTo.includes(folder) === isAllowed)
      .map(({ name }) => ({ file: file(folder), imports: name })),
  ]);

const forbidden: readonly Case[] = [
  ...cases(false),
  { file: file('domain'), imports: 'node:fs' },
  { file: file('domain'), imports: 'fs' },
  { file: file('domain'), imports: 'node:fs/promises' },
  { file: file('domain'), imports: 'zod' },
  { file: file('domain'), imports: 'zod/v4' },
  { file: file('commands'), imports: 'typeorm/driver/postgres' },
  { file: file('storage'), imports: 'graphql/language' },
  { file: 'src/domain/policy/rules/a.ts', imports: '../../../storage/other' },
  { file: 'src/api/request/a.ts', imports: '../../storage/tables/other' },
  { file: 'src/queries/planner/a.ts', imports: 'type-graphql' },
  { file: 'src/queries/planner/a.ts', imports: '../../api/other' },
  { file: 'src/queries/planner/a.ts', imports: '../../config' },
];

const allowed: readonly Case[] = [
  ...cases(true),
  { file: 'src/domain/policy/rules/a.ts', imports: '../../time' },
  { file: 'src/queries/planner/a.ts', imports: 'graphql' },
  { file: 'src/commands/a.ts', imports: 'node:crypto' },
];

/** Lints a copy of the project in which every case is a file, and yields the imports that were refused. */
const refusedOf = (all: readonly Case[]): ReadonlySet<Case> => {
  const project = mkdtempSync(join(tmpdir(), 'portcullis-layers-'));
  try {
    copyFileSync(join(root, '.biome.json'), join(project, '.biome.json'));
    const paths = all.map((each, index) => placed(project, each, index));
    const refusedPaths = new Set(lint(project));
    return new Set(all.filter((_, index) => refusedPaths.has(paths[index] ?? '')));
  } finally {
    rmSync(project, { recursive: true });
  }
};

const placed = (project: string, { file: name, imports }: Case, index: number): string => {
  const path = name.replace(/a\.ts$/, `case-${index}.ts`);
  mkdirSync(join(project, dirname(path)), { recursive: true });
  writeFileSync(join(project, path), `export { a } from '${imports}';\n`);
  return path;
};

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: unknown } }[];
}

const lint = (project: string): readonly string[] => {
  const biome = join(dirname(require.resolve('@biomejs/biome/package.json')), 'bin/biome');
  const order = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.'];
  const { diagnostics }: Report = JSON.parse(run([biome, ...order], project));
  return diagnostics
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ location: { path } }) => String(path).replaceAll('\\', '/'));
};

/** A linter that found something exits with 1; what it found is what is asked for. */
const run = (argv: readonly string[], cwd: string): string => {
  try {
    return execFileSync(process.execPath, argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
};

describe('style 1: the linter keeps the layers apart', () => {
  const refused = refusedOf([...forbidden, ...allowed]);
  test.each(forbidden)('$file may not import $imports', (each) => expect(refused.has(each)).toBe(true));
  test.each(allowed)('$file may import $imports', (each) => expect(refused.has(each)).toBe(false));
});
