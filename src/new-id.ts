import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const idBytes = 16;
const atOnce = 256;

/**
 * Fresh UUIDs of version 7, each greater than the ones before it, also within a millisecond.
 *
 * Randomness is fetched for many at once: a change takes up to ten ids, and each fetch is a job of the runtime's that
 * costs more than the rest of the id.
 */
export function createNewId(): () => string {
  const pool = new Uint8Array(atOnce * idBytes);
  const state = { used: pool.length, msecs: 0, seq: 0 };
  return () => {
    if (state.used === pool.length) {
      randomFillSync(pool);
      state.used = 0;
    }
    const random = pool.subarray(state.used, state.used + idBytes);
    state.used += idBytes;
    advance(state, random);
    return v7({ random, msecs: state.msecs, seq: state.seq });
  };
}

/** A millisecond begins at a random place of the first half, and counts up from there; when all are used up, the next one begins early. */
function advance(state: { msecs: number; seq: number }, random: Uint8Array): void {
  const now = Date.now();
  if (now > state.msecs) {
    state.msecs = now;
    state.seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;
    return;
  }
  state.seq = (state.seq + 1) | 0;
  if (state.seq === 0) state.msecs += 1;
}
