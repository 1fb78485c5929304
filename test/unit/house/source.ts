import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from '@swc/core';

/** The top folder of the repository. */
export const root = join(__dirname, '../../..');

/** The text of a file, by its path below {@link root}. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Paths below {@link root}, with slashes, of the TypeScript files in a folder and the folders below it. */
export const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'))
    .sort();

/** A node of the syntax tree, whatever its kind. */
export type SyntaxNode = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is SyntaxNode => typeof value === 'object' && value !== null;

/** Every node of a TypeScript text's syntax tree, comments left out, in no order. */
export const nodesOf = (text: string): readonly SyntaxNode[] =>
  nodesBelow(parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2023' }));

const nodesBelow = (value: unknown): readonly SyntaxNode[] => {
  if (!isNode(value)) return [];
  const below = Object.values(value).flatMap(nodesBelow);
  return typeof value.type === 'string' ? [value, ...below] : below;
};
