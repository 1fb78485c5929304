import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { invariant } from '../../domain/errors';
import { readsOn } from '../../storage/gather-reads';
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

/** A session of the database keeps what it prepared for as long as it lives; this bounds what it keeps. */
const mostNamed = 500;

/**
 * Runs statements on the pool of a data source, each in one round trip.
 *
 * Statements are named, and so prepared, from the second run of their text on: what is asked once takes no place among
 * the 500 that are kept. Those beyond run unnamed.
 */
export const createRun = (database: DataSource): Run => createRunOn(() => poolOf(database));

/** The same on any pool. */
export function createRunOn(poolNow: () => Pool): Run {
  const nameOf = createNames();
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

/** Gives a text its name from its second run on; no more than 500 texts have one. */
export function createNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const seen = new Set<string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostNamed) return known;
    if (!seen.has(text)) {
      if (seen.size >= mostNamed) seen.clear();
      seen.add(text);
      return undefined;
    }
    seen.delete(text);
    const name = `p_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    names.set(text, name);
    return name;
  };
}
