import { parseArgs } from 'node:util';
import type { Workload } from './workloads/workload';
import { growing, workloads } from './workloads/workloads';

export const usage = `Measures Portcullis beside PostGraphile 5 and a hand-written server, on the same PostgreSQL.

  npm run bench -- [--only W2] [--rounds 7] [--json FILE] [--small | --scale 10] [--list]

  --only     this workload alone; may be given several times
  --rounds   how many times everybody takes his turn; 7 when left out, fewer say little
  --json     where the figures are written; .cache/bench/last.json when left out
  --small    a fiftieth of the data, built in seconds: to try the bench itself
  --scale    growth: the gateway alone, on the data and on so many times as much, side by side
  --list     name the workloads and measure nothing
  --help     this text

The data are built once, below .cache/bench, and so are PostGraphile's packages installed, which takes a network.
Exit code 0: measured. 1: something failed. 2: the command line cannot be followed. 130: interrupted.
`;

/** What the command line asks for. */
export interface Options {
  readonly shows: 'usage' | 'list' | null;
  readonly workloads: readonly Workload[];
  readonly rounds: number;
  /** Null: the usual place. */
  readonly json: string | null;
  /** Of the data that everybody is measured on. */
  readonly scale: number;
  /** How many times as much the second database holds; null: no growth is measured. */
  readonly growth: number | null;
}

/** Reads the arguments after the program's name; throws a sentence for those that cannot be followed. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean' },
      list: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      rounds: { type: 'string', default: '7' },
      json: { type: 'string' },
      small: { type: 'boolean' },
      scale: { type: 'string' },
    },
  });
  const growth = values.scale === undefined ? null : numberOf('--scale', values.scale, 2, 100);
  return {
    shows: values.help ? 'usage' : values.list ? 'list' : null,
    workloads: choose(growth === null ? workloads : growing, values.only),
    rounds: numberOf('--rounds', values.rounds, 1, 100),
    json: values.json ?? null,
    scale: values.small ? 0.02 : 1,
    growth,
  };
}

function choose(all: readonly Workload[], only: readonly string[] | undefined): readonly Workload[] {
  if (only === undefined) return all;
  const unknown = only.find((name) => !all.some((workload) => workload.name === name));
  if (unknown === undefined) return all.filter(({ name }) => only.includes(name));
  throw new Error(`There is no workload "${unknown}" here; there are ${all.map(({ name }) => name).join(', ')}.`);
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`${name} is a whole number from ${least} to ${most}.`);
}
