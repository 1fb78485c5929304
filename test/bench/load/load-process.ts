import process from 'node:process';
import type { LoadAnswer, Prepare, RawOperation, Run } from './messages';
import { runLoad } from './run-load';

// The load generator's own process, so that the bench's other work does not disturb its clock.
const prepared = new Map<string, readonly RawOperation[]>();

async function answer(message: Prepare | Run): Promise<LoadAnswer> {
  if ('prepare' in message) {
    prepared.set(message.prepare, message.operations);
    return { prepared: message.prepare };
  }
  try {
    return { figures: await runLoad(prepared.get(message.run) ?? [], message) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (message: Prepare | Run) => {
  void answer(message).then((said) => process.send?.(said));
});
