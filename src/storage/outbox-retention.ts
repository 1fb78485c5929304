import type { DataSource } from 'typeorm';
import { raw, render, type Sql, sql } from './sql';
import { poolOf } from './transact';

/** Rows that one statement looks at: it stays well under the limit of five seconds (security.md 7). */
const mostAtOnce = 5_000;

/**
 * Removes the oldest events, up to the first one that occurred at `olderThan` or later, and moves the horizon with them:
 * whoever asks for events after a place before it is told to begin anew.
 *
 * Only final events go, and only the front of the order, so that nothing newer is ever skipped. Any number of processes
 * may call this at once: one has the turn, the others remove nothing. Gives the number of events removed.
 */
export async function purgeOutbox({
  dataSource,
  olderThan,
}: {
  readonly dataSource: DataSource;
  readonly olderThan: Date;
}): Promise<number> {
  const pool = poolOf(dataSource);
  const { text, values } = render(purgeStatement(olderThan));
  for (let total = 0; ; ) {
    const { rows } = await pool.query<{ removed: number }>(text, [...values]);
    const removed = rows[0]?.removed ?? 0;
    total += removed;
    if (removed < mostAtOnce) return total;
  }
}

/** `turn` holds the horizon's row for the whole statement; a process that does not get it sees no `oldest` at all. */
const purgeStatement = (olderThan: Date): Sql => sql`
  with turn as materialized (select true as is_ours from outbox_horizon for update skip locked),
  oldest as materialized (
    select tx_id, id, occurred_at from outbox
     where tx_id < pg_snapshot_xmin(pg_current_snapshot()) and exists (select from turn)
     order by tx_id, id limit ${raw(String(mostAtOnce))}
  ),
  kept as (select tx_id, id from oldest where occurred_at >= ${olderThan.toISOString()}::timestamptz order by tx_id, id limit 1),
  last as (
    select tx_id, id from oldest
     where not exists (select from kept) or (tx_id, id) < (select tx_id, id from kept)
     order by tx_id desc, id desc limit 1
  ),
  removed as (delete from outbox as o using last where (o.tx_id, o.id) <= (last.tx_id, last.id) returning o.id),
  moved as (
    update outbox_horizon as h set tx_id = last.tx_id, id = last.id
      from last where (h.tx_id, h.id) < (last.tx_id, last.id) returning 1
  )
  select (select count(*)::int from removed) as removed, (select count(*)::int from moved) as moved`;

/**
 * Removes the events of another cluster, which a restored dump brings along: their places lie ahead of every transaction
 * here, so that nothing new would ever come after them. Subscribers begin anew.
 */
export async function forgetForeignEvents(dataSource: DataSource): Promise<void> {
  await poolOf(dataSource).query(`
    with foreign_events as (delete from outbox where tx_id >= pg_snapshot_xmax(pg_current_snapshot()))
    update outbox_horizon set tx_id = '0', id = 0 where tx_id >= pg_snapshot_xmax(pg_current_snapshot())`);
}
