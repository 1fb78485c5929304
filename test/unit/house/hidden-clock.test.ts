import { nodesOf, read, type SyntaxNode, sourcesIn } from './source';

/** Times and randomness come in as arguments (`now`, `newId`); SQL gets the instant as a parameter. */
const forbiddenMembers = ['Date.now', 'Math.random', 'performance.now', 'process.hrtime', 'crypto.randomUUID'];
const forbiddenInText =
  /\b(now\(\)|clock_timestamp|current_timestamp|current_date|statement_timestamp|gen_random_uuid)/i;

interface Identifier {
  readonly value?: unknown;
}
const nameOf = (node: unknown): unknown => (node as Identifier | null | undefined)?.value;

const offenceOf = (node: SyntaxNode): string | null => {
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
    return Array.isArray(node.arguments) && node.arguments.length > 0 ? null : 'new Date()';
  }
  if (node.type === 'MemberExpression') {
    const member = `${nameOf(node.object)}.${nameOf(node.property)}`;
    return forbiddenMembers.includes(member) ? member : null;
  }
  const text = node.type === 'TemplateElement' ? node.raw : node.type === 'StringLiteral' ? node.value : null;
  return typeof text === 'string' ? (forbiddenInText.exec(text)?.[0] ?? null) : null;
};

const offencesIn = (text: string): readonly string[] => nodesOf(text).flatMap((node) => offenceOf(node) ?? []);

test.each(['domain', 'commands', 'queries'])('style 4: src/%s holds no hidden clock and no chance', (folder) => {
  const files = sourcesIn(`src/${folder}`);
  expect(files.length).toBeGreaterThan(5);
  expect(files.flatMap((file) => offencesIn(read(file)).map((offence) => `${file}: ${offence}`))).toEqual([]);
});

test.each([
  ['const a = new Date();', 'new Date()'],
  ['const a = new Date;', 'new Date()'],
  ['const a = { b: [() => Date.now()] };', 'Date.now'],
  ['const a = Math.random() * 2;', 'Math.random'],
  ['const a = sql`select now() as x`;', 'now()'],
  ["const a = 'span @> CLOCK_TIMESTAMP()';", 'CLOCK_TIMESTAMP'],
])('the search finds: %s', (text, offence) => expect(offencesIn(text)).toEqual([offence]));

test.each(['const a = new Date(b);', 'const a = b.now;', '// new Date()', 'const a = Date.parse(b);'])(
  'the search passes over: %s',
  (text) => expect(offencesIn(text)).toEqual([]),
);
