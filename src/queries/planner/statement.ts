import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { invariant } from '../../domain/errors';
import { readsOn } from '../../storage/gather-reads';
import { createNames } from '../../storage/statement-names';
import { type Binding, bind } from './binding';
import type { RawRow } from './decode-cell';

/** Runs a statement and gives its rows, every cell as the text that PostgreSQL wrote, or null. */
export type Run = (statement: Statement, binding: Binding) => Promise<readonly RawRow[]>;

export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** How many rows it answers with at most; unknown where that is not for the statement to say. */
  readonly mostRows?: number | undefined;
}

/**
 * Runs statements on the pool of a data source, each in one round trip.
 *
 * Statements are named, and so prepared, from the second run of their text on: what is asked once takes no place among
 * the 500 that are kept. Those beyond run unnamed.
 */
export const createRun = (database: DataSource): Run => createRunOn(() => poolOf(database));

/** The same on any pool. */
export function createRunOn(poolNow: () => Pool): Run {
  const nameOf = createNames('p');
  return ({ text, parameters, mostRows }, binding) => {
    const written = { name: nameOf(text), text, values: bind(parameters, binding), mostRows };
    const behind = binding.session.behind?.(written);
    return behind ?? readsOn(poolNow())(written);
  };
}

/** TypeORM's own pool; going through `DataSource.query` would cost a tenth of a small answer. */
function poolOf({ driver }: DataSource): Pool {
  invariant(driver instanceof PostgresDriver, 'the data source is a PostgreSQL one');
  return driver.master;
}
