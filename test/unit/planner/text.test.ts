import fc from 'fast-check';
import {
  buildSchema,
  GraphQLID,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  isEnumType,
  parse,
} from 'graphql';
import { cellText } from '../../../src/queries/planner/text/cell-text';
import { KeptTexts } from '../../../src/queries/planner/text/kept-texts';
import { quote } from '../../../src/queries/planner/text/quote';
import { Unwritable } from '../../../src/queries/planner/text/unwritable';
import { isPlain, valueText } from '../../../src/queries/planner/text/value-text';

test('a text is quoted as JSON.stringify quotes it, lone surrogates and control characters included', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => quote(text) === JSON.stringify(text)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      return quote(text) === JSON.stringify(text);
    }),
  );
});

const schema = buildSchema(`
  enum Colour { red green }
  type Thing { id: ID! colour: Colour sizes: [Int!]! names: [String!] inner: Thing with(argument: Int): String }
  type Query { thing: Thing }`);

function writer(selection: string) {
  const document = { schema, fragments: {}, variables: {} };
  const [operation] = parse(`{ thing ${selection} }`).definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('An operation was written.');
  const [field] = operation.selectionSet.selections;
  const type = schema.getType('Thing');
  if (field?.kind !== 'Field' || !(type instanceof GraphQLObjectType)) throw new Error('A field was written.');
  return valueText(document, { type, nodes: [field] });
}

describe('the text of a plain value', () => {
  test('has what is selected, in that order, under its aliases', () => {
    const write = writer('{ sizes b: id __typename inner { colour id } a: colour }');
    const value = { id: 7, colour: 'red', sizes: [1, 2], inner: { id: '"', colour: null }, more: 'unasked' };
    const text = '{"sizes":[1,2],"b":"7","__typename":"Thing","inner":{"colour":null,"id":"\\""},"a":"red"}';
    expect(write(value)).toBe(text);
    expect(write(null)).toBe('null');
  });

  test.each([
    ['null where there must be a value', '{ id }', { id: null }],
    ['null within a list of values', '{ sizes }', { sizes: [1, null] }],
    ['no list for a list', '{ sizes }', { sizes: 3 }],
    ['a field with arguments, which its resolver answers', '{ with(argument: 1) }', { with: 'x' }],
  ])('is the executor’s for %s', (_what, selection, value) => {
    expect(() => writer(selection)(value)).toThrow(Unwritable);
  });

  test('is the executor’s for a value that is none of the enum', () => {
    expect(() => writer('{ colour }')({ colour: 'blue' })).toThrow('Enum "Colour" cannot represent value');
  });
});

test('a list of text passes through as PostgreSQL wrote it, unless it may differ from what JSON.stringify writes', () => {
  const type = schema.getType('Thing');
  const names = type instanceof GraphQLObjectType ? type.getFields().names : undefined;
  if (!names) throw new Error('Thing has names.');
  const write = cellText('list', 'text', names.type, (value) => `rewritten ${JSON.stringify(value)}`);
  expect(write('["a","ü, \'b\'"]')).toBe('["a","ü, \'b\'"]');
  expect(write('["a\\u0001"]')).toBe('rewritten ["a\\u0001"]');
  expect(write('["a",null]')).toBe('rewritten ["a",null]');
});

describe('the text of a cell', () => {
  const common = (value: unknown) => `common ${JSON.stringify(value)}`;
  const when = new GraphQLScalarType({ name: 'When' });
  const year = new GraphQLScalarType({ name: 'Year', serialize: (value) => String(value).slice(0, 4) });

  test('is the instant, where its type gives it as it is', () => {
    const written = '2022-04-10 00:00:00.1+00';
    expect(cellText('instant', 'text', when, common)(written)).toBe('"2022-04-10T00:00:00.1Z"');
    expect(cellText('instant', 'text', year, common)(written)).toBe('common "2022-04-10T00:00:00.1Z"');
    expect(cellText('instant', 'text', when, common)(null)).toBe('common null');
    expect(() => cellText('instant', 'text', new GraphQLNonNull(when), () => 'null')(null)).toThrow(Unwritable);
  });

  test('is the name of the enum’s value, where it has that value', () => {
    const colour = schema.getType('Colour');
    if (!isEnumType(colour)) throw new Error('Colour is an enum.');
    const write = cellText('text', 'text', colour, common);
    expect([write('red'), write('blue'), write(null)]).toEqual(['"red"', 'common "blue"', 'common null']);
  });

  test('is a key’s between quotation marks', () =>
    expect(cellText('uuid', 'text', GraphQLID, common)('019b76d8-d340-7840-8891-86e928035140')).toBe(
      '"019b76d8-d340-7840-8891-86e928035140"',
    ));
});

test('a field is plain when it gives the property of its name and looks at nothing else', () => {
  const field = (resolve: (source: { x: unknown }, args: object, context: { y: object }) => unknown) => {
    const type = buildSchema('type Query { x: Int }').getQueryType();
    const x = type?.getFields().x;
    if (!x) throw new Error('Query has x.');
    return isPlain(Object.assign(x, { resolve }));
  };
  expect(field(({ x }) => x)).toBe(true);
  expect(field(async ({ x }) => x)).toBe(false);
  expect(field(({ x }) => [x])).toBe(false);
  expect(field((_source, _args, { y }) => y.toString())).toBe(false);
});

test('what is kept is found by key and maker, and the oldest goes when it comes to too much', () => {
  const kept = new KeptTexts();
  const [one, other] = [{}, {}];
  kept.keep(one, 'row 1', 'a');
  kept.keep(other, 'row 1', 'b');
  expect([kept.find(one, 'row 1'), kept.find(other, 'row 1'), kept.find(one, 'row 2')]).toEqual(['a', 'b', undefined]);
  const large = 'x'.repeat(7 * 1024 * 1024);
  kept.keep(one, 'row 2', large);
  kept.find(one, 'row 1');
  kept.keep(one, 'row 3', large);
  kept.keep(one, 'row 4', large);
  expect([1, 2, 3, 4].map((row) => kept.find(one, `row ${row}`)?.length)).toEqual([
    1,
    undefined,
    large.length,
    large.length,
  ]);
});
