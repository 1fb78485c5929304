import process from 'node:process';
import type { Contestant } from './contestants/contestant';
import { startGateway } from './contestants/gateway';
import { startLimit } from './contestants/limit';
import { startPostgraphile } from './contestants/postgraphile';
import { ensureData } from './data/build';
import { pick } from './data/picks';
import { tidy } from './data/tidy';
import type { Options } from './options';
import { checkAnswers } from './rounds/check-answers';
import { recordOf, tableOf } from './rounds/report';
import { runRounds } from './rounds/rounds';
import { type Means, machine, openStage, type Stage } from './stage';

/** Measures every contestant in every workload that was chosen, prints the tables and yields the record. */
export async function compare(options: Options, means: Means): Promise<object> {
  const { progress } = means;
  const stage = await openStage(means);
  const databaseUrl = await ensureData(stage.server, options.scale, progress.say);
  await tidy(databaseUrl);
  const picks = await pick(databaseUrl, options.scale);
  const contestants = await startAll(options, databaseUrl, stage, means);
  const records: object[] = [];
  for (const workload of options.workloads) {
    progress.say(`${workload.name} comparing answers`);
    await checkAnswers(workload, contestants, { databaseUrl, picks, issuer: stage.issuer });
    const measured = await runRounds(workload, {
      ...stage,
      databaseUrl,
      contestants,
      picksOf: () => picks,
      rounds: options.rounds,
      say: progress.say,
    });
    progress.clear();
    process.stdout.write(`${tableOf(measured)}\n`);
    records.push(recordOf(measured));
  }
  return { ...(await machine(stage.server)), rounds: options.rounds, scale: options.scale, workloads: records };
}

/** Starts those that some chosen workload needs. */
async function startAll(
  { workloads }: Options,
  databaseUrl: string,
  { issuer }: Stage,
  means: Means,
): Promise<readonly Contestant[]> {
  const { cacheDir, cleanup, progress } = means;
  const surroundings = { databaseUrl, cacheDir };
  const starts: Readonly<Record<string, () => Promise<Contestant>>> = {
    gateway: () => startGateway(databaseUrl, issuer),
    postgraphile: () => startPostgraphile(surroundings),
    'limit-json': () => startLimit('json', surroundings),
    'limit-rows': () => startLimit('rows', surroundings),
  };
  const contestants: Contestant[] = [];
  for (const [name, start] of Object.entries(starts)) {
    if (!workloads.some((workload) => workload.contestants.includes(name))) continue;
    progress.say(`starting ${name}`);
    const contestant = await start();
    cleanup.add(contestant.child.end);
    contestants.push(contestant);
  }
  return contestants;
}
