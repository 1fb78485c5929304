import { nodesOf, read, type SyntaxNode, sourcesIn } from './source';

interface Import {
  readonly typeOnly?: boolean;
  readonly source?: { readonly value?: string };
  readonly specifiers?: readonly { readonly isTypeOnly?: boolean }[];
}

/** What a text imports from storage at run time; a dynamic import counts, as it has no types. */
const storageAtRunTime = (text: string): readonly string[] =>
  nodesOf(text).flatMap((node) => {
    const path = pathOf(node);
    return path !== undefined && /(^|\/)storage\//.test(path) && !isForTypes(node as Import) ? [path] : [];
  });

const pathOf = (node: SyntaxNode): string | undefined => {
  if (['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(String(node.type))) {
    return (node as Import).source?.value;
  }
  const [first] = node.type === 'CallExpression' ? (node.arguments as readonly SyntaxNode[]) : [];
  const { type, value } = (first?.expression ?? {}) as SyntaxNode;
  return type === 'StringLiteral' ? String(value) : undefined;
};

const isForTypes = ({ typeOnly, specifiers = [] }: Import): boolean =>
  typeOnly === true || (specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly === true));

test('style 1: commands import storage only as types', () => {
  const files = sourcesIn('src/commands');
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((file) => storageAtRunTime(read(file)).map((path) => `${file}: ${path}`))).toEqual([]);
});

test.each([
  "import { save } from '../storage/save';",
  "import { type Tx, save } from '../storage/save';",
  "import * as save from '../storage/save';",
  "import '../storage/save';",
  "export { save } from '../storage/save';",
  "export * from '../storage/save';",
  "const save = await import('../storage/save');",
  "const save = require('../storage/save');",
])('the search finds: %s', (text) => expect(storageAtRunTime(text)).toEqual(['../storage/save']));

test.each([
  "import type { Tx } from '../storage/transaction';",
  "import { type Tx, type Transact } from '../storage/transaction';",
  "import { decide } from '../domain/approval';",
])('the search passes over: %s', (text) => expect(storageAtRunTime(text)).toEqual([]));
