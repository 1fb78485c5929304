import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { walk } from '../../../src/demo/walk';
import { nodesOf, read, root, sourcesIn } from './source';

const readme = read('README.md');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
const variable = /^[A-Z][A-Z0-9_]+$/;

/** The first cells of the table below a heading of README. */
const cellsOf = (heading: string): readonly string[] => {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell ?? '');
};

/** The names of `config.ts`'s object of environment variables. */
const variablesRead = nodesOf(read('src/config.ts'))
  .filter(({ type }) => type === 'KeyValueProperty')
  .map(({ key }) => String((key as { readonly value?: unknown }).value))
  .filter((name) => variable.test(name));

test('README lists every variable of the configuration, in the order of config.ts', () => {
  expect(variablesRead.length).toBeGreaterThan(10);
  expect(cellsOf('Configure it')).toEqual(variablesRead);
});

test.each(walk())('README shows the command for: $says', ({ says, command }) => {
  expect(readme).toContain(`# ${says}\n${command}\n`);
});

test('every folder of src is on the map of README, and nothing else is', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const expected = [...folders.map(({ name }) => `src/${name}`), 'migrations', 'test'];
  expect([...cellsOf("A request's way")].sort()).toEqual(expected.sort());
});

test('README, the CI and every text of the program name only npm scripts that exist', () => {
  const files = ['README.md', '.ci/run', ...sourcesIn('src')];
  const named = files.flatMap((path) =>
    [...read(path).matchAll(/\bnpm (?:run (?:--silent )?([\w:]+)|(start|test)\b)/g)].map(([, name, short]) => ({
      path,
      script: name ?? short ?? '',
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ script }) => !scripts.includes(script))).toEqual([]);
});
