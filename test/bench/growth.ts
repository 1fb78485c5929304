import process from 'node:process';
import { startGateway } from './contestants/gateway';
import { ensureData } from './data/build';
import { pick } from './data/picks';
import type { Options } from './options';
import { ratio } from './rounds/ratios';
import { recordOf, tableOf } from './rounds/report';
import { type Measured, runRounds } from './rounds/rounds';
import { type Means, machine, openStage } from './stage';

/** The latency on the larger data may be so many times that on the smaller. */
const most = 1.3;

/** Measures the gateway on the data and on many times as much in turn, and yields the record. */
export async function growth({ growth: factor, scale, workloads, rounds }: Options, means: Means): Promise<object> {
  const { progress, cleanup } = means;
  const stage = await openStage(means);
  const names = ['gateway', `gateway x${factor}`] as const;
  const scales = [scale, scale * (factor ?? 1)];
  const sites = [];
  for (const [index, name] of names.entries()) {
    const size = scales[index] ?? scale;
    const databaseUrl = await ensureData(stage.server, size, progress.say);
    progress.say(`starting ${name}`);
    const contestant = await startGateway(databaseUrl, stage.issuer, name);
    cleanup.add(contestant.child.end);
    sites.push({ databaseUrl, contestant, picks: await pick(databaseUrl, size) });
  }
  const [small, large] = sites;
  if (!small || !large) throw new Error('Growth is measured on two databases.');
  const parts = {
    ...stage,
    databaseUrl: small.databaseUrl,
    contestants: [small.contestant, large.contestant],
    rounds,
    say: progress.say,
  };
  const records: object[] = [];
  for (const workload of workloads) {
    const picksOf = ({ name }: { readonly name: string }) =>
      name === small.contestant.name ? small.picks : large.picks;
    const measured = await runRounds({ ...workload, contestants: names }, { ...parts, picksOf });
    progress.clear();
    const latency = latencyRatio(measured, names);
    process.stdout.write(
      `${tableOf(measured)}  latency at x${factor}: ${latency.toFixed(2)} times, at most ${most}: ${latency <= most ? 'reached' : 'NOT reached'}\n\n`,
    );
    records.push({ ...recordOf(measured), latency, most });
  }
  return { ...(await machine(stage.server)), rounds, scales, workloads: records };
}

/** The median of the ratios of the median latencies of each round. */
function latencyRatio({ figures }: Measured, [small, large]: readonly [string, string]): number {
  const latencies = (name: string) => (figures.get(name) ?? []).map(({ p50Ms }) => p50Ms);
  return ratio(latencies(large), latencies(small)) ?? Number.NaN;
}
