import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from './limits';
import { beyondLimit, type LimitCode } from './refusal';
import { checkDirectives, checkLiteral } from './values';

/** Size of a selection set with its fragments expanded; may be Infinity for a fragment bomb, which is then refused. */
interface Size {
  readonly rootFields: number;
  readonly selections: number;
  readonly depth: number;
  readonly fragmentNesting: number;
}

interface Survey {
  readonly limits: Limits;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Sizes of fragments met so far, so that each is walked once; null while its own walk is under way. */
  readonly sizes: Map<string, Size | null>;
  aliases: number;
  directives: number;
  selections: number;
}

const empty: Size = { rootFields: 0, selections: 0, depth: 0, fragmentNesting: 0 };

/**
 * Throws a `LimitCode` error when a document is larger than the limits allow, whatever the schema.
 *
 * Runs before validation, because some of graphql-js's rules take time in the square of what is counted here, and does
 * so in time linear in the document: a fragment is measured once, however often it is spread (security.md 11).
 */
export function checkDocumentSize(document: DocumentNode, limits: Limits): void {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  hold('TOO_MANY_OPERATIONS', 'operations', operations.length, limits.maxOperations);
  hold('TOO_MANY_FRAGMENTS', 'fragments', fragments.length, limits.maxFragments);
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const survey: Survey = { limits, fragments: byName, sizes: new Map(), aliases: 0, directives: 0, selections: 0 };
  for (const { name } of fragments) sizeOfFragment(name.value, survey);
  for (const operation of operations) checkOperation(operation, survey);
  hold('TOO_MANY_ALIASES', 'aliases', survey.aliases, limits.maxAliases);
  hold('TOO_MANY_DIRECTIVES', 'directives', survey.directives, limits.maxDirectives);
  hold('TOO_MANY_SELECTIONS', 'fields and fragments', survey.selections, limits.maxSelections);
}

function checkOperation(operation: OperationDefinitionNode, survey: Survey): void {
  const { limits } = survey;
  countDirectives(operation, survey);
  for (const variable of operation.variableDefinitions ?? []) {
    countDirectives(variable, survey);
    if (variable.defaultValue !== undefined) checkLiteral(variable.defaultValue, limits);
  }
  const size = sizeOfSet(operation.selectionSet, survey);
  hold('TOO_MANY_SELECTIONS', 'fields with its fragments expanded', size.selections, limits.maxSelections);
  hold('TOO_MANY_ROOT_FIELDS', 'fields at the root', size.rootFields, limits.maxRootFields);
  hold('TOO_DEEP', 'levels of fields', size.depth, limits.maxDepth);
}

function sizeOfSet({ selections }: SelectionSetNode, survey: Survey): Size {
  let sum = empty;
  for (const selection of selections) sum = plus(sum, sizeOfSelection(selection, survey));
  return sum;
}

function sizeOfSelection(selection: SelectionNode, survey: Survey): Size {
  survey.selections += 1;
  countDirectives(selection, survey);
  if (selection.kind === Kind.FIELD) return sizeOfField(selection, survey);
  const inner =
    selection.kind === Kind.INLINE_FRAGMENT
      ? sizeOfSet(selection.selectionSet, survey)
      : sizeOfFragment(selection.name.value, survey);
  return { ...inner, selections: inner.selections + 1 };
}

function sizeOfField(field: FieldNode, survey: Survey): Size {
  if (field.alias !== undefined) survey.aliases += 1;
  for (const argument of field.arguments ?? []) checkLiteral(argument.value, survey.limits);
  const inner = field.selectionSet === undefined ? empty : sizeOfSet(field.selectionSet, survey);
  const below = { rootFields: 1, selections: inner.selections + 1, fragmentNesting: inner.fragmentNesting };
  if (field.name.value !== '__schema' && field.name.value !== '__type') return { ...below, depth: inner.depth + 1 };
  hold('TOO_DEEP', 'levels of introspection', inner.depth + 1, survey.limits.maxIntrospectionDepth);
  return { ...below, depth: 1 };
}

/** A fragment that is not there counts nothing: validation names it. */
function sizeOfFragment(name: string, survey: Survey): Size {
  const known = survey.sizes.get(name);
  if (known === null) throw beyondLimit('FRAGMENT_CYCLE', `Fragment ${name} spreads itself. Break the circle.`);
  const fragment = survey.fragments.get(name);
  if (known !== undefined || fragment === undefined) return known ?? empty;
  survey.sizes.set(name, null);
  countDirectives(fragment, survey);
  const inner = sizeOfSet(fragment.selectionSet, survey);
  const size = { ...inner, fragmentNesting: inner.fragmentNesting + 1 };
  const { maxFragmentNesting } = survey.limits;
  hold('FRAGMENTS_NESTED_TOO_DEEP', 'fragments inside each other', size.fragmentNesting, maxFragmentNesting);
  survey.sizes.set(name, size);
  return size;
}

function countDirectives({ directives }: Pick<SelectionNode, 'directives'>, survey: Survey): void {
  if (directives === undefined || directives.length === 0) return;
  survey.directives += directives.length;
  checkDirectives(directives, survey.limits);
}

function plus(one: Size, other: Size): Size {
  return {
    rootFields: one.rootFields + other.rootFields,
    selections: one.selections + other.selections,
    depth: Math.max(one.depth, other.depth),
    fragmentNesting: Math.max(one.fragmentNesting, other.fragmentNesting),
  };
}

function hold(code: LimitCode, what: string, asked: number, limit: number): void {
  if (asked <= limit) return;
  throw beyondLimit(
    code,
    `The document has ${asked} ${what}; at most ${limit} are allowed. Split it up.`,
    limit,
    asked,
  );
}
