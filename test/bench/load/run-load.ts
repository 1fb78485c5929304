import { performance } from 'node:perf_hooks';
import { type Connection, openConnection, type RawAnswer } from './connection';
import { type Figures, idOfAnswer, type RawOperation, type Run } from './messages';

/** Errors and user errors of GraphQL alike; the limit answers with neither. */
const refusal = Buffer.from('rrors":[{');

/** Puts load on a server and measures; rejects with the first answer that is not as it should be. */
export async function runLoad(operations: readonly RawOperation[], run: Run): Promise<Figures> {
  const connections = await Promise.all(Array.from({ length: run.connections }, () => openConnection(run.port)));
  try {
    return await measure(connections, operations, run);
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function measure(
  connections: readonly Connection[],
  operations: readonly RawOperation[],
  { warmUpMs, measuredMs, isOnce }: Run,
): Promise<Figures> {
  const begin = performance.now() + warmUpMs;
  const end = begin + measuredMs;
  const times: number[] = [];
  let [next, last] = [0, begin];
  const use = async (connection: Connection) => {
    while (performance.now() < end && !(isOnce && next >= operations.length)) {
      const operation = operations[next++ % operations.length] ?? [];
      const started = performance.now();
      await perform(connection, operation);
      last = performance.now();
      if (started >= begin) times.push(last - started);
    }
  };
  await Promise.all(connections.map(use));
  return figuresOf(times, last - begin);
}

async function perform(connection: Connection, operation: RawOperation): Promise<void> {
  let id = '';
  for (const request of operation) {
    const answer = await connection.send(id === '' ? request : request.replace(idOfAnswer, id));
    refuseBad(answer);
    // Only what comes in several steps needs the id of the step before.
    if (operation.length > 1) id = firstIdIn(answer.body);
  }
}

function refuseBad({ status, body }: RawAnswer): void {
  if (status === 200 && body.length > 2 && body.indexOf(refusal) === -1) return;
  throw new Error(`HTTP ${status}: ${body.toString('utf8', 0, 600)}`);
}

const firstIdIn = (body: Buffer): string => /"id":"([0-9a-f-]{36})"/.exec(body.toString('latin1', 0, 400))?.[1] ?? '';

/** Figures of the operations that took these milliseconds each, within a span of milliseconds. */
export function figuresOf(times: readonly number[], spanMs: number): Figures {
  if (times.length === 0) throw new Error('Nothing was answered in the time that was measured; measure for longer.');
  const sorted = Float64Array.from(times).sort();
  const within = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    requestsPerSecond: (times.length / spanMs) * 1000,
    p50Ms: within(0.5),
    p99Ms: within(0.99),
    operations: times.length,
  };
}
