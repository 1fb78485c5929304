import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  isAbstractType,
  isCompositeType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What the fields of an operation are collected with. */
export interface Document {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A field of an operation, with all that a look-ahead over it needs; what a resolver is told, or a part of it. */
export type FieldInfo = Pick<
  GraphQLResolveInfo,
  'schema' | 'fragments' | 'variableValues' | 'fieldNodes' | 'parentType' | 'returnType'
> & {
  /**
   * What cannot differ from run to run, this very object standing for the field each time: what is selected below it, or
   * its own arguments as well.
   */
  readonly constant?: 'selection' | 'all';
};

/** The document of a field, with the variables of its operation. */
export const documentOf = ({ schema, fragments, variableValues }: FieldInfo): Document => ({
  schema,
  fragments,
  variables: variableValues,
});

/** The nodes that make up one field of the answer; several where the document names it more than once. */
export type FieldNodes = readonly [FieldNode, ...FieldNode[]];

/** The fields below `parents` for a row of that type by response key, as the executor collects them. */
export function collect(
  document: Document,
  type: GraphQLObjectType,
  parents: readonly FieldNode[],
): Map<string, FieldNodes> {
  const found = new Map<string, [FieldNode, ...FieldNode[]]>();
  const walk = { document, type, found, visited: new Set<string>() };
  for (const { selectionSet } of parents) if (selectionSet) collectInto(walk, selectionSet);
  return found;
}

interface Walk {
  readonly document: Document;
  readonly type: GraphQLObjectType;
  readonly found: Map<string, [FieldNode, ...FieldNode[]]>;
  /** Names of fragments: a second spread of one within the same object adds nothing. */
  readonly visited: Set<string>;
}

function collectInto(walk: Walk, { selections }: SelectionSetNode): void {
  for (const node of selections) {
    if (!isIncluded(walk.document, node)) continue;
    if (node.kind === Kind.FIELD) addField(walk, node);
    else collectFragment(walk, node);
  }
}

function addField({ found }: Walk, node: FieldNode): void {
  const key = node.alias?.value ?? node.name.value;
  const nodes = found.get(key);
  if (nodes) nodes.push(node);
  else found.set(key, [node]);
}

function collectFragment(walk: Walk, node: Exclude<SelectionNode, FieldNode>): void {
  if (node.kind === Kind.INLINE_FRAGMENT) {
    if (applies(walk, node.typeCondition?.name.value)) collectInto(walk, node.selectionSet);
    return;
  }
  const name = node.name.value;
  const fragment = walk.document.fragments[name];
  if (!fragment || walk.visited.has(name)) return;
  walk.visited.add(name);
  if (applies(walk, fragment.typeCondition.name.value)) collectInto(walk, fragment.selectionSet);
}

function applies({ document: { schema }, type }: Walk, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const other = schema.getType(condition);
  return isComposite(other) && isAbstractType(other) && schema.isSubType(other, type);
}

const isComposite = (type: unknown): type is GraphQLCompositeType => isCompositeType(type);

function isIncluded({ variables }: Document, node: SelectionNode): boolean {
  if (node.directives === undefined || node.directives.length === 0) return true;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}

/** Names of the variables that decide, through `@skip` and `@include`, what is selected below the fields; sorted. */
export const conditionsBelow = (nodes: readonly FieldNode[], fragments: Document['fragments']): readonly string[] =>
  [...new Set(selectionsBelow(nodes, fragments).flatMap(conditionsOn))].sort();

/** Whether a value of any variable is used below the fields, in an argument or a directive. */
export const hasVariablesBelow = (nodes: readonly FieldNode[], fragments: Document['fragments']): boolean =>
  selectionsBelow(nodes, fragments).some((node) =>
    [node, ...(node.directives ?? [])].some((one) =>
      ('arguments' in one ? (one.arguments ?? []) : []).some(({ value }) => holdsVariable(value)),
    ),
  );

/** Whether a value as the document has it is, or holds, one that only the request gives. */
export function holdsVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(holdsVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => holdsVariable(field.value));
  return value.kind === Kind.VARIABLE;
}

/** Everything that is selected below the fields, with what the fragments select that are spread there, each once. */
function selectionsBelow(nodes: readonly FieldNode[], fragments: Document['fragments']): readonly SelectionNode[] {
  const found: SelectionNode[] = [];
  const visited = new Set<string>();
  const queue = nodes.map(({ selectionSet }) => selectionSet);
  for (let set = queue.pop(); queue.length > 0 || set; set = queue.pop()) {
    for (const node of set?.selections ?? []) {
      found.push(node);
      if (node.kind !== Kind.FRAGMENT_SPREAD) queue.push(node.selectionSet);
      else if (!visited.has(node.name.value)) {
        visited.add(node.name.value);
        queue.push(fragments[node.name.value]?.selectionSet);
      }
    }
  }
  return found;
}

const conditionsOn = ({ directives }: SelectionNode): readonly string[] =>
  (directives ?? [])
    .filter(({ name }) => name.value === 'skip' || name.value === 'include')
    .flatMap(({ arguments: given }) => given ?? [])
    .flatMap(({ value }) => (value.kind === Kind.VARIABLE ? [value.name.value] : []));
