import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Written } from './batch';
import { converse, firstRow } from './conversation';
import { createTx, type Transaction } from './create-tx';
import { isLarge } from './parameters';
import { Reference } from './reference';
import { createRinging, type Ringing, ring } from './ring';
import { render, type Statement } from './sql';
import { isWorthRepeating, translated } from './sql-errors';
import { createNames } from './statement-names';
import type { Instant, Transact } from './transaction';

const attempts = 6;

/** Opens transactions on the gateway's pool. `instant` is the tests' clock; `newId` yields UUIDs of version 7. */
export function createTransact(
  dataSource: DataSource,
  { instant, newId }: { instant: Instant; newId: () => string },
): Transact {
  const pool = poolOf(dataSource);
  const ringing = createRinging(pool);
  const parts = { instant, newId, reference: new Reference() };
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once({ pool, ringing }, (transaction) => work(createTx(transaction, parts)));
      } catch (error) {
        if (attempt < attempts && isWorthRepeating(error)) continue;
        throw translated(error);
      }
    }
  };
}

/** The pool behind TypeORM: its public calls cost a query runner each, and know no pipelining (performance: pool). */
export const poolOf = (dataSource: DataSource): Pool =>
  (dataSource.driver as unknown as { readonly master: Pool }).master;

/** A session that breaks fails what is asked of it; without a listener of its own it would end the process (security 28). */
const alreadyTold = (): void => undefined;

const begin = { name: 'tx_begin', text: 'begin', values: [] };
const commit = { name: 'tx_commit', text: 'commit', values: [] };
const rollback = { name: 'tx_rollback', text: 'rollback', values: [] };

async function once<T>(
  { pool, ringing }: { readonly pool: Pool; readonly ringing: Ringing },
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  client.on('error', alreadyTold);
  const { ask, silence } = converse(client);
  const state = { isCommitted: false, isOver: false };
  const transaction: Transaction = {
    ask: async (statement) => firstRow(await ask(prepared(statement))),
    askAndCommit: async (statement, announces) => {
      state.isCommitted = true;
      const isRinging = announces === 'news' && ringing.isDue();
      const [stored] = await Promise.all([ask(prepared(statement)), ask(commit), isRinging && ask(ring)]);
      if (announces === 'news' && !isRinging) ringing.owe();
      return firstRow(stored);
    },
    readBehind: (statement) => (state.isCommitted && !state.isOver ? ask(statement).then(({ rows }) => rows) : null),
  };
  const giveBack = (broken?: Error): void => {
    state.isOver = true;
    client.removeListener('error', alreadyTold);
    client.release(broken);
  };
  try {
    const [, result] = await Promise.all([ask(begin), work(transaction)]);
    if (!state.isCommitted) await ask(commit);
    await silence();
    giveBack();
    return result;
  } catch (error) {
    await ask(rollback).then(() => giveBack(), giveBack);
    throw error;
  }
}

const nameOf = createNames('tx');

/** The statement under a name of its text, so that PostgreSQL plans it once per session; no large ones, which hardly come again. */
function prepared(statement: Statement): Written {
  const { text, values } = render(statement);
  return { name: isLarge({ values }) ? undefined : nameOf(text), text, values };
}
