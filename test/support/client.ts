import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TypedDocumentString } from '../graphql/graphql';

/** What came back for one POST: the status and the body as they are. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly AnswerError[] | undefined;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A stream of a subscription's messages, over a socket of its own. */
export interface Watch<Data> {
  /** The next message that has not been asked for yet; rejects with {@link SocketClosed} when the socket closes first. */
  next(): Promise<Data>;
  /** Cuts the line without a word, as a network does. */
  cut(): void;
  /** Ends the subscription and the socket in good order. */
  end(): Promise<void>;
}

/** A person, or an application, at the two doors. */
export interface Client {
  /** Posts an operation and yields the answer, whatever it is. */
  send<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Answer<Data>>;
  /** Posts an operation that must have no top-level errors, and yields its data. */
  ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data>;
  /** Subscribes over a new socket. */
  watch<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
  ): Watch<Data>;
}

/** The socket closed; `code` says why. */
export class SocketClosed extends Error {
  constructor(readonly code: number) {
    super(`the socket closed with ${code}`);
  }
}

/** A client of the server at `url` that shows the bearer `token` gives, a fresh one with every call. */
export function createTestClient(url: string, token: () => Promise<string>): Client {
  const send: Client['send'] = async (document, variables) =>
    post(url, { query: document.toString(), variables }, { authorization: `Bearer ${await token()}` });
  return {
    send,
    ask: async (document, variables) => {
      const { status, data, errors } = await send(document, variables);
      if (status === 200 && !errors && data) return data;
      throw new Error(`the answer was ${status} ${JSON.stringify(errors)}`);
    },
    watch: (document, variables) => watch(url, token, { query: document.toString(), variables }),
  };
}

/** Posts a body to the API; for what no typed document can say. */
export async function post<Data>(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>>,
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const { data, errors } = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, data, errors };
}

interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

function watch<Data>(url: string, token: () => Promise<string>, operation: Operation): Watch<Data> {
  const sockets: WebSocket[] = [];
  class CountedSocket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols);
      sockets.push(this);
    }
  }
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: CountedSocket,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  });
  const messages = client.iterate<Data>(operation);
  return {
    next: async () => dataIn(await messages.next().catch(rethrow)),
    cut: () => {
      for (const socket of sockets) socket.terminate();
    },
    end: async () => {
      await messages.return?.();
      await client.dispose();
    },
  };
}

function dataIn<Data>({ done, value }: IteratorResult<{ data?: Data | null; errors?: readonly unknown[] }>): Data {
  if (done) throw new Error('the subscription has ended');
  if (value.errors || !value.data) throw new Error(`the message was ${JSON.stringify(value)}`);
  return value.data;
}

function rethrow(cause: unknown): never {
  if (typeof cause === 'object' && cause !== null && 'code' in cause) throw new SocketClosed(Number(cause.code));
  throw cause instanceof Error ? cause : new Error(JSON.stringify(cause));
}
