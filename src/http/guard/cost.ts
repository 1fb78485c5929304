import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits';
import { type PageSize, pageSizesOf, resolvePageSize, type Variables } from './page-size';
import { beyondLimit } from './refusal';

/**
 * Cost of a selection set: a fixed part, and parts that are multiplied by a page size only a request's variables give.
 *
 * Worked out once per document; evaluating it for one request touches nothing but the page sizes. That is why this is
 * not graphql-query-complexity, which walks the document with graphql-js's TypeInfo again for every request.
 */
export interface Cost {
  readonly fixed: number;
  readonly perPage: readonly { readonly size: PageSize; readonly cost: Cost }[];
}

interface Terrain {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  readonly limits: Limits;
}

const nothing: Cost = { fixed: 0, perPage: [] };
/** An object is a row somewhere; a leaf is a column of it. */
const leafCost: Cost = { fixed: 0.1, perPage: [] };
/** Introspection reads no rows; what it may grow to is bounded by depth and selections. */
const introspectionCost: Cost = { fixed: 100, perPage: [] };

/**
 * Prepares the cost of an operation of a valid document.
 *
 * A field that takes `first` or `last` multiplies what lies in its lists (`nodes`, `edges`, or itself when it is a list)
 * by the page size; any other list of objects counts what its field states as `listSize` among its extensions, else
 * `assumedListSize`. `@skip` and `@include` change nothing, and all
 * branches of an abstract type are summed: the estimate errs upwards. Throws `PAGE_SIZE_OUT_OF_RANGE`.
 */
export function costOf(operation: OperationDefinitionNode, terrain: Omit<Terrain, 'operation'>): Cost {
  const root = terrain.schema.getRootType(operation.operation);
  if (!root) return nothing;
  return costOfSet(operation.selectionSet, root, null, { ...terrain, operation });
}

/** The error of an operation that costs more than `maxCost` under these variables, or null. */
export function faultInCost(cost: Cost, variables: Variables, limits: Limits): GraphQLError | null {
  const asked = Math.ceil(evaluate(cost, variables, limits));
  if (asked <= limits.maxCost) return null;
  const message = `The operation may bring back ${asked} objects; at most ${limits.maxCost} are allowed. Ask for smaller pages or fewer nested lists.`;
  return beyondLimit('TOO_COSTLY', message, limits.maxCost, asked);
}

function evaluate({ fixed, perPage }: Cost, variables: Variables, limits: Limits): number {
  let sum = fixed;
  for (const { size, cost } of perPage)
    sum += resolvePageSize(size, variables, limits) * evaluate(cost, variables, limits);
  return sum;
}

/** `page` is the page size that the field above has set for its own lists. */
function costOfSet(set: SelectionSetNode, type: GraphQLNamedType, page: PageSize | null, terrain: Terrain): Cost {
  return set.selections.reduce((sum, selection) => plus(sum, costOfSelection(selection, type, page, terrain)), nothing);
}

function costOfSelection(node: SelectionNode, type: GraphQLNamedType, page: PageSize | null, terrain: Terrain): Cost {
  if (node.kind === Kind.FIELD) return costOfField(node, type, page, terrain);
  const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : terrain.fragments.get(node.name.value);
  if (fragment === undefined) return nothing;
  const condition = fragment.typeCondition?.name.value;
  const narrowed = condition === undefined ? type : (terrain.schema.getType(condition) ?? type);
  return costOfSet(fragment.selectionSet, narrowed, page, terrain);
}

function costOfField(node: FieldNode, type: GraphQLNamedType, page: PageSize | null, terrain: Terrain): Cost {
  const name = node.name.value;
  if (name === '__schema' || name === '__type') return introspectionCost;
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  if (field === undefined || node.selectionSet === undefined || isLeafType(getNamedType(field.type))) return leafCost;
  const [own = null, ...others] = pageSizesOf(node, field, terrain.operation, terrain.limits);
  const bare = isNonNullType(field.type) ? field.type.ofType : field.type;
  const inner = costOfSet(node.selectionSet, getNamedType(field.type), isListType(bare) ? null : own, terrain);
  if (!isListType(bare)) return [own, ...others].reduce(checked, plusOne(inner));
  return others.reduce(
    checked,
    times(own ?? page ?? statedSize(field) ?? terrain.limits.assumedListSize, plusOne(inner)),
  );
}

/** The size of a list that its input decides: the largest that passes. */
const statedSize = ({ extensions: { listSize } }: GraphQLField<unknown, unknown>): number | null =>
  typeof listSize === 'number' ? listSize : null;

/** Adds nothing to the cost, but has the size looked at when the variables are known, whatever is selected below it. */
function checked(cost: Cost, size: PageSize | null): Cost {
  return size === null || typeof size === 'number'
    ? cost
    : plus(cost, { fixed: 0, perPage: [{ size, cost: nothing }] });
}

function plusOne({ fixed, perPage }: Cost): Cost {
  return { fixed: fixed + 1, perPage };
}

function plus(one: Cost, other: Cost): Cost {
  if (other.perPage.length === 0) return { fixed: one.fixed + other.fixed, perPage: one.perPage };
  return { fixed: one.fixed + other.fixed, perPage: [...one.perPage, ...other.perPage] };
}

function times(size: PageSize, cost: Cost): Cost {
  if (typeof size === 'number' && cost.perPage.length === 0) return { fixed: size * cost.fixed, perPage: [] };
  return { fixed: 0, perPage: [{ size, cost }] };
}
