import { connect } from './connection';

/** A session of its own that hears when something was added to the outbox. */
export interface WakeUps {
  /** Resolves when the session is gone, whoever ended it. It does not reject. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens for commits that add to the outbox, until the session ends; `onWakeUp` is called for each.
 *
 * A wake-up only says "look": some get lost with every session that breaks (security.md 6). Throws when the database
 * cannot be reached.
 */
export async function hearWakeUps(url: string, onWakeUp: () => void): Promise<WakeUps> {
  const client = await connect(url, {});
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
  client.on('notification', onWakeUp);
  try {
    await client.query('listen outbox');
  } catch (error) {
    await client.end();
    throw error;
  }
  return { ended, close: () => client.end() };
}
