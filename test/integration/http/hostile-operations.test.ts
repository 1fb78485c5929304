import { getIntrospectionQuery } from 'graphql';
import { type Answer, closeServers, codeOf, post, startServer } from './a-server';

let url = '';

beforeAll(async () => {
  ({ url } = await startServer());
});

afterAll(closeServers);

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** `owner` in `owner`, so that field `id` lies `depth` levels deep below the root. */
const nested = (depth: number): string => `{ item ${'{ owner '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`;

const nestedValue = (depth: number): object => (depth === 1 ? { name: 'x' } : { and: [nestedValue(depth - 2)] });

const literal = (depth: number): string => `${'{ and: ['.repeat(depth / 2)}${'] }'.repeat(depth / 2)}`;

/** Each fragment spreads the next one twice: 2 to the power of `count` leaves in some hundred bytes. */
const bomb = (count: number): string =>
  `{ item { ...F0 } } ${times(count, (at) => `fragment F${at} on Item { ...F${at + 1} ...F${at + 1} }`)} fragment F${count} on Item { id }`;

const filterQuery = 'query ($filter: Filter) { find(filter: $filter) }';

interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: unknown;
  readonly code: string;
}

const attacks: readonly Attack[] = [
  { name: 'a fragment bomb', query: bomb(8), code: 'TOO_MANY_SELECTIONS' },
  { name: 'a deep fragment bomb', query: bomb(30), code: 'FRAGMENTS_NESTED_TOO_DEEP' },
  {
    name: 'a fragment that spreads itself',
    query: '{ item { ...A } } fragment A on Item { ...A }',
    code: 'FRAGMENT_CYCLE',
  },
  {
    name: 'fragments in a circle',
    query: '{ item { ...A } } fragment A on Item { owner { ...B } } fragment B on Item { owner { ...A } }',
    code: 'FRAGMENT_CYCLE',
  },
  { name: '20,000 aliases', query: `{ ${times(20_000, (at) => `a${at}:hello`)} }`, code: 'BODY_TOO_LARGE' },
  { name: '7,000 aliases', query: `{ ${times(7_000, (at) => `a${at}:hello`)} }`, code: 'TOO_MANY_TOKENS' },
  { name: '600 fields of the same name', query: `{ item { ${times(600, () => 'id')} } }`, code: 'TOO_MANY_SELECTIONS' },
  {
    name: 'inline fragments that overlap',
    query: `{ item { ${times(200, () => '... on Item { owner { id } }')} } }`,
    code: 'TOO_MANY_SELECTIONS',
  },
  { name: '1,000 directives', query: `{ hello ${times(500, () => '@mark')} }`, code: 'TOO_MANY_DIRECTIVES' },
  {
    name: 'directives spread over the document',
    query: `query @mark { item @mark { ${times(29, () => '... @mark { id }')} } }`,
    code: 'TOO_MANY_DIRECTIVES',
  },
  { name: '480 braces', query: `${'{ item '.repeat(480)}${'}'.repeat(480)}`, code: 'TOO_DEEP' },
  { name: '20,000 braces', query: '{ a '.repeat(20_000), code: 'TOO_MANY_TOKENS' },
  { name: '300 operations', query: times(300, (at) => `query Q${at} { hello }`), code: 'TOO_MANY_OPERATIONS' },
  {
    name: '100 fragments',
    query: `{ item { id } } ${times(100, (at) => `fragment F${at} on Item { id }`)}`,
    code: 'TOO_MANY_FRAGMENTS',
  },
  {
    name: 'lists in lists in lists',
    query:
      '{ items(first: 100) { nodes { children(first: 100) { nodes { children(first: 100) { nodes { id } } } } } } }',
    code: 'TOO_COSTLY',
  },
  {
    name: 'lists without a page size',
    query: '{ items(first: 100) { nodes { parts { parts { parts { parts { id } } } } } } }',
    code: 'TOO_COSTLY',
  },
  {
    name: 'a negative page size that would pay for the rest',
    query:
      '{ items(first: -100) { nodes { id } } more: items(first: 100) { nodes { children(first: 100) { nodes { id } } } } }',
    code: 'PAGE_SIZE_OUT_OF_RANGE',
  },
  {
    name: 'a negative page size in a variable',
    query: 'query ($first: Int) { items(first: $first) { nodes { id } } }',
    variables: { first: -1 },
    code: 'PAGE_SIZE_OUT_OF_RANGE',
  },
  {
    name: 'lists in lists by variables',
    query:
      'query ($n: Int!) { items(first: $n) { nodes { children(first: $n) { nodes { children(last: $n) { nodes { id } } } } } } }',
    variables: { n: 100 },
    code: 'TOO_COSTLY',
  },
  {
    name: 'variables 1,000 levels deep',
    query: filterQuery,
    variables: { filter: nestedValue(999) },
    code: 'VALUE_TOO_DEEP',
  },
  { name: 'a literal 200 levels deep', query: `{ find(filter: ${literal(200)}) }`, code: 'VALUE_TOO_DEEP' },
  {
    name: '20,000 values',
    query: filterQuery,
    variables: { filter: { and: Array.from({ length: 20_000 }, () => ({})) } },
    code: 'TOO_MANY_VALUES',
  },
  {
    name: 'a string of 40,000',
    query: filterQuery,
    variables: { filter: { name: 'x'.repeat(40_000) } },
    code: 'STRING_TOO_LONG',
  },
  { name: 'a constructor in a literal', query: '{ find(filter: { constructor: 1 }) }', code: 'NAME_NOT_ALLOWED' },
  {
    name: 'a list of operations (array batch)',
    query: '',
    code: 'BATCHING_NOT_SUPPORTED',
  },
];

