import { readdirSync } from 'node:fs';
import { read, root, sourcesIn } from './source';

const ignored = read('.gitignore').split('\n').filter(Boolean);
const isIgnored = (name: string): boolean =>
  ignored.some((rule) => rule.replace(/\/$/, '') === name || (rule.startsWith('*') && name.endsWith(rule.slice(1))));

test('design 1: the top of the repository holds what it may and nothing else', () => {
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'schema.graphql', 'codegen.yml'];
  const expected = [...files, 'README.md', 'LICENSE', 'src', 'migrations', 'test'];
  const found = readdirSync(root).filter((name) => !name.startsWith('.') && !isIgnored(name));
  expect(found.sort()).toEqual(expected.sort());
});

const lines = (path: string): number => read(path).split('\n').length - 1;

/** A table of cases may be longer than code, and is read by its titles. */
test.each([
  { folders: ['src', 'migrations'], longest: 250 },
  { folders: ['test/bench', 'test/e2e', 'test/integration', 'test/support', 'test/unit'], longest: 350 },
])('style 6: no file of $folders is longer than $longest lines', ({ folders, longest }) => {
  const files = folders.flatMap(sourcesIn);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => lines(file) > longest)).toEqual([]);
});

test('style 6: file names are kebab-case, with a dot before the kind', () => {
  const names = ['src', 'test/unit', 'test/integration', 'test/e2e', 'test/support', 'test/bench'].flatMap(sourcesIn);
  expect(names.filter((path) => !/\/[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(path))).toEqual([]);
});

test('style 1: no barrel files', () => {
  expect(sourcesIn('src').filter((path) => path.endsWith('/index.ts'))).toEqual([]);
});

test('style 5: migrations are numbered without a gap, and each is shipped in its turn', () => {
  const numbered = sourcesIn('migrations').filter((path) => !path.endsWith('/index.ts'));
  expect(numbered.map((path) => path.slice('migrations/'.length, 'migrations/0000'.length))).toEqual(
    numbered.map((_, index) => String(index + 1).padStart(4, '0')),
  );
  const shipped = [...read('migrations/index.ts').matchAll(/from '\.\/(.+)'/g)].map(
    ([, name]) => `migrations/${name}.ts`,
  );
  expect(shipped).toEqual(numbered);
});
