import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Outcome, Problem } from './answer';

/** How long a client that sends too much may go on sending, so that it can read our answer before the line is cut. */
const lingerMs = 500;

/**
 * Reads a request's body of at most `limit` bytes as UTF-8 text.
 *
 * A longer one is refused with 413: at once when `Content-Length` says so, else as soon as the limit is passed; what
 * follows is thrown away and the connection closed. Null when the client went away before the end.
 */
export async function readBody(
  req: IncomingMessage,
  res: ServerResponse,
  limit: number,
): Promise<Outcome<string> | null> {
  if (Number(req.headers['content-length'] ?? 0) > limit) return refuseRest(req, res, limit);
  if (req.headers['content-encoding'] !== undefined) return { problem: encodingNotRead };
  const bytes = await collect(req, limit);
  if (bytes === 'tooLong') return refuseRest(req, res, limit);
  return bytes === 'gone' ? null : { value: bytes.toString('utf8') };
}

/** Plain listeners: the stream's async iterator costs several times as much for the one chunk that a request mostly is. */
function collect(req: IncomingMessage, limit: number): Promise<Buffer | 'tooLong' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) resolve('tooLong');
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('error', () => resolve('gone'));
    req.on('close', () => resolve('gone'));
  });
}

const encodingNotRead: Problem = {
  status: 415,
  code: 'UNSUPPORTED_CONTENT_ENCODING',
  message: 'Compressed bodies are not read. Send the body without Content-Encoding.',
};

function refuseRest(req: IncomingMessage, res: ServerResponse, limit: number): Outcome<string> {
  req.resume();
  res.once('finish', () => {
    const cut = setTimeout(() => req.socket.destroy(), lingerMs);
    cut.unref();
    req.once('close', () => clearTimeout(cut));
  });
  const message = `The body is larger than ${limit} bytes. Ask for less in one request, or send values in several.`;
  return { problem: { status: 413, code: 'BODY_TOO_LARGE', message, headers: { connection: 'close' } } };
}
