import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collect, type Document, type FieldInfo, hasVariablesBelow } from '../../queries/planner/collect';
import { PlannedRecord, type PlannedRoot, plannedRootOf, type RootRead } from '../../queries/planner/planned-root';
import type { RecordQuestion } from '../../queries/planner/record-question';
import type { Question } from '../../queries/planner/shape';
import { createArguments, createVariables, type Values } from './coercion';

/** A root field whose whole answer is one planned read. */
export interface RootField {
  readonly key: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly field: GraphQLField<unknown, unknown>;
  readonly root: PlannedRoot | PlannedRecord;
  /** Its arguments under the operation's variables; throws where they cannot be coerced. */
  readonly argumentsUnder: (variables: Values) => Values;
  /** The same for every request, where no variable is used below the field. */
  readonly info: FieldInfo | null;
}

/** A root field under the values of one request. */
export interface RootCall {
  readonly field: RootField;
  readonly read: Read;
  readonly info: FieldInfo;
}

/** What is asked for, of which question. */
export type Read =
  | { readonly is: 'object'; readonly question: Question; readonly asked: RootRead }
  | { readonly is: 'record'; readonly question: RecordQuestion; readonly values: readonly string[] }
  /** The arguments are refused, with the error that the resolver would throw. */
  | { readonly is: 'refused'; readonly error: unknown };

/** An operation of a document; its root fields depend on variables only where directives say so. */
interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly fragments: Document['fragments'];
  /** Null where a variable cannot be coerced. */
  readonly variablesOf: (given: Values) => Values | null;
  /** Null where the root fields have to be collected for each request. */
  readonly fields: readonly RootField[] | null | undefined;
}

/** Finds what an operation reads under its variables; null where it is the executor's to answer. */
export type PlanOperation = (
  document: DocumentNode,
  operationName: string | null,
  variables: Values,
) => readonly RootCall[] | null;

/**
 * Takes operations apart for one schema: queries whose root fields are planned reads, each of them.
 *
 * Everything else gives null: other kinds of operations, `__typename` and introspection at the root, fields that only
 * their resolvers answer, and variables or arguments that cannot be coerced, whose errors the executor words. What is
 * known of a document is kept with it, for as long as it lives.
 */
export function createPlanOperation(schema: GraphQLSchema): PlanOperation {
  const known = new WeakMap<DocumentNode, Map<string, Operation | null>>();
  const query = schema.getQueryType();
  const constant = new WeakMap<Operation, readonly RootCall[]>();
  const find = (document: DocumentNode, name: string | null): Operation | null => {
    const operations = known.get(document) ?? new Map<string, Operation | null>();
    const found = operations.get(name ?? '');
    if (found !== undefined) return found;
    const operation = query ? readOperation(schema, query, document, name) : null;
    known.set(document, operations.set(name ?? '', operation));
    return operation;
  };
  return (document, name, given) => {
    const operation = find(document, name);
    if (!operation || !query) return null;
    const same = constant.get(operation);
    if (same) return same;
    const { definition, fragments } = operation;
    const variables = operation.variablesOf(given);
    if (!variables) return null;
    const under = { schema, fragments, variables };
    const isConstant = hasNoVariables(definition);
    const fields = operation.fields ?? rootFields(query, definition, under, isConstant ? 'all' : undefined);
    const calls = fields && callsOf(fields, query, under);
    if (calls && isConstant) constant.set(operation, calls);
    return calls;
  };
}

function readOperation(
  schema: GraphQLSchema,
  query: GraphQLObjectType,
  document: DocumentNode,
  name: string | null,
): Operation | null {
  const definition = getOperationAST(document, name);
  if (definition?.operation !== 'query') return null;
  const fragments = Object.fromEntries(
    document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])),
  );
  const operation = { definition, fragments, variablesOf: createVariables(schema, definition) };
  if (!isFixed(definition)) return { ...operation, fields: null };
  const constant = hasNoVariables(definition) ? 'all' : 'selection';
  const fields = rootFields(query, definition, { schema, fragments, variables: {} }, constant);
  return fields && { ...operation, fields };
}

/** Names of the query's fields that only the executor answers, in alphabetical order. */
export const executorsFields = (schema: GraphQLSchema): readonly string[] =>
  Object.values(schema.getQueryType()?.getFields() ?? {})
    .filter((field) => plannedRootOf(field) === null)
    .map(({ name }) => name)
    .sort();

/** Whether no directive and no fragment stands at the root. */
const isFixed = ({ selectionSet: { selections } }: OperationDefinitionNode): boolean =>
  selections.every(({ kind, directives }) => kind === Kind.FIELD && (directives ?? []).length === 0);

const hasNoVariables = ({ variableDefinitions = [] }: OperationDefinitionNode): boolean =>
  variableDefinitions.length === 0;

/** `constant` says what is the same for every request of fields that are kept, unless variables are used below them. */
function rootFields(
  query: GraphQLObjectType,
  { selectionSet }: OperationDefinitionNode,
  document: Document,
  constant: FieldInfo['constant'],
): readonly RootField[] | null {
  const root: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet };
  const fields: RootField[] = [];
  for (const [key, nodes] of collect(document, query, [root])) {
    const field = query.getFields()[nodes[0].name.value];
    const planned = field && plannedRootOf(field);
    if (!field || !planned) return null;
    const isSame = constant !== undefined && !hasVariablesBelow(nodes, document.fragments);
    const info = isSame ? { ...infoOf({ nodes, field }, query, document), constant } : null;
    fields.push({ key, nodes, field, root: planned, argumentsUnder: createArguments(field, nodes[0]), info });
  }
  return fields;
}

function callsOf(
  fields: readonly RootField[],
  query: GraphQLObjectType,
  document: Document,
): readonly RootCall[] | null {
  try {
    return fields.map((field): RootCall => {
      const read = readOf(field.root, field.argumentsUnder(document.variables));
      return { field, read, info: field.info ?? infoOf(field, query, document) };
    });
  } catch {
    // An argument that cannot be coerced: the executor runs into it again, and answers it.
    return null;
  }
}

const infoOf = (
  { nodes, field }: Pick<RootField, 'nodes' | 'field'>,
  parentType: GraphQLObjectType,
  { schema, fragments, variables }: Document,
): FieldInfo => ({
  schema,
  fragments,
  variableValues: variables,
  fieldNodes: nodes,
  parentType,
  returnType: field.type,
});

function readOf(root: RootField['root'], args: Readonly<Record<string, unknown>>): Read {
  if (!(root instanceof PlannedRecord)) return { is: 'object', question: root.question, asked: root.read(args) };
  try {
    return { is: 'record', question: root.question, values: root.read(args) };
  } catch (error) {
    return { is: 'refused', error };
  }
}
