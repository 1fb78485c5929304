import { GraphQLError } from 'graphql';
import type { GraphqlParams } from './graphql-params';
import type { AdmittedDocument } from './guard/admit-document';
import type { AdmittedRequest, Guard } from './guard/guard';
import { refusedRequest, type Verdict } from './guard/refusal';

/**
 * Sends an HTTP request through the guard: finds its document, judges it, and holds it to what its method may do.
 *
 * GET runs queries only, as nothing may change by following a link; subscriptions belong to the socket.
 */
export function admitRequest(guard: Guard, params: GraphqlParams, method: string): Verdict<AdmittedRequest> {
  const document = documentOf(guard, params);
  if (document.refusal !== undefined) return document;
  const admitted = guard.judge(document.passed, params);
  if (admitted.refusal !== undefined) return admitted;
  const { operation } = admitted.passed;
  if (operation === 'subscription') return notServed(overSocket);
  if (operation === 'mutation' && method === 'GET') return { refusal: { kind: 'method', errors: [notByGet] } };
  return admitted;
}

/** Automatic persisted queries: the hash alone recalls a document, hash and text together must agree. */
function documentOf(guard: Guard, { query, persistedHash }: GraphqlParams): Verdict<AdmittedDocument> {
  if (query === null) {
    const known = guard.recall(persistedHash ?? '');
    return known === undefined ? refusedRequest('PERSISTED_QUERY_NOT_FOUND', [notFound]) : { passed: known };
  }
  const verdict = guard.admit(query);
  if (verdict.refusal !== undefined || persistedHash === null) return verdict;
  return verdict.passed.hash === persistedHash ? verdict : refusedRequest('BAD_USER_INPUT', [wrongHash]);
}

function notServed(message: string): Verdict<never> {
  return refusedRequest('OPERATION_NOT_SERVED_HERE', [new GraphQLError(message)]);
}

const overSocket =
  'Subscriptions are served over WebSocket at this path. Connect with the protocol graphql-transport-ws.';

/** Clients look for this very text and send the query along again. Source: Apollo's persisted query protocol. */
const notFound = new GraphQLError('PersistedQueryNotFound');

const wrongHash = new GraphQLError(
  'extensions.persistedQuery.sha256Hash is not the SHA-256 of the query. Send both anew.',
);

const notByGet = new GraphQLError('GET runs queries only. Send mutations by POST.', {
  extensions: { code: 'OPERATION_NOT_SERVED_HERE' },
});
