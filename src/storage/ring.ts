import type { Pool } from 'pg';

/** Wakes whoever follows the outbox, in this process and in others; to be sent right behind a commit. */
export const ring = { name: 'tx_ring', text: `select pg_notify('outbox', '')`, values: [] };

/** At most two rings in this time: one wake-up reads whatever was committed before it. */
const quietMs = 10;

/** Says which commits ring; what is committed close together is told together. */
export interface Ringing {
  /** Whether the next commit takes the ring along; whoever commits without it says so afterwards with `owe`. */
  readonly isDue: () => boolean;
  /** Rings for what has been committed silently: at once, or when the quiet time is over. */
  readonly owe: () => void;
}

/**
 * Paces the wake-ups of one process.
 *
 * They are sent behind the commit and not within it: a transaction that notifies holds a lock of the whole database
 * until its commit is on disk, so that commits would go to disk one after the other. A wake-up only says "look", and
 * one that is lost with its process is made up for by the next poll (security.md 6); the outbox rows themselves are
 * committed with the change.
 */
export function createRinging(pool: Pool): Ringing {
  const state = { isQuiet: false, isOwed: false };
  const beQuiet = (): void => {
    state.isQuiet = true;
    setTimeout(endQuiet, quietMs).unref();
  };
  const endQuiet = (): void => {
    state.isQuiet = false;
    if (state.isOwed) ringNow();
  };
  const ringNow = (): void => {
    state.isOwed = false;
    beQuiet();
    // A database that is away is told to whoever asks it something; the poll sees what this would have announced.
    pool.query(ring).catch(() => undefined);
  };
  return {
    isDue: () => {
      if (state.isQuiet) return false;
      beQuiet();
      return true;
    },
    owe: () => {
      if (state.isQuiet) state.isOwed = true;
      else ringNow();
    },
  };
}
