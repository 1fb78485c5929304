import type { Figures } from '../load/messages';
import type { Measured } from './rounds';

/** The middle value; the mean of the middle two where there are as many above as below. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : sorted.slice(middle - 1, middle + 1);
  return (low + high) / 2;
}

/** What one contestant reached, as medians over the rounds, and its rate as a multiple of others' in the same round. */
export interface Line {
  readonly contestant: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the better of the hand-written servers in each round; null where none took part. */
  readonly ofLimit: number | null;
  /** Null where PostGraphile did not take part. */
  readonly ofPostgraphile: number | null;
}

/** One line per contestant. */
export function linesOf({ figures }: Measured): readonly Line[] {
  const limits = [...figures].filter(([name]) => name.startsWith('limit')).map(([, rounds]) => rates(rounds));
  const limit = (limits[0] ?? []).map((_, round) => Math.max(...limits.map((one) => one[round] ?? 0)));
  const postgraphile = rates(figures.get('postgraphile') ?? []);
  return [...figures].map(([contestant, rounds]) => ({
    contestant,
    requestsPerSecond: median(rates(rounds)),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    ofLimit: ratio(rates(rounds), limit),
    ofPostgraphile: ratio(rates(rounds), postgraphile),
  }));
}

const rates = (rounds: readonly Figures[]): readonly number[] =>
  rounds.map(({ requestsPerSecond }) => requestsPerSecond);

/** The median of the ratios of each round: the machine's moods touch both alike. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number | null {
  if (theirs.length === 0) return null;
  return median(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
}
