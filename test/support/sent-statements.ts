import type { Pool, PoolClient } from 'pg';
import { Batch } from '../../src/storage/batch';
import { ring } from '../../src/storage/ring';

/** What the sessions of a pool have been sent. */
export interface Sent {
  /** Every statement in turn, transactions and authentication included; but no wake-ups, which come as they come. */
  readonly statements: string[];
  /** How many messages these went out in. */
  messages: number;
}

/** Notes what the sessions of a pool are sent from now on. */
export function watchStatements(pool: Pool): Sent {
  const sent: Sent = { statements: [], messages: 0 };
  const watched = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client);
    const noted = (...given: Parameters<typeof query>) => {
      const told = textsOf(given[0]).filter((text) => text !== ring.text);
      sent.statements.push(...told);
      if (told.length > 0) sent.messages += 1;
      return query(...given);
    };
    Object.assign(client, { query: noted });
  });
  return sent;
}

function textsOf(statement: unknown): readonly string[] {
  if (statement instanceof Batch) return statement.steps.map(({ text }) => text);
  const isObject = typeof statement === 'object' && statement !== null;
  return [isObject && 'text' in statement ? String(statement.text) : String(statement)];
}
