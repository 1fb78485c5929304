/** One HTTP request as it goes over the wire, head and body; the empty id in it gives way to the id of the answer before. */
export type RawRequest = string;

/** What one user does in a row. */
export type RawOperation = readonly RawRequest[];

/** Stands in a request for the id that the answer before begins with; as long as any id, so that lengths stay true. */
export const idOfAnswer = '00000000-0000-0000-0000-00000000feed';

/** Kept under a name by the load process, for the runs that follow. */
export interface Prepare {
  readonly prepare: string;
  readonly operations: readonly RawOperation[];
}

/** A run of what was prepared. */
export interface Run {
  readonly run: string;
  readonly port: number;
  readonly connections: number;
  /** Operations that begin within it are not counted. */
  readonly warmUpMs: number;
  readonly measuredMs: number;
  /** Each operation at most once; the run ends early when none is left. Else they are repeated in turn. */
  readonly isOnce: boolean;
}

/** What came of a run. */
export interface Figures {
  readonly requestsPerSecond: number;
  /** Milliseconds within which half of the operations were answered, and 99 of 100. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly operations: number;
}

/** Answer to either; `failure` is the first answer that was not as it should be, or why there was none. */
export type LoadAnswer = { readonly figures: Figures } | { readonly prepared: string } | { readonly failure: string };
