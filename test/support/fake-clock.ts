import { after, millisecondsIn } from '../../src/domain/time';

/** A clock that only moves when told to; it goes through the whole app in place of the database's. */
export interface FakeClock {
  readonly now: () => Date;
  /** Moves the clock ahead by an ISO 8601 duration. */
  readonly advance: (duration: string) => void;
  /** Puts the clock to an instant, for replaying published samples. */
  readonly set: (instant: string) => void;
}

/** A clock that begins at 2026-01-01T00:00:00Z unless told otherwise. */
export function fakeClock(start = '2026-01-01T00:00:00.000Z'): FakeClock {
  const state = { now: new Date(start) };
  return {
    now: () => state.now,
    advance: (duration) => {
      state.now = after(state.now, millisecondsIn(duration));
    },
    set: (instant) => {
      state.now = new Date(instant);
    },
  };
}
