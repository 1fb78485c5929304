import { type Change, update } from '../domain/outcome';
import type { Schedule } from '../domain/schedule';

/** Cuts a schedule at this instant; the request behind one that has not begun yet is `Revoked` with it. */
export const endSchedule = ({ id, startAt, createdUsing }: Schedule, now: Date): readonly Change[] => [
  // The request before its schedule, as a cancellation locks them, or the two would wait for each other.
  ...(startAt > now && createdUsing !== null
    ? [update('schedule_request', createdUsing, { status: 'Granted' }, { status: 'Revoked', completedAt: now })]
    : []),
  update('schedule', id, { revokedAt: null }, { revokedAt: now, modifiedAt: now, endAnnouncedAt: now }),
];
