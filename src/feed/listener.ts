import type { BaseLogger } from 'pino';
import { errorText } from '../storage/error-code';
import type { WakeUps } from '../storage/outbox-wake-up';
import { backoffMs, pause, type Timing } from './timing';

/** What the listener is made from. */
export interface ListenerOptions {
  /** Opens the session that hears wake-ups, and rings for each. */
  readonly hear: () => Promise<WakeUps>;
  /** Called when a session begins: what came before it was not heard. */
  readonly onHearing: () => void;
  readonly timing: Timing;
  readonly log: Pick<BaseLogger, 'info' | 'warn'>;
}

/**
 * Keeps one session that hears wake-ups, until the signal aborts.
 *
 * A session that breaks is opened again after a while that grows; meanwhile the poll goes on. Logged once per break.
 */
export async function listen(options: ListenerOptions, signal: AbortSignal): Promise<void> {
  const { onHearing, timing, log } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await hearUntilItEnds(options, signal, () => {
        if (failures > 0) log.info('The feed hears wake-ups of the outbox again');
        failures = 0;
        onHearing();
      });
      if (!signal.aborted)
        log.warn('The session that hears wake-ups of the outbox broke; the feed polls until it is back');
      failures = 1;
    } catch (error) {
      if (failures === 0) log.warn(`The feed cannot hear wake-ups of the outbox, and polls: ${errorText(error)}`);
      failures += 1;
    }
    await pause(timing, backoffMs(failures), signal);
  }
}

async function hearUntilItEnds({ hear }: ListenerOptions, signal: AbortSignal, begin: () => void): Promise<void> {
  const session = await hear();
  const close = () => void session.close();
  signal.addEventListener('abort', close);
  if (signal.aborted) close();
  else begin();
  await session.ended;
  signal.removeEventListener('abort', close);
}
