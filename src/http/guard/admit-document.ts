import { createHash } from 'node:crypto';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { type Cost, costOf } from './cost';
import { checkDocumentSize } from './document-size';
import type { Limits } from './limits';
import { beyondLimit, refusedByLimit, refusedRequest, type Verdict } from './refusal';

/** One operation of an admitted document. */
export interface AdmittedOperation {
  readonly type: OperationTypeNode;
  readonly cost: Cost;
}

/** A document that is within the limits and valid for the schema, with what every request for it needs. */
export interface AdmittedDocument {
  readonly source: string;
  /** SHA-256 of the source, lower-case hex: its name as a persisted query and in Apollo's document store. */
  readonly hash: string;
  readonly document: DocumentNode;
  /** By name; the anonymous one has the name ''. */
  readonly operations: ReadonlyMap<string, AdmittedOperation>;
}

/** A caller who sends nonsense gets enough errors to see it; finding and wording them costs time. */
const maxValidationErrors = 20;

/**
 * Judges a document by itself: syntax, size, validity, and literal page sizes, in this order, so that no step meets what
 * an earlier one exists to stop.
 *
 * The suggestions ("Did you mean") of validation stay in: whoever gets here has a valid token and may introspect.
 */
export function admitDocument(source: string, schema: GraphQLSchema, limits: Limits): Verdict<AdmittedDocument> {
  const parsed = parseWithin(source, limits);
  if (parsed.refusal !== undefined) return parsed;
  const document = parsed.passed;
  return orRefusal(() => {
    checkDocumentSize(document, limits);
    const faults = validate(schema, document, specifiedRules, { maxErrors: maxValidationErrors });
    if (faults.length > 0) return refusedRequest('GRAPHQL_VALIDATION_FAILED', faults);
    const hash = createHash('sha256').update(source).digest('hex');
    return { passed: { source, hash, document, operations: operationsOf(document, schema, limits) } };
  });
}

/** Turns a limit's error that `judge` throws into a refusal; any other error is a fault of ours and goes on. */
export function orRefusal<T>(judge: () => Verdict<T>): Verdict<T> {
  try {
    return judge();
  } catch (error) {
    if (error instanceof GraphQLError) return refusedByLimit(error);
    throw error;
  }
}

function parseWithin(source: string, { maxTokens }: Limits): Verdict<DocumentNode> {
  try {
    return { passed: parse(source, { maxTokens }) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (!error.message.endsWith('tokens. Parsing aborted.')) return refusedRequest('GRAPHQL_PARSE_FAILED', [error]);
    const message = `The document has more than ${maxTokens} tokens. Split it up, and move values into variables.`;
    return refusedByLimit(beyondLimit('TOO_MANY_TOKENS', message, maxTokens, maxTokens + 1));
  }
}

function operationsOf(document: DocumentNode, schema: GraphQLSchema, limits: Limits): Map<string, AdmittedOperation> {
  const fragments = new Map(
    document.definitions
      .filter((one) => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  return new Map(
    document.definitions
      .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
      .map((node) => [
        node.name?.value ?? '',
        { type: node.operation, cost: costOf(node, { schema, fragments, limits }) },
      ]),
  );
}
