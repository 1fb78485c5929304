import {
  buildSchema,
  type FieldNode,
  getArgumentValues,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { createArguments, createVariables, type Values } from '../../../src/http/planned/coercion';

const schema = buildSchema(`
  enum Colour { RED GREEN }
  input Range { from: Int!, to: Int = 9 }
  type Query {
    found(id: ID!, size: Int = 25, ratio: Float, isOpen: Boolean, colour: Colour = RED, ids: [ID!], range: Range): String
  }`);

const operationOf = (source: string) => parse(source).definitions[0] as OperationDefinitionNode;

/** Values of every JSON type, such as fit some types and not others. */
const samples: readonly unknown[] = [
  'a',
  '',
  '7',
  'RED',
  'BLUE',
  7,
  7.5,
  2 ** 40,
  true,
  null,
  ['a'],
  [],
  { from: 1 },
  {},
];

const declarations = [
  '$id: ID!',
  '$id: ID',
  '$id: String!',
  '$id: Int',
  '$id: Int = 3',
  '$id: Float!',
  '$id: Boolean',
  '$id: Colour',
  '$id: Colour! = GREEN',
  '$id: [ID!]',
  '$id: Range',
  '$id: ID!, $colour: Colour',
];

describe.each(declarations)('variables declared as (%s)', (declared) => {
  const operation = operationOf(`query (${declared}) { found(id: "a") }`);
  const variablesOf = createVariables(schema, operation);
  const asGraphql = (given: Values) =>
    getVariableValues(schema, operation.variableDefinitions ?? [], given, { maxErrors: 1 }).coerced ?? null;

  it.each([...samples.map((id) => ({ id })), { id: 'a', colour: 'RED' }, { id: 'a', other: 1 }, {}])(
    'reads %j',
    (given) => {
      expect(variablesOf(given)).toStrictEqual(asGraphql(given));
    },
  );
});

it('takes a variable for what it is, whatever its name is', () => {
  const operation = operationOf('query ($__proto__: ID!, $constructor: ID) { found(id: $__proto__) }');
  const given = JSON.parse('{ "__proto__": "a" }');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  expect(createVariables(schema, operation)(given)).toStrictEqual(coerced);
});

describe.each([
  'found(id: "a")',
  'found(id: 7, size: 3, ratio: 1, isOpen: true, colour: GREEN, ids: "a", range: { from: 1 })',
  'found(id: $text, size: $number, colour: null)',
  'found(id: "a", ids: [$text], range: { from: $number })',
  'found(id: "a", ids: $list, range: { from: 1, to: null })',
  'found(id: $constructor)',
  'found(id: null)',
  'found',
])('the arguments of %s', (source) => {
  const [node] = operationOf(`{ ${source} }`).selectionSet.selections as readonly FieldNode[];
  const field = schema.getQueryType()?.getFields().found;
  const outcome = (read: () => Values) => {
    try {
      return { arguments: read() };
    } catch (error) {
      return { error: String(error) };
    }
  };

  it.each([
    { text: 'b', number: 4, list: ['c'] },
    { text: 'b' },
    { number: 4 },
    { text: null, number: null, list: null },
    {},
  ])('under %j', (variables) => {
    if (!field || !node) throw new Error('The schema has the field.');
    const argumentsUnder = createArguments(field, node);
    const expected = outcome(() => getArgumentValues(field, node, variables));
    expect(outcome(() => argumentsUnder(variables))).toStrictEqual(expected);
    expect(outcome(() => argumentsUnder(variables))).toStrictEqual(expected);
  });
});
