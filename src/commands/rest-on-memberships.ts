import type { Eligibility } from '../domain/eligibility';
import { type Change, update } from '../domain/outcome';

/**
 * Takes hold of the memberships through which an eligibility reaches whoever activates it, as they were seen: one that has
 * ended since, or ends earlier, makes the whole be judged anew, and whoever ends one later sees what rests on it (W-1, G-9).
 */
export const restOnMemberships = (eligibility: Eligibility | null): readonly Change[] =>
  (eligibility?.reachedThrough ?? []).map((id, index) =>
    update('schedule', id, { revokedAt: null, endAt: eligibility?.reachedEnds?.[index] ?? null }, { revokedAt: null }),
  );
