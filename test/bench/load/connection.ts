import { connect, type Socket } from 'node:net';

/** One answer: its status line's code and its body as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** A keep-alive connection with one request under way at a time. */
export interface Connection {
  /** Sends a request and yields its answer; rejects when the connection breaks. */
  readonly send: (request: string | Buffer) => Promise<RawAnswer>;
  readonly close: () => void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');

/**
 * Opens a connection on loopback.
 *
 * Written on the bare socket: the generator shares two cores with what it measures, and each microsecond that it takes
 * makes every contestant look more like the others.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return speakOver(socket);
}

interface Waiting {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: Error) => void;
}

function speakOver(socket: Socket): Connection {
  let waiting: Waiting | null = null;
  let received = Buffer.alloc(0);
  const fail = (error: Error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = answerIn(received);
    if (answer === null) return;
    received = Buffer.alloc(0);
    const { resolve } = waiting ?? { resolve: () => undefined };
    waiting = null;
    resolve(answer);
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** The answer once it is there whole; null before. */
export function answerIn(received: Buffer): RawAnswer | null {
  const end = received.indexOf(headEnd);
  if (end === -1) return null;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const start = end + headEnd.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const stop = start + Number(length);
    return received.length >= stop ? { status, body: received.subarray(start, stop) } : null;
  }
  const isWhole = received.subarray(-lastChunk.length).equals(lastChunk);
  return isWhole ? { status, body: joinChunks(received.subarray(start)) } : null;
}

/** The body of a chunked answer. */
function joinChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
