import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import type { MediaType } from './media-type';

/** Why a request is not served, in the words and with the status that the client gets. */
export interface Problem {
  readonly status: number;
  /** Upper case with underscores, in `extensions.code`. */
  readonly code: string;
  /** A sentence that tells the client what to do next. */
  readonly message: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** A value, or why there is none. */
export type Outcome<T> = { readonly value: T; readonly problem?: undefined } | { readonly problem: Problem };

/** On every answer: nothing here is to be cached, framed, guessed at or run as a page. */
const guardedHeaders: OutgoingHttpHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Names and values in turn: Node writes such a list as it stands. */
const firstHeaders: Readonly<Record<MediaType, readonly string[]>> = {
  'application/json': headersOf('application/json'),
  'application/graphql-response+json': headersOf('application/graphql-response+json'),
};

function headersOf(mediaType: MediaType): readonly string[] {
  return listed({ ...guardedHeaders, 'content-type': `${mediaType}; charset=utf-8` });
}

function listed(headers: OutgoingHttpHeaders): readonly string[] {
  const list: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (Array.isArray(value)) for (const one of value) list.push(name, one);
    else if (value !== undefined) list.push(name, String(value));
  }
  return list;
}

/** Writes a finished JSON text as UTF-8. Does nothing when the client is gone. */
export function answerText(
  res: ServerResponse,
  status: number,
  mediaType: MediaType,
  text: string,
  headers?: OutgoingHttpHeaders,
): void {
  if (res.destroyed || res.headersSent) return;
  const length = Buffer.byteLength(text);
  const own = headers ? listed(headers) : [];
  res.writeHead(status, [...firstHeaders[mediaType], 'content-length', String(length), ...own]);
  // As many bytes as characters: all of it is ASCII, which Node copies sooner than it encodes it.
  res.end(text, length === text.length ? 'latin1' : 'utf8');
}

/** Answers with GraphQL errors and no data. */
export function answerErrors(
  res: ServerResponse,
  status: number,
  mediaType: MediaType,
  errors: readonly GraphQLFormattedError[],
  headers?: OutgoingHttpHeaders,
): void {
  answerText(res, status, mediaType, JSON.stringify({ errors }), headers);
}

/** Answers a problem in the shape of a GraphQL error, whatever the path, so that clients need to read one shape only. */
export function answerProblem(res: ServerResponse, problem: Problem, mediaType: MediaType = 'application/json'): void {
  const { status, code, message, headers } = problem;
  answerErrors(res, status, mediaType, [{ message, extensions: { code } }], headers);
}
