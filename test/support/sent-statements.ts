import type { Pool, PoolClient } from 'pg';
import { Batch } from '../../src/storage/batch';
import { ring } from '../../src/storage/ring';

interface Named {
  readonly name?: string | undefined;
  readonly text: string;
}

/** What the sessions of a pool have been sent. */
export interface Sent {
  /** Every statement in turn, transactions and authentication included; but no wake-ups, which come as they come. */
  readonly statements: string[];
  /** The same with the names that they are prepared under. */
  readonly named: Named[];
  /** How many messages these went out in. */
  messages: number;
}

/** Notes what the sessions of a pool are sent from now on. */
export function watchStatements(pool: Pool): Sent {
  const sent: Sent = { statements: [], named: [], messages: 0 };
  const watched = new WeakSet<PoolClient>();
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const query = client.query.bind(client);
    const noted = (...given: Parameters<typeof query>) => {
      const told = statementsOf(given[0]).filter(({ text }) => text !== ring.text);
      sent.statements.push(...told.map(({ text }) => text));
      sent.named.push(...told);
      if (told.length > 0) sent.messages += 1;
      return query(...given);
    };
    Object.assign(client, { query: noted });
  });
  return sent;
}

function statementsOf(statement: unknown): readonly Named[] {
  if (statement instanceof Batch) return statement.steps;
  const isObject = typeof statement === 'object' && statement !== null;
  return [{ text: isObject && 'text' in statement ? String(statement.text) : String(statement) }];
}