const sent = ({ name, query, variables }: Attack): unknown =>
  name.includes('array batch') ? [{ query: '{ hello }' }, { query: '{ hello }' }] : { query, variables };

describe('hostile operations are refused with 4xx, at once (security.md 11)', () => {
  test.each(attacks)('$name -> $code', async (attack) => {
    const started = performance.now();
    const answer = await post(url, sent(attack));
    const tookMs = performance.now() - started;
    expect({ status: Math.floor(answer.status / 100), code: codeOf(answer) }).toEqual({ status: 4, code: attack.code });
    expect(answer.body.data).toBeUndefined();
    expect(tookMs).toBeLessThan(2_000);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('a key %s in the variables', async (key) => {
    const answer = await post(url, `{"query":"{ hello }","variables":{"filter":{"${key}":{"polluted":true}}}}`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'NAME_NOT_ALLOWED']);
    expect(answer.text).not.toContain('polluted');
  });

  test('what is refused names the limit and what was asked', async () => {
    const { body } = await post(url, { query: nested(13) });
    expect(body.errors?.[0]).toMatchObject({
      message: 'The document has 13 levels of fields; at most 12 are allowed. Split it up.',
      extensions: { code: 'TOO_DEEP', limit: 12, asked: 13 },
    });
  });

  test('nonsense of the largest size that passes the guard is answered in time by validation', async () => {
    const queries = [
      `{ ${times(499, (at) => `unknownField${at}`)} }`.replace('{', '{ item {').concat(' }'),
      `{ item { ${times(49, (at) => `...F${at}`)} } } ${times(49, (at) => `fragment F${at} on Item { owner { id name } ...F${at}x }`)}`,
      `{ item { ${times(120, () => 'owner { id parts { id } }')} } }`,
    ];
    const started = performance.now();
    for (const query of queries) await post(url, { query });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('both sides of each limit', () => {
  const passes = ({ status, body }: Answer) => status === 200 && body.errors === undefined;

  test.each<readonly [string, (size: number) => string, number, string]>([
    ['depth', nested, 12, 'TOO_DEEP'],
    ['aliases', (size) => `{ item { ${times(size, (at) => `a${at}: id`)} } }`, 30, 'TOO_MANY_ALIASES'],
    ['root fields', (size) => `{ ${times(size, () => 'hello')} }`, 20, 'TOO_MANY_ROOT_FIELDS'],
    ['directives', (size) => `{ hello ${times(size, () => '@mark')} }`, 30, 'TOO_MANY_DIRECTIVES'],
    ['selections', (size) => `{ item { ${times(size - 1, () => 'id')} } }`, 500, 'TOO_MANY_SELECTIONS'],
    ['operations', (size) => times(size, (at) => `query Q${at} { hello }`), 20, 'TOO_MANY_OPERATIONS'],
    [
      'fragments',
      (size) =>
        `{ item { ${times(size, (at) => `...F${at}`)} } } ${times(size, (at) => `fragment F${at} on Item { id }`)}`,
      50,
      'TOO_MANY_FRAGMENTS',
    ],
    [
      'fragments in each other',
      (size) =>
        `{ item { ...F1 } } ${times(size - 1, (at) => `fragment F${at + 1} on Item { ...F${at + 2} }`)} fragment F${size} on Item { id }`,
      10,
      'FRAGMENTS_NESTED_TOO_DEEP',
    ],
    ['page size', (size) => `{ items(first: ${size}) { nodes { id } } }`, 100, 'PAGE_SIZE_OUT_OF_RANGE'],
    ['depth of a literal', (size) => `{ find(filter: ${literal(size)}) }`, 10, 'VALUE_TOO_DEEP'],
  ])('%s', async (_name, query, limit, code) => {
    const operationName = 'Q0';
    const within = query(limit);
    const named = within.startsWith('query Q0') ? { operationName } : {};
    expect(passes(await post(url, { query: within, ...named }))).toBe(true);
    expect(codeOf(await post(url, { query: query(limit + (code === 'VALUE_TOO_DEEP' ? 2 : 1)), ...named }))).toBe(code);
  });

  test.each([0, 101])('a page of %d is refused by literal, by variable and by a variable default', async (size) => {
    const queries = [
      { query: `{ items(last: ${size}) { nodes { id } } }` },
      { query: 'query ($n: Int) { items(first: $n) { nodes { id } } }', variables: { n: size } },
      { query: `query ($n: Int = ${size}) { items(first: $n) { nodes { id } } }` },
    ];
    for (const one of queries) expect(codeOf(await post(url, one))).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });

  test.each([
    ['depth', { and: [{ and: [{ and: [{ and: [{}] }] }] }] }, true],
    ['depth', { and: [{ and: [{ and: [{ and: [{ and: [{}] }] }] }] }] }, false],
  ])('%s of a variable', async (_name, filter, isFine) => {
    expect(passes(await post(url, { query: filterQuery, variables: { filter } }))).toBe(isFine);
  });

  test('a string of 32 KiB passes, one character more does not', async () => {
    const query = 'query ($name: String) { hello(name: $name) }';
    expect(passes(await post(url, { query, variables: { name: 'x'.repeat(32 * 1024) } }))).toBe(true);
    expect(codeOf(await post(url, { query, variables: { name: 'x'.repeat(32 * 1024 + 1) } }))).toBe('STRING_TOO_LONG');
  });

  test('cost multiplies page sizes: a page of 100 with three levels and two nested lists passes with room to spare', async () => {
    const person = 'owner { id name }';
    const row = (inner: string) => `nodes { id name ${person} ${inner} }`;
    const page = `items(first: 100) { ${row(`${person} children { ${row('')} } more: children { ${row('')} }`)} }`;
    expect(passes(await post(url, { query: `{ ${page} }` }))).toBe(true);
    expect(codeOf(await post(url, { query: `{ ${page} again: ${page} more: ${page} }` }))).toBe('TOO_COSTLY');
  });

  test("the schema's own page size counts where none is given", async () => {
    const query = (field: string) =>
      `{ ${field} { nodes { children(first: 100) { nodes { children { nodes { id } } } } } } }`;
    expect(passes(await post(url, { query: query('itemsOfTen') }))).toBe(true);
    expect(codeOf(await post(url, { query: query('items') }))).toBe('TOO_COSTLY');
  });

  test("GraphiQL's introspection passes", async () => {
    const query = getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
    });
    expect(passes(await post(url, { query }))).toBe(true);
  });

  test('introspection that goes round in circles does not', async () => {
    const query = `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`;
    expect(codeOf(await post(url, { query }))).toBe('GRAPHQL_VALIDATION_FAILED');
    const deep = `{ __type(name: "Item") { ${'ofType { '.repeat(15)} name ${'}'.repeat(15)} } }`;
    expect(codeOf(await post(url, { query: deep }))).toBe('TOO_DEEP');
  });
});
