import type { Contestant } from '../contestants/contestant';
import type { Picks } from '../data/picks';
import { tidy } from '../data/tidy';
import type { Load } from '../load/load';
import type { Figures } from '../load/messages';
import { rawOperations } from '../load/requests';
import type { Issuer } from '../tokens';
import { takesPart, type Workload } from '../workloads/workload';
import { watchMemory } from './memory';

/** Figures of each contestant, one per round; and the most memory that the gateway took, in MiB. */
export interface Measured {
  readonly workload: Workload;
  readonly figures: ReadonlyMap<string, readonly Figures[]>;
  readonly gatewayMiB: number | null;
}

/** What rounds are run with. */
export interface RoundParts {
  /** The database that W5 writes to. */
  readonly databaseUrl: string;
  readonly contestants: readonly Contestant[];
  /** What each contestant is asked about: that of its own database. */
  readonly picksOf: (contestant: Contestant) => Picks;
  readonly issuer: Issuer;
  readonly load: Load;
  readonly rounds: number;
  readonly say: (progress: string) => void;
}

const connections = 16;
/** Writes are removed after each slice, and their tables analysed: whatever was prepared for these is then planned anew, on every session. */
const warmUpMs = { reads: 400, writes: 1_500 };
const measuredMs = 2_000;
/**
 * Until what is compiled while it runs is compiled: a server that has only just started is nobody's concern here. Writes
 * come a few hundred a second where reads come by the thousand, and run through more code: theirs takes longer.
 */
const firstWarmUpMs = { reads: 4_000, writes: 24_000 };

/** Measures a workload in rounds: everybody in turn, in an order that moves on by one from round to round. */
export async function runRounds(workload: Workload, parts: RoundParts): Promise<Measured> {
  const contestants = parts.contestants.filter((contestant) => takesPart(workload, contestant));
  for (const contestant of contestants) await prepare(workload, contestant, parts);
  const figures = new Map<string, readonly Figures[]>(contestants.map(({ name }) => [name, []]));
  let gatewayMiB: number | null = null;
  for (let round = 0; round < parts.rounds; round += 1) {
    for (const [index] of contestants.entries()) {
      const contestant = contestants[(index + round) % contestants.length];
      if (!contestant) continue;
      const memory = watchMemory(contestant.child.pid);
      const seen = await slice(workload, contestant, parts, measuredMs);
      const mib = await memory.stop();
      if (contestant.name === 'gateway' && mib !== null) gatewayMiB = Math.max(gatewayMiB ?? 0, mib);
      figures.set(contestant.name, [...(figures.get(contestant.name) ?? []), seen]);
      parts.say(
        `${workload.name} round ${round + 1}/${parts.rounds}  ${contestant.name} ${seen.requestsPerSecond.toFixed(0)}/s`,
      );
    }
  }
  return { workload, figures, gatewayMiB };
}

/** Hands the load generator its requests, and lets the contestant run until it is warm. */
async function prepare(workload: Workload, contestant: Contestant, parts: RoundParts): Promise<void> {
  const operations = workload.operations(parts.picksOf(contestant), contestant.dialect);
  parts.say(`${workload.name} warming ${contestant.name}`);
  await parts.load.prepare(nameOf(workload, contestant), rawOperations(operations, contestant, parts.issuer));
  await slice(workload, contestant, parts, workload.isOnce ? firstWarmUpMs.writes : firstWarmUpMs.reads);
}

async function slice(
  workload: Workload,
  contestant: Contestant,
  { load, databaseUrl }: RoundParts,
  forMs: number,
): Promise<Figures> {
  const { port } = contestant;
  const { isOnce } = workload;
  const figures = await load.run({
    run: nameOf(workload, contestant),
    port,
    connections,
    warmUpMs: isOnce ? warmUpMs.writes : warmUpMs.reads,
    measuredMs: forMs,
    isOnce,
  });
  if (isOnce) await tidy(databaseUrl);
  return figures;
}

const nameOf = ({ name }: Workload, contestant: Contestant): string => `${name} ${contestant.name}`;
