import { isDeepStrictEqual } from 'node:util';
import type { Contestant } from '../contestants/contestant';
import type { Picks } from '../data/picks';
import { storedRows, tidy } from '../data/tidy';
import { answersOf } from '../load/requests';
import type { Issuer } from '../tokens';
import { takesPart, type Workload } from '../workloads/workload';

/** What a check is made with. */
export interface CheckParts {
  readonly databaseUrl: string;
  readonly picks: Picks;
  readonly issuer: Issuer;
}

const howMany = 20;

/**
 * Makes sure that all contestants give the same answers, in one spelling, and store the same rows; rejects with the first
 * difference. Only then do their figures say anything.
 */
export async function checkAnswers(
  workload: Workload,
  contestants: readonly Contestant[],
  parts: CheckParts,
): Promise<void> {
  const [first, ...others] = contestants.filter((contestant) => takesPart(workload, contestant));
  if (!first) return;
  const expected = await outcomeOf(workload, first, parts);
  for (const other of others) {
    const outcome = await outcomeOf(workload, other, parts);
    const index = outcome.findIndex((one, place) => !isDeepStrictEqual(one, expected[place]));
    if (index === -1) continue;
    throw new Error(
      `${workload.name}: ${first.name} and ${other.name} differ.\n${shown(expected[index])}\n${shown(outcome[index])}`,
    );
  }
}

async function outcomeOf(workload: Workload, contestant: Contestant, { databaseUrl, picks, issuer }: CheckParts) {
  const outcome: unknown[] = [];
  for (const calls of workload.operations(picks, contestant.dialect).slice(0, howMany)) {
    const answers = await answersOf(calls, contestant, issuer);
    outcome.push(answers.map((answer) => workload.canonical(answer, contestant.dialect)));
  }
  if (!workload.isOnce) return outcome;
  const stored = await storedRows(databaseUrl);
  await tidy(databaseUrl);
  return [...outcome, stored];
}

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 2_000);
