import type { Child } from '../child';

/** How a contestant is asked: our GraphQL, PostGraphile's, or the limit's own paths. */
export type Dialect = 'gateway' | 'postgraphile' | 'limit';

/** A server that is measured, ready for requests. */
export interface Contestant {
  /** As it stands in the table. */
  readonly name: string;
  readonly dialect: Dialect;
  readonly port: number;
  readonly child: Child;
}

/** Where a contestant finds its data. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** A folder that is kept from run to run. */
  readonly cacheDir: string;
}
