import { GraphQLError, type GraphQLSchema, type OperationTypeNode } from 'graphql';
import { type AdmittedDocument, admitDocument, orRefusal } from './admit-document';
import { faultInCost } from './cost';
import { type ApolloDocumentStore, createDocumentStore } from './document-store';
import type { Limits } from './limits';
import type { Variables } from './page-size';
import { refusedByLimit, refusedRequest, type Verdict } from './refusal';
import { faultInVariables } from './values';

/** What a client asks to run. */
export interface OperationRequest {
  readonly operationName: string | null;
  readonly variables: Variables;
}

/** The operation that was chosen, ready for the executor. */
export interface AdmittedRequest {
  readonly document: AdmittedDocument;
  readonly operation: OperationTypeNode;
}

/** The one pipeline that both doors send every operation through before anything of it runs (security.md 10). */
export interface Guard {
  /** Judges a document by itself; a known one costs one look-up. */
  admit(source: string): Verdict<AdmittedDocument>;
  /** A document admitted before, by its SHA-256: the store of automatic persisted queries. */
  recall(hash: string): AdmittedDocument | undefined;
  /** Judges what depends on the request: which operation, its variables, and the cost under them. */
  judge(document: AdmittedDocument, request: OperationRequest): Verdict<AdmittedRequest>;
  readonly documentStore: ApolloDocumentStore;
}

/** A guard for one schema. Documents are judged once and remembered, within bounds, in this process. */
export function createGuard(schema: GraphQLSchema, limits: Limits): Guard {
  const store = createDocumentStore();
  return {
    admit: (source) => {
      const known = store.find(source);
      if (known !== undefined) return known;
      const verdict = admitDocument(source, schema, limits);
      store.keep(source, verdict);
      return verdict;
    },
    recall: (hash) => store.findByHash(hash),
    judge: (document, request) => judge(document, request, limits),
    documentStore: store.forApollo,
  };
}

function judge(document: AdmittedDocument, request: OperationRequest, limits: Limits): Verdict<AdmittedRequest> {
  const operation = chooseOperation(document, request.operationName);
  if (operation === undefined) return refusedRequest('OPERATION_RESOLUTION_FAILURE', [noSuchOperation(request)]);
  const { variables } = request;
  return orRefusal(() => {
    const fault = faultInVariables(variables, limits) ?? faultInCost(operation.cost, variables, limits);
    return fault === null ? { passed: { document, operation: operation.type } } : refusedByLimit(fault);
  });
}

/** As the GraphQL specification's GetOperation: without a name, the document's only operation. */
function chooseOperation({ operations }: AdmittedDocument, operationName: string | null) {
  if (operationName !== null && operationName !== '') return operations.get(operationName);
  if (operations.size !== 1) return undefined;
  const [only] = operations.values();
  return only;
}

function noSuchOperation({ operationName }: OperationRequest): GraphQLError {
  if (operationName) return new GraphQLError(`The document has no operation named "${operationName}".`);
  return new GraphQLError('The document has several operations. Name the one to run in operationName.');
}
