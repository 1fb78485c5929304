import { hearWakeUps, type WakeUps } from '../storage/outbox-wake-up';
import { every, type Timer } from './every';

const againAfterMs = 1_000;

/**
 * Calls `onWakeUp` for every commit that adds to the outbox, and whenever it begins to listen; a session that breaks is
 * opened again. Whoever is woken looks for himself, so nothing is lost meanwhile but time.
 */
export function hearOutbox(url: string, onWakeUp: () => void, failed: (error: unknown) => void): Timer {
  const state: { isStopped: boolean; session: WakeUps | null } = { isStopped: false, session: null };
  const hear = async (): Promise<void> => {
    state.session = await hearWakeUps(url, onWakeUp);
    if (state.isStopped) await state.session.close();
    else onWakeUp();
    await state.session.ended;
  };
  const listening = every(againAfterMs, hear, failed);
  return {
    stop: async () => {
      state.isStopped = true;
      await Promise.all([state.session?.close(), listening.stop()]);
    },
  };
}
