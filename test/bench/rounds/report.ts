import type { Goal } from '../workloads/workload';
import { type Line, linesOf } from './ratios';
import type { Measured } from './rounds';

/** The figures of a workload as a table for people. */
export function tableOf(measured: Measured): string {
  const { workload, gatewayMiB } = measured;
  const lines = linesOf(measured);
  const gateway = lines.find(({ contestant }) => contestant === 'gateway');
  const head = ['', 'per second', 'p50 ms', 'p99 ms', 'x limit', 'x PostGraphile'];
  const rows = lines.map(({ contestant, requestsPerSecond, p50Ms, p99Ms, ofLimit, ofPostgraphile }) => [
    contestant,
    requestsPerSecond.toFixed(0),
    p50Ms.toFixed(2),
    p99Ms.toFixed(2),
    times(ofLimit),
    times(ofPostgraphile),
  ]);
  const verdicts = gateway ? goalsIn(measured, gateway) : [];
  const memory = gatewayMiB === null ? [] : [`  gateway's memory: at most ${gatewayMiB.toFixed(0)} MiB`];
  return [`${workload.name}  ${workload.asks}`, ...[head, ...rows].map(aligned), ...verdicts, ...memory, ''].join('\n');
}

const times = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

const aligned = ([name = '', ...cells]: readonly string[]): string =>
  `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(15)).join('')}`;

const goalsIn = ({ workload: { goals } }: Measured, { ofLimit, ofPostgraphile }: Line): readonly string[] => [
  ...verdict('of the limit', ofLimit, goals.limit),
  ...verdict('times PostGraphile', ofPostgraphile, goals.postgraphile),
];

function verdict(what: string, value: number | null, goal: Goal | null): readonly string[] {
  if (value === null || goal === null) return [];
  const reached = value >= goal.aim ? 'the aim is reached' : value >= goal.must ? 'reached' : 'NOT reached';
  return [`  ${what}: ${value.toFixed(2)}, must be ${goal.must}, aim ${goal.aim}: ${reached}`];
}

/** The same for machines: medians, ratios, goals, and the figures of each round. */
export const recordOf = (measured: Measured) => ({
  name: measured.workload.name,
  asks: measured.workload.asks,
  goals: measured.workload.goals,
  gatewayMiB: measured.gatewayMiB,
  contestants: linesOf(measured).map((line) => ({ ...line, rounds: measured.figures.get(line.contestant) })),
});
