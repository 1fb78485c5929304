import type { Contestant, Dialect } from '../contestants/contestant';
import type { Picks } from '../data/picks';

/** One request of a workload before it is put on the wire: where to, as whom, with what. */
export interface Call {
  /** The path, of the limit's server alone; GraphQL has one. */
  readonly path?: string;
  /** Whose token is sent; only the gateway asks for one. */
  readonly callerId: string;
  readonly body: object;
}

/** What a rate is to reach, as multiples of others' rates; null where nothing is demanded. */
export interface Goal {
  readonly must: number;
  readonly aim: number;
}

/** Something that is measured. */
export interface Workload {
  /** What `--only` names, such as W1. */
  readonly name: string;
  /** What is asked of the server, in one line for people. */
  readonly asks: string;
  /** Names of the contestants that take part. */
  readonly contestants: readonly string[];
  /** The calls that one user makes in a row, for many users. */
  readonly operations: (picks: Picks, dialect: Dialect) => readonly (readonly Call[])[];
  /** Whether an operation can be done only once, until what it stored is removed again. */
  readonly isOnce: boolean;
  /** An answer in the one form in which all contestants' answers must be equal. */
  readonly canonical: (answer: unknown, dialect: Dialect) => unknown;
  readonly goals: { readonly postgraphile: Goal | null; readonly limit: Goal };
}

/** Whether the contestant takes part. */
export const takesPart = ({ contestants }: Workload, { name }: Contestant): boolean => contestants.includes(name);

/** A GraphQL request's body. */
export const graphql = (query: string, variables: object = {}): object => ({ query, variables });

export const readers: readonly string[] = ['gateway', 'postgraphile', 'limit-json', 'limit-rows'];
