import type { Outcome, Problem } from './answer';

/** The parameters of a GraphQL request, checked for their types and no further. */
export interface GraphqlParams {
  /** Null for a persisted query that is named by its hash alone. */
  readonly query: string | null;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** SHA-256 in lower-case hex of an automatic persisted query, or null. */
  readonly persistedHash: string | null;
}

/** Reads the parameters from a POST body. Source: GraphQL over HTTP, section 5.1. */
export function paramsOfBody(body: string): Outcome<GraphqlParams> {
  const parsed = parseJson(body);
  if (parsed === undefined) return bad('The body is not valid JSON. Send {"query": "…", "variables": {…}}.');
  if (Array.isArray(parsed)) return { problem: noBatches };
  if (!isRecord(parsed)) return bad('The body must be a JSON object with the key "query".');
  return paramsOf(parsed);
}

/** Reads the parameters from the query string of a GET, without its question mark. */
export function paramsOfSearch(search: string): Outcome<GraphqlParams> {
  const params = new URLSearchParams(search);
  const raw: Record<string, unknown> = {};
  for (const name of ['query', 'operationName', 'variables', 'extensions']) {
    const values = params.getAll(name);
    if (values.length > 1) return bad(`"${name}" is given ${values.length} times. Give it once.`);
    const isJsonText = name === 'variables' || name === 'extensions';
    if (values[0] !== undefined) raw[name] = isJsonText ? parseJson(values[0]) : values[0];
    if (name in raw && raw[name] === undefined) return bad(`"${name}" is not valid JSON.`);
  }
  return paramsOf(raw);
}

function paramsOf({ query, operationName, variables, extensions }: Record<string, unknown>): Outcome<GraphqlParams> {
  if (query != null && typeof query !== 'string') return bad('"query" must be a string.');
  if (operationName != null && typeof operationName !== 'string') return bad('"operationName" must be a string.');
  if (variables != null && !isRecord(variables)) return bad('"variables" must be an object.');
  if (extensions != null && !isRecord(extensions)) return bad('"extensions" must be an object.');
  const persistedHash = hashIn(extensions ?? {});
  if (!query && persistedHash === null) return bad('"query" is missing. Send the operation as a string.');
  return {
    value: { query: query || null, operationName: operationName || null, variables: variables ?? {}, persistedHash },
  };
}

function hashIn({ persistedQuery }: Record<string, unknown>): string | null {
  if (!isRecord(persistedQuery) || typeof persistedQuery.sha256Hash !== 'string') return null;
  return persistedQuery.sha256Hash.toLowerCase();
}

/** Undefined, which no JSON text stands for, when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const noBatches: Problem = {
  status: 400,
  code: 'BATCHING_NOT_SUPPORTED',
  message: 'Arrays of operations are not served. Send one operation per request, with several fields if need be.',
};

function bad(message: string): { readonly problem: Problem } {
  return { problem: { status: 400, code: 'BAD_REQUEST', message } };
}
