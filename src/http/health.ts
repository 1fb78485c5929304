import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { answerText } from './answer';
import type { HttpServerOptions } from './options';

/** How long readiness may take to be told (security.md 28). */
const silenceMs = 900;

/** Answers that the process lives. Nobody needs a token to ask. */
export function answerHealth(res: ServerResponse): void {
  answerText(res, 200, 'application/json', '{"status":"ok"}');
}

/**
 * Answers whether requests can be served: 200 when they can, 503 with a reason when not, and always 503 once the server
 * has begun to stop, so that whoever balances load looks elsewhere (security.md 26, 28).
 */
export async function answerReadiness(
  res: ServerResponse,
  isStopping: boolean,
  readiness: HttpServerOptions['readiness'],
  log: Logger,
): Promise<void> {
  const { ready, reason } = isStopping
    ? { ready: false, reason: 'The server is stopping.' }
    : await ask(readiness, log);
  const text = JSON.stringify({ status: ready ? 'ok' : 'unavailable', reason });
  answerText(res, ready ? 200 : 503, 'application/json', text);
}

async function ask(readiness: HttpServerOptions['readiness'], log: Logger) {
  const silence = silent();
  try {
    return await Promise.race([readiness(), silence.over]);
  } catch (error) {
    log.error({ err: error }, 'readiness could not be determined');
    return { ready: false, reason: 'Readiness could not be determined; the log says why.' };
  } finally {
    silence.end();
  }
}

/** No answer is an answer: a database that has gone silent does not say so within the second that is allowed. */
function silent() {
  let end = () => {};
  const over = new Promise<{ ready: boolean; reason?: string }>((resolve) => {
    const timer = setTimeout(() => resolve({ ready: false, reason: 'What the service needs is silent.' }), silenceMs);
    end = () => clearTimeout(timer);
  });
  return { over, end };
}
