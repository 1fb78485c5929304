import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type ClientOptions, WebSocket } from 'ws';

/** A message of the protocol, in either direction. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A socket that speaks the protocol by hand, so that a test can break it. */
export interface TestSocket {
  readonly socket: WebSocket;
  send(message: Message | string): void;
  /** The next message that has not been asked for yet; rejects when the socket closes before it. */
  next(): Promise<Message>;
  /** The close code, awaited. */
  readonly closed: Promise<number>;
}

const open = new Set<WebSocket>();

/** Opens a socket to a server's `/graphql`. `initial` is sent as `connection_init` and its ack awaited, unless null. */
export async function connect(
  url: string,
  initial: unknown = { authorization: 'Bearer alice' },
  options: ClientOptions = {},
): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  open.add(socket);
  const test = listenTo(socket);
  await once(socket, 'open');
  if (initial === null) return test;
  test.send({ type: 'connection_init', payload: initial });
  await test.next();
  return test;
}

/** The status of the answer to an upgrade that is turned away. */
export async function refusedStatus(
  url: string,
  path: string,
  options: ClientOptions = {},
): Promise<number | undefined> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, 'graphql-transport-ws', options);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  response.resume();
  return response.statusCode;
}

/** Ends every socket that this test file has opened. */
export function closeSockets(): void {
  for (const socket of open) socket.terminate();
  open.clear();
}

function listenTo(socket: WebSocket): TestSocket {
  const arrived: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    const first = waiting.shift();
    if (first === undefined) arrived.push(message);
    else first(message);
  });
  const next = () =>
    new Promise<Message>((resolve, reject) => {
      const message = arrived.shift();
      if (message !== undefined) return resolve(message);
      waiting.push(resolve);
      closed.then((code) => reject(new Error(`closed with ${code}`)));
    });
  const send = (message: Message | string) =>
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  return { socket, send, next, closed };
}
