import type { Round } from './due';
import { pause, type Timer } from './every';

/** What the timer is made from. */
export interface DueTimerOptions {
  /** Tells what is due, but for what is passed over, and when the next thing is. */
  readonly round: (passedOver: Set<string>) => Promise<Round>;
  /** Told when a round fails after one that did not; the timer goes on. */
  readonly failed: (error: unknown) => void;
  /** The longest time without a look, and without another try at what was passed over. */
  readonly pollMs?: number;
  /** The shortest time between two looks, however often it is woken. */
  readonly gapMs?: number;
}

/** A timer over everything that is to be told at an instant. */
export interface DueTimer extends Timer {
  /** Something was committed: what is due next may have changed. */
  readonly wake: () => void;
}

/**
 * Sleeps until the nearest instant at which something is due, and has it told; it keeps that instant alone, so that
 * nothing is lost with the process.
 *
 * The poll is the truth: wake-ups only make it know earlier what came in between.
 */
export function startDueTimer({ round, failed, pollMs = 1_000, gapMs = 100 }: DueTimerOptions): DueTimer {
  const gap = { wake: () => {} };
  const sleep = { wake: () => {} };
  const state = { isStopped: false, isRung: false, hasFailed: false };
  const passedOver = createPassedOver(pollMs);

  const look = async (): Promise<number> => {
    try {
      const { nextInMs } = await round(passedOver());
      state.hasFailed = false;
      return Math.min(pollMs, Math.ceil(nextInMs ?? pollMs));
    } catch (error) {
      if (!state.hasFailed) failed(error);
      state.hasFailed = true;
      return pollMs;
    }
  };
  const loop = async (): Promise<void> => {
    while (!state.isStopped) {
      state.isRung = false;
      const sleepMs = await look();
      if (!state.isStopped) await pause(Math.min(gapMs, sleepMs), gap);
      if (!state.isStopped && !state.isRung && sleepMs > gapMs) await pause(sleepMs - gapMs, sleep);
    }
  };
  const running = loop();
  return {
    wake: () => {
      state.isRung = true;
      sleep.wake();
    },
    stop: async () => {
      state.isStopped = true;
      gap.wake();
      sleep.wake();
      await running;
    },
  };
}

/** What could not be told is tried again once a poll: it may be due for as long as its facts stay as they are. */
function createPassedOver(pollMs: number): () => Set<string> {
  const keys = new Set<string>();
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since >= pollMs) {
      keys.clear();
      since = now;
    }
    return keys;
  };
}
